import JSON
import Runtime

/// Crossmodal-3600 as distributed: `captions.jsonl`, a line an image: `{"image/key": …, "zh": {"caption": […]}, …}`, and
/// images named `KEY.jpg` (Thapliyal et al. 2022).
struct XM3600Format: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let file = SourceFile.isFolder(path) ? path + "/captions.jsonl" : path
    let folder = source.images ?? Self.images(beside: file)
    var images: [CaptionedImage] = []
    var skipped = SkippedRecords()
    var lines = try LineReader(OpenFile(path: file))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text) else { continue }
      let origin = Origin(file: file, line: line.number)
      do throws(SkippedRecord) { images.append(try image(line.text, folder: folder, origin: origin)) } catch {
        skipped.add(error)
      }
    }
    skipped.add(lines.skipped)
    return SourceContent(store: try ListedRecords(images), skipped: skipped)
  }

  /// Whether a text's first line is one of these.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    let line = bytes.prefix { $0 != 0x0A }
    return String(decoding: line, as: UTF8.self).contains("\"image/key\"")
  }

  private func image(_ line: String, folder: String, origin: Origin) throws(SkippedRecord) -> CaptionedImage {
    let json = try JSONValue.ofRecord(Array(line.utf8), origin: origin)
    guard let key = json["image/key"]?.stringValue, !key.isEmpty, let members = json.objectValue else {
      throw SkippedRecord(origin: origin, reason: "“image/key” should name the image")
    }
    var captions: [Caption] = []
    // What is no object tells of the image: its key, its locale.
    for member in members where member.value.objectValue != nil {
      guard let texts = member.value["caption"]?.arrayValue?.map(\.stringValue), !texts.contains(nil) else {
        throw SkippedRecord(
          origin: origin, reason: "“caption” of \(MemberName.shown(member.name)) should be a list of texts")
      }
      if let complaint = CaptionTag.complaint(member.name) { throw SkippedRecord(origin: origin, reason: complaint) }
      captions += texts.compactMap { $0 }.filter(CaptionFile.isText).map {
        Caption(text: $0, language: member.name, role: source.role)
      }
    }
    guard !captions.isEmpty else { throw SkippedRecord(origin: origin, reason: "the image has no caption") }
    return CaptionedImage(
      id: key, image: try ImagePath.location(key + ".jpg", in: folder, .below, origin: origin), split: .train,
      captions: captions, origin: origin)
  }

  /// The archive of images unpacks into `images`.
  private static func images(beside file: String) -> String {
    let folder = SourceFile.folder(of: file)
    return SourceFile.isFolder(folder + "/images") ? folder + "/images" : folder
  }
}

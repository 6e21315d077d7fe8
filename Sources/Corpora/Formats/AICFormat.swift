import JSON
import Runtime

/// AI Challenger's Chinese captions (AIC-ICC) as distributed: a JSON list of `{"image_id": "NAME.jpg", "caption": ["…", …], "url": …}`,
/// and a folder of images.
///
/// Records have the split that the file bears in its name. The folder is the source's `images`; else the one that bears the file's name with `images` for `annotations`, or the file's own.
struct AICFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var images: [CaptionedImage] = []
    var skipped = SkippedRecords()
    var splits = SplitSelection(source.split)
    for file in try files(path) {
      guard let entries = try SourceFile.json(file).arrayValue else {
        throw CorpusError("\(file): a list of objects with “image_id” and “caption” should stand here")
      }
      guard splits.takes(SplitName.inFile(file), count: entries.count) else { continue }
      let folders = ImageFolders(source.images, else: Self.images(of: file))
      for (index, entry) in entries.enumerated() {
        let origin = Origin(file: file, place: .member("[\(index)]"))
        do throws(SkippedRecord) { images.append(try image(entry, folders: folders, origin: origin)) } catch {
          skipped.add(error)
        }
      }
    }
    return SourceContent(store: try ListedRecords(images), skipped: skipped, notes: try splits.notes(at: path))
  }

  /// Whether a JSON file begins like one of these.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.dropFirst(ByteOrderMark.length(in: bytes)), as: UTF8.self)
    return text.first { !$0.isWhitespace } == "[" && text.contains("\"image_id\"")
  }

  private func image(_ entry: JSONValue, folders: ImageFolders, origin: Origin) throws(SkippedRecord)
    -> CaptionedImage
  {
    let texts = entry["caption"].map { $0.arrayValue ?? [$0] }?.map(\.stringValue)
    guard let name = entry["image_id"]?.stringValue, let texts, !texts.contains(nil) else {
      throw SkippedRecord(origin: origin, reason: "“image_id” and “caption” should be a text and a list of texts")
    }
    let captions = texts.compactMap { $0 }.filter(CaptionFile.isText)
    guard !captions.isEmpty else { throw SkippedRecord(origin: origin, reason: "the image has no caption") }
    return CaptionedImage(
      id: name, image: try ImageFinder.location(name, in: folders, origin: origin),
      split: CorpusSplit(named: SplitName.inFile(origin.file)),
      captions: captions.map { Caption(text: $0, language: source.language ?? "zh", role: source.role) },
      origin: origin)
  }

  private static func images(of file: String) -> String {
    let folder = SourceFile.folder(of: file)
    let name = file.split(separator: "/").last.map(String.init) ?? ""
    let sibling = folder + "/" + name.replacing("annotations", with: "images").replacing(".json", with: "")
    return SourceFile.isFolder(sibling) ? sibling : folder
  }
}

import Console
import Tensors

/// Crossmodal-3600 as distributed: `captions.jsonl`, a line a picture: `{"image/key": …, "zh": {"caption": […]}, …}`, and
/// pictures named `KEY.jpg` (Thapliyal et al. 2022).
struct XM3600Format: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    let file = SourceFile.isFolder(path) ? path + "/captions.jsonl" : path
    let folder = try source.images ?? Self.pictures(beside: file)
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    var lines = try LineReader(OpenFile(path: file))
    while let line = try lines.next() {
      guard line.text.contains(where: { !$0.isWhitespace }) else { continue }
      let origin = Origin(file: file, line: line.number)
      do { images.append(try image(line.text, folder: folder, origin: origin)) } catch let problem as CorpusProblem {
        problems.add(problem)
      } catch { problems.add(origin, "\(error)") }
    }
    problems.add(lines.skipped)
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }

  private func image(_ line: String, folder: String, origin: Origin) throws -> CaptionedImage {
    let json = try JSONValue(parsing: line, source: origin.file)
    guard let key = json["image/key"]?.stringValue, !key.isEmpty, let members = json.objectValue else {
      throw CorpusProblem(origin: origin, reason: "“image/key” should name the picture")
    }
    let captions = members.flatMap { member in
      (member.value["caption"]?.arrayValue ?? []).compactMap { value in
        value.stringValue.map { Caption(text: $0, language: member.name, role: source.role) }
      }
    }
    guard !captions.isEmpty else { throw CorpusProblem(origin: origin, reason: "the picture has no caption") }
    return CaptionedImage(
      id: key, picture: .file("\(folder)/\(key).jpg"), split: .train, captions: captions, origin: origin)
  }

  /// The archive of pictures unpacks into `images`.
  private static func pictures(beside file: String) throws -> String {
    let folder = SourceFile.folder(of: file)
    return SourceFile.isFolder(folder + "/images") ? folder + "/images" : folder
  }
}

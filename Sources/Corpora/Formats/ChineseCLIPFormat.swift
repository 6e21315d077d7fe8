import Console
import Tensors

/// Chinese-CLIP's files: `NAME_imgs.tsv`, a picture a line as id, tab and Base64 in either alphabet, and
/// `NAME_texts.jsonl`, `{"text_id", "text", "image_ids": […]}`. Either file may be named as the source.
struct ChineseCLIPFormat: SourceFormat {
  let source: CorpusSource

  /// Where a picture's Base64 stands.
  private struct Place {
    let location: PictureLocation
    let line: Int
  }

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    for file in try files(path) {
      let base =
        file.hasSuffix("_imgs.tsv") ? file.dropLast(9) : file.hasSuffix("_texts.jsonl") ? file.dropLast(12) : nil
      guard let base else {
        throw CorpusError("\(file): name the file of texts, NAME_texts.jsonl; NAME_imgs.tsv must stand beside it")
      }
      let pictures = try self.pictures(base + "_imgs.tsv", problems: &problems)
      let captions = try self.captions(base + "_texts.jsonl", pictures: pictures, problems: &problems)
      let ordered = pictures.sorted { $0.value.line < $1.value.line }
      for (id, place) in ordered {
        guard let own = captions[id] else { continue }
        images.append(
          CaptionedImage(
            id: id, picture: place.location, split: .train, captions: own,
            origin: Origin(file: base + "_imgs.tsv", line: place.line)))
      }
    }
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }

  private func pictures(_ path: String, problems: inout SkippedParts) throws -> [String: Place] {
    var places: [String: Place] = [:]
    var reader = try DelimitedReader(OpenFile(path: path), format: .rawTSV)
    while let record = try reader.next() {
      let origin = Origin(file: path, line: record.line)
      guard record.count == 2, !record.bytes(0).isEmpty else {
        problems.add(origin, "a line should hold an id, a tab and a picture in Base64; it was left out")
        continue
      }
      let id = record[0]
      guard places[id] == nil else {
        problems.add(origin, "the picture \(id) stands in an earlier line; this one was left out")
        continue
      }
      let before = record.bytes(0).count + 1
      places[id] = Place(
        location: .base64(file: path, offset: record.offset + before, count: record.length - before), line: record.line)
    }
    problems.add(reader.skipped)
    return places
  }

  /// Captions by picture. A text that names pictures which are not there is a problem.
  private func captions(
    _ path: String, pictures: [String: Place], problems: inout SkippedParts
  ) throws -> [String: [Caption]] {
    var captions: [String: [Caption]] = [:]
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      guard line.text.contains(where: { !$0.isWhitespace }) else { continue }
      let origin = Origin(file: path, line: line.number)
      let json: JSONValue
      do { json = try JSONValue(parsing: line.text, source: path) } catch {
        problems.add(origin, "the line is no JSON object: \(error)")
        continue
      }
      guard let text = json["text"]?.stringValue, let ids = json["image_ids"]?.arrayValue else {
        problems.add(origin, "“text” and “image_ids” should be a text and a list")
        continue
      }
      for id in ids {
        guard let name = id.intValue.map(String.init) ?? id.stringValue, pictures[name] != nil else {
          problems.add(origin, "the picture \(id.compactText) is not in the file of pictures")
          continue
        }
        captions[name, default: []].append(
          Caption(text: text, language: source.language ?? "zh", role: source.role))
      }
    }
    problems.add(lines.skipped)
    return captions
  }
}

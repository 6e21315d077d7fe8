import Console
import Files
import JSON
import Runtime

/// Chinese-CLIP's files: `NAME_imgs.tsv`, an image a line as id, tab and Base64 in either alphabet, and
/// `NAME_texts.jsonl`, `{"text_id", "text", "image_ids": […]}`; or MUGE's own, `MR_NAME_imgs.tsv` and `MR_NAME_queries.jsonl`,
/// `{"query_id", "query_text", "item_ids": […]}`. Either file may be named as the source, or a folder of them, of which a split
/// chooses some. Records have the split that the files bear in their names.
struct ChineseCLIPFormat: SourceFormat {
  let source: CorpusSource
  /// Whether images that no text names are skipped, as those of a test whose answers are not given out.
  var needsCaptions = true

  /// Where an image's Base64 stands.
  private struct Place {
    let location: ImageLocation
    let line: Int
    var captions: [Caption] = []
  }

  static let imageEnding = "_imgs.tsv"
  static let textEndings = ["_texts.jsonl", "_queries.jsonl"]

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var records: [CaptionedImage] = []
    var skipped = SkippedRecords()
    var splits = SplitSelection(source.split)
    var notes: [String] = []
    let isFolder = SourceFile.isFolder(path)
    for base in try bases(path) {
      let split = SplitName.inFile(base)
      var images = try self.images(base + Self.imageEnding, skipped: &skipped)
      guard splits.takes(split, count: images.count) else { continue }
      let texts = base + Self.textEnding(base)
      if isFolder, needsCaptions, try !Self.hasAnswers(texts) {
        notes.append(
          "\(texts): no text there names an image, so \(NumberText.counted(images.count, "image is", "images are")) skipped"
        )
        continue
      }
      if needsCaptions || SourceFile.isReadable(texts) { try addCaptions(texts, to: &images, skipped: &skipped) }
      for (id, place) in images.sorted(by: { $0.value.line < $1.value.line }) {
        let origin = Origin(file: base + Self.imageEnding, line: place.line)
        guard !place.captions.isEmpty || !needsCaptions else {
          skipped.add(origin, "no text belongs to the image \(MemberName.shown(id))")
          continue
        }
        records.append(
          CaptionedImage(
            id: id, image: place.location, split: CorpusSplit(named: split), captions: place.captions, origin: origin)
        )
      }
    }
    return SourceContent(
      store: try ListedRecords(records), skipped: skipped, notes: notes + (try splits.notes(at: path)))
  }

  /// Paths up to `_imgs.tsv` or `_texts.jsonl`, each once: a pattern may fit both.
  private func bases(_ path: String) throws -> [String] {
    guard !SourceFile.isFolder(path) else {
      let names = try SourceFile.readableNames(in: path).filter { $0.hasSuffix(Self.imageEnding) }
      guard !names.isEmpty else { throw CorpusError("\(path): no file NAME_imgs.tsv is in the folder") }
      return names.map { path + "/" + $0.dropLast(Self.imageEnding.utf8.count) }
    }
    var seen: Set<String> = []
    return try files(path).compactMap { file in
      let file = file.hasSuffix(".gz") ? String(file.dropLast(3)) : file
      let ending = ([Self.imageEnding] + Self.textEndings).first { file.hasSuffix($0) }
      guard let ending else {
        throw CorpusError("\(file): name the file of texts, NAME_texts.jsonl; NAME_imgs.tsv must stand beside it")
      }
      let base = String(file.dropLast(ending.utf8.count))
      return seen.insert(base).inserted ? base : nil
    }
  }

  private static func textEnding(_ base: String) -> String {
    textEndings.first { SourceFile.isReadable(base + $0) } ?? textEndings[0]
  }

  /// Whether a text names an image; those of a test do not.
  private static func hasAnswers(_ path: String) throws -> Bool {
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      let json = try? JSONValue(parsing: Array(line.text.utf8), source: path)
      if let json, imageIds(json)?.isEmpty == false { return true }
    }
    return false
  }

  private static func imageIds(_ json: JSONValue) -> [JSONValue]? {
    (json["image_ids"] ?? json["item_ids"])?.arrayValue
  }

  private func images(_ path: String, skipped: inout SkippedRecords) throws -> [String: Place] {
    var places: [String: Place] = [:]
    var reader = try DelimitedReader(OpenFile(path: path), format: .imageTSV)
    while let record = try reader.next() {
      let origin = Origin(file: path, line: record.line)
      let id = record[0]
      guard !id.isEmpty, !record.bytes(1).isEmpty else {
        skipped.add(origin, "a line should hold an id, a tab and an image in Base64; it was skipped")
        continue
      }
      guard places[id] == nil else {
        skipped.add(origin, "the image \(MemberName.shown(id)) stands in an earlier line; this one was skipped")
        continue
      }
      let before = record.bytes(0).count + 1
      places[id] = Place(
        location: .base64(file: path, offset: record.offset + before, count: record.length - before), line: record.line)
    }
    skipped.add(reader.skipped)
    return places
  }

  /// A text that names images which are not there is a problem.
  private func addCaptions(
    _ path: String, to images: inout [String: Place], skipped: inout SkippedRecords
  ) throws {
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text) else { continue }
      let origin = Origin(file: path, line: line.number)
      do throws(SkippedRecord) {
        let json = try JSONValue.ofRecord(Array(line.text.utf8), origin: origin)
        if !needsCaptions, Self.imageIds(json)?.isEmpty != false { continue }
        let (caption, ids) = try caption(json, origin: origin)
        for id in ids {
          guard let name = id.intValue.map(String.init) ?? id.stringValue, images[name] != nil else {
            skipped.add(origin, "the image \(MemberName.shown(id.compactText)) is not in the file of images")
            continue
          }
          images[name]?.captions.append(caption)
        }
      } catch { skipped.add(error) }
    }
    skipped.add(lines.skipped)
  }

  private func caption(_ json: JSONValue, origin: Origin) throws(SkippedRecord) -> (Caption, ids: [JSONValue]) {
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    guard let text = (json["text"] ?? json["query_text"])?.stringValue, let ids = Self.imageIds(json) else {
      throw problem("“text” and “image_ids” should be a text and a list")
    }
    guard CaptionFile.isText(text) else { throw problem("the text is empty") }
    guard !ids.isEmpty else { throw problem("the text names no image") }
    // Texts of several images are one query; without an id nobody could tell them from equal texts.
    let key = (json["text_id"] ?? json["query_id"]).flatMap { $0.intValue.map(String.init) ?? $0.stringValue }
    return (Caption(text: text, language: source.language ?? "zh", role: source.role, key: key), ids)
  }
}

extension DelimitedFormat {
  /// An id and an image.
  fileprivate static var imageTSV: DelimitedFormat {
    var format = rawTSV
    format.width = 2
    return format
  }
}

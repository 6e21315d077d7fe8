import JSON
import Runtime

/// A folder of images, each with a text file of the same name beside it. Folders within are read too; what begins with a
/// dot is not. A `.json` beside an image, as img2dataset writes it, may say the text's language.
struct FolderFormat: SourceFormat {
  let source: CorpusSource
  /// Whether an image without a text is skipped; where not, texts are read only if their language is known.
  var needsCaptions = true

  /// Folders inside one another that are read at most.
  private static let depthLimit = 32

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    guard source.captionLanguage != nil || !needsCaptions else {
      throw CorpusError(
        "\(path): the captions name no language; give --lang (language in a recipe), such as \"en\"")
    }
    var listing = Listing()
    for folder in try files(path) { try list(folder, depth: 0, into: &listing) }
    let images = listing.images
    let outcomes = try pool.map(images.count) { index, _ in
      Result { () throws(SkippedRecord) in try reading(images[index]) }
    }
    var records: [CaptionedImage] = []
    var skipped = SkippedRecords()
    var namesLanguage = false
    for outcome in outcomes {
      switch outcome {
      case .success(let reading):
        records.append(reading.image)
        namesLanguage = namesLanguage || reading.namesLanguage
      case .failure(let problem): skipped.add(problem)
      }
    }
    if let member = source.table.languageColumn, !namesLanguage, let first = records.first {
      let document = Self.document(beside: first.id)
      throw NamedLanguage.complaint(
        member, at: path, "image", among: document.map { ($0.objectValue ?? []).map(\.name) })
    }
    return SourceContent(store: try ListedRecords(records), skipped: skipped, absent: listing.lonelyTexts)
  }

  private struct Listing {
    var images: [String] = []
    /// Text files without an image.
    var lonelyTexts = 0
  }

  private func list(_ folder: String, depth: Int, into listing: inout Listing) throws {
    guard depth <= Self.depthLimit else {
      throw CorpusError("\(folder): folders stand more than \(Self.depthLimit) deep in one another")
    }
    var texts: Set<Substring> = []
    var images: Set<Substring> = []
    for name in try SourceFile.readableNames(in: folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      let ending = SourceFile.ending(of: name)
      if SourceFile.isFolder(path) {
        try list(path, depth: depth + 1, into: &listing)
      } else if ImageEnding.all.contains(ending) {
        listing.images.append(path)
        images.insert(name.dropLast(ending.utf8.count + 1))
      } else if ending == "txt" {
        texts.insert(name.dropLast(4))
      }
    }
    listing.lonelyTexts += texts.subtracting(images).count
  }

  /// An image with its text.
  private struct Reading {
    let image: CaptionedImage
    /// Whether the JSON beside it names the text's language.
    var namesLanguage = false
  }

  private func reading(_ path: String) throws(SkippedRecord) -> Reading {
    let origin = Origin(file: Self.base(of: path) + ".txt", line: 1)
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    guard let language = source.captionLanguage, needsCaptions || SourceFile.isReadable(origin.file) else {
      let origin = Origin(file: path, line: 1)
      return Reading(
        image: CaptionedImage(id: path, image: .file(path), split: .train, captions: [], origin: origin))
    }
    guard SourceFile.isReadable(origin.file) else { throw problem("no such file stands beside the image \(path)") }
    let bytes = try Self.text(origin)
    let description = Self.document(beside: path).map { SampleDescription($0) }
    let own = description?.language(source.table.languageColumn)
    if let complaint = own.flatMap(CaptionTag.complaint) { throw problem(complaint) }
    let captions = try CaptionFile.captions(in: bytes, language: own ?? language, source: source, origin: origin)
    return Reading(
      image: CaptionedImage(
        id: path, image: ImageLocation.file(path).turned(description?.orientation ?? .upright), split: .train,
        captions: captions, origin: origin),
      namesLanguage: own != nil)
  }

  /// An image's path without its ending and the dot before it.
  private static func base(of image: String) -> String {
    String(image.dropLast(SourceFile.ending(of: image).utf8.count + 1))
  }

  /// The bytes of a text's file.
  private static func text(_ origin: Origin) throws(SkippedRecord) -> [UInt8] {
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    do {
      let file = try OpenFile(path: origin.file)
      guard file.size <= CaptionFile.byteLimit else {
        throw problem("the file has \(file.size) bytes; at most \(CaptionFile.byteLimit) are read")
      }
      return try file.read(offset: 0, count: file.size)
    } catch { throw (error as? SkippedRecord) ?? problem("\(error)") }
  }

  /// What img2dataset's JSON says of an image; nil where there is none that can be read.
  private static func document(beside image: String) -> JSONValue? {
    let path = base(of: image) + ".json"
    guard SourceFile.isReadable(path), let size = try? OpenFile(path: path).size, size <= CaptionFile.byteLimit
    else { return nil }
    return try? SourceFile.json(path)
  }
}

import FoundationEssentials
import JSON
import Runtime

/// The retrieval sets of IGLUE as distributed (Bugliarello et al. 2022, github.com/e-bug/iglue), JSON lines a language:
///
///     {"sentences": ["…"], "id": 414071, "img_path": "COCO_val2014_000000414071.jpg"}      xFlickr&CO, Flickr30k
///     {"image_idx": 19, "image_url": "…/BNRATHAU.jpg", "caption_reference_description": "…", "language": "ar"}      WIT
///
/// A line's language is its own, the source's, or the one that the file's folder or name bears, as `annotations/zh/test.jsonl`
/// and `valid-zh_gmt.jsonl` do. Records have the split that the file's name tells. Images are looked for in `images`, those of
/// COCO where its archives unpack them, those of WIT by the address's last part or by `image_idx`; of WIT some are usually not
/// there any more.
struct IGLUEFormat: SourceFormat {
  let source: CorpusSource

  private static let languages: Set<Substring> = [
    "ar", "bg", "bn", "da", "de", "el", "en", "es", "et", "fr", "id", "ja", "ko", "pt", "ru", "sw", "ta", "tr", "vi",
    "zh",
  ]

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var reading = IGLUEReading(source: source)
    var splits = SplitSelection(source.split)
    for file in try files(path) {
      let language = source.language ?? Self.language(of: file) ?? source.assumedLanguage
      guard splits.takes(SplitName.inFile(file)) else { continue }
      try reading.add(file, language: language)
    }
    return try reading.content(notes: try splits.notes(at: path))
  }

  /// Whether a file's first line is one of these, or one of IGLUE's other sets, which are told of.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    return line.contains("\"img_path\"") && line.contains("\"sentences\"")
      || line.contains("\"caption_reference_description\"") || line.contains("\"left_img\"")
      || line.contains("\"gold_label\"") && line.contains("\"Flikr30kID\"")
  }

  /// The language that a file's folder or name bears; nil where it bears none, or several.
  private static func language(of file: String) -> String? {
    let parts = file.split(separator: "/").suffix(2)
    if parts.count == 2, let folder = parts.first, languages.contains(folder) { return String(folder) }
    let words = (parts.last ?? "").split { !($0.isASCII && $0.isLetter) }.filter(languages.contains)
    return words.count == 1 ? words.first.map(String.init) : nil
  }
}

/// Lines of IGLUE's files, those of one image together.
private struct IGLUEReading {
  let source: CorpusSource
  private var images: [CaptionedImage] = []
  private var places: [ImageLocation: Int] = [:]
  private var skipped = SkippedRecords()
  private var absent = 0

  init(source: CorpusSource) {
    self.source = source
  }

  mutating func add(_ path: String, language: String?) throws {
    let folders = ImageFolders(source.images, beside: path)
    var lines = try LineReader(OpenFile(path: path))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text) else { continue }
      let origin = Origin(file: path, line: line.number)
      do throws(SkippedRecord) {
        let json = try JSONValue.ofRecord(Array(line.text.utf8), origin: origin)
        let captions = try captions(json, language: language, origin)
        guard let image = try image(json, in: folders, origin) else {
          absent += 1
          continue
        }
        add(captions, to: image, id: Self.id(json), origin)
      } catch { skipped.add(error) }
    }
    skipped.add(lines.skipped)
  }

  func content(notes: [String]) throws -> SourceContent {
    SourceContent(store: try ListedRecords(images), skipped: skipped, absent: absent, notes: notes)
  }

  /// An image's lines of several files, one per language, are one record.
  private mutating func add(_ captions: [Caption], to image: ImageLocation, id: String?, _ origin: Origin) {
    let split = CorpusSplit(named: SplitName.inFile(origin.file))
    if let place = places[image], images[place].split == split {
      images[place] = images[place].captioned(with: images[place].captions + captions)
      return
    }
    places[image] = images.count
    images.append(
      CaptionedImage(
        id: id ?? image.fileName, image: image, split: split, captions: captions, origin: origin))
  }

  private func captions(
    _ json: JSONValue, language: String?, _ origin: Origin
  ) throws(SkippedRecord) -> [Caption] {
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    guard json["left_img"] == nil else { throw problem("the caption is of two images together, which is no pair") }
    guard json["gold_label"] == nil else {
      throw problem("the line holds two sentences and how they follow from each other, which is no pair")
    }
    let texts = json["caption_reference_description"].map { [$0] } ?? json["sentences"]?.arrayValue
    guard let texts = texts?.map(\.stringValue), !texts.contains(nil) else {
      throw problem("“sentences” should be a list of texts, or “caption_reference_description” a text")
    }
    guard let language = json["language"]?.stringValue ?? language else {
      throw problem("the captions name no language; give --lang (language in a recipe), such as \"en\"")
    }
    if let complaint = CaptionTag.complaint(language) { throw problem(complaint) }
    let captions = texts.compactMap { $0 }.filter(CaptionFile.isText)
    guard !captions.isEmpty else { throw problem("the image has no caption") }
    return captions.map { Caption(text: $0, language: language, role: source.role) }
  }

  /// Nil where an image that had to be downloaded is not there.
  private func image(
    _ json: JSONValue, in folders: ImageFolders, _ origin: Origin
  ) throws(SkippedRecord) -> ImageLocation? {
    if let name = json["img_path"]?.stringValue {
      return try ImageFinder.location(name, in: folders, origin: origin)
    }
    guard let address = json["image_url"]?.stringValue else {
      throw SkippedRecord(origin: origin, reason: "“img_path” or “image_url” should name the image")
    }
    let last = String(address.split(separator: "/").last ?? "")
    let stems = [URL(string: address)?.lastPathComponent, last, Self.id(json), json["wit_ix"]?.stringValue].compactMap {
      $0
    }
    let names = stems.flatMap { [$0] + ImageFinder.endings(of: $0) }
    let location = try ImageFinder.location(ofAny: names, in: folders, .below, origin: origin)
    guard case .file(let path) = location, SourceFile.exists(path) else { return nil }
    return location
  }

  private static func id(_ json: JSONValue) -> String? {
    let id = json["id"] ?? json["image_idx"]
    return id?.intValue.map(String.init) ?? id?.stringValue
  }
}

import Runtime

/// Files of lines that name an image and say a caption; see `KeyedLine`. Lines of one image are one record, wherever they
/// stand. A split is chosen by the list of its images that lies beside the file; see `SplitList`.
struct KeyedLinesFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    guard let language = source.captionLanguage else {
      throw CorpusError(
        "\(path): the captions name no language; give --lang (language in a recipe), such as \"zh\"")
    }
    var reading = KeyedLinesReading(source: source, language: language)
    let paths = try files(path)
    for file in paths { try reading.add(file, folders: ImageFolders(source.images, beside: file)) }
    if let split = source.split { try choose(split, of: paths, in: &reading) }
    return try reading.content()
  }

  private func choose(_ split: String, of paths: [String], in reading: inout KeyedLinesReading) throws {
    guard !reading.isEmpty, let path = paths.first else { return }
    reading.split = split
    // A file may be of one split by its own name.
    if paths.allSatisfy({ SplitName.inFile($0).map { SplitName.takes($0, as: split) } ?? false }) { return }
    let list = try SplitList(of: split, beside: path, among: reading.stems)
    reading.keep(list.names)
    reading.notes.append("\(path): the split “\(split)” is chosen by \(list.path)")
  }

  /// Whether a text file's first line is one of these.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    firstLine(of: bytes).map { isHeader($0) || KeyedLine($0) != nil } ?? false
  }

  /// Whether a text file's first line is the header of such copies.
  static func hasHeader(_ bytes: [UInt8]) -> Bool { firstLine(of: bytes).map(isHeader) ?? false }

  private static func firstLine(of bytes: [UInt8]) -> String? {
    String(decoding: bytes.dropFirst(ByteOrderMark.length(in: bytes)), as: UTF8.self)
      .split(whereSeparator: \.isNewline).first.map(String.init)
  }

  /// The header of Kaggle's and of CLIP_benchmark's copies.
  static func isHeader(_ line: String) -> Bool { line == "image,caption" }
}

/// Records that keyed lines make up, in the order in which their images first appear.
struct KeyedLinesReading {
  private struct Entry {
    let name: String
    let folders: ImageFolders
    let origin: Origin
    var captions: [Caption]
  }

  private let source: CorpusSource
  private let language: String
  private var places: [String: Int] = [:]
  private var found: [Entry] = []
  private var skipped = SkippedRecords()
  /// The split that the records are of; nil where nothing says it.
  var split: String?
  /// Sentences on what was taken that people may not expect.
  var notes: [String] = []

  init(source: CorpusSource, language: String) {
    self.source = source
    self.language = language
  }

  var isEmpty: Bool { found.isEmpty }
  /// Names of the images, without endings.
  var stems: Set<String> { Set(found.map { ImageFinder.stem($0.name) }) }

  /// Leaves out all images but those of these names without ending.
  mutating func keep(_ names: Set<String>) {
    found.removeAll { !names.contains(ImageFinder.stem($0.name)) }
    places = Dictionary(found.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads a file; names are relative to one of `folders`.
  mutating func add(_ file: String, folders: ImageFolders) throws {
    var reading = try KeyedLinesFile(file)
    while let line = try reading.next() {
      let caption = Caption(
        text: reading.isCut ? CutWords.joined(line.caption) : line.caption, language: language, role: source.role)
      if let place = places[line.image] {
        found[place].captions.append(caption)
      } else {
        places[line.image] = found.count
        found.append(Entry(name: line.image, folders: folders, origin: line.origin, captions: [caption]))
      }
    }
    skipped.add(reading.skipped)
  }

  func content() throws -> SourceContent {
    var images: [CaptionedImage] = []
    var skipped = skipped
    for entry in found {
      do throws(SkippedRecord) {
        let image = try ImageFinder.location(entry.name, in: entry.folders, origin: entry.origin)
        images.append(
          CaptionedImage(
            id: entry.name, image: image, split: CorpusSplit(named: split), captions: entry.captions,
            origin: entry.origin))
      } catch { skipped.add(error) }
    }
    return SourceContent(store: try ListedRecords(images), skipped: skipped, notes: notes)
  }
}

import Tensors

/// Files of lines that name a picture and say a caption; see `KeyedLine`. Lines of one picture are one record, wherever they stand.
struct KeyedLinesFormat: SourceFormat {
  let source: CorpusSource

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    guard let language = source.language else {
      throw CorpusError("\(path): the captions name no language; give the source's language, such as \"zh\"")
    }
    var reading = KeyedLinesReading(source: source, language: language)
    for file in try files(path) { try reading.add(file, folder: source.images ?? SourceFile.folder(of: file)) }
    return try reading.content()
  }

  /// Whether a text file's first line is one of these.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    let lines = String(decoding: bytes.dropFirst(ByteOrderMark.length(in: bytes)), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    return lines.first.map(String.init).map { isHeader($0) || KeyedLine($0) != nil } ?? false
  }

  /// The header of CLIP_benchmark's copies.
  static func isHeader(_ line: String) -> Bool { line == "image,caption" }
}

/// Records that keyed lines make up, in the order in which their pictures first appear.
struct KeyedLinesReading {
  private let source: CorpusSource
  private let language: String
  /// Pictures that are taken, without endings; nil for all.
  private let wanted: Set<String>?
  private var places: [String: Int] = [:]
  private var found: [(name: String, folder: String, origin: Origin, captions: [Caption])] = []
  private var problems = SkippedParts()

  init(source: CorpusSource, language: String, wanted: Set<String>? = nil) {
    self.source = source
    self.language = language
    self.wanted = wanted
  }

  /// Reads a file; names are relative to `folder`.
  mutating func add(_ file: String, folder: String) throws {
    var lines = try LineReader(OpenFile(path: file))
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text), !(line.number == 1 && KeyedLinesFormat.isHeader(line.text)) else { continue }
      let origin = Origin(file: file, line: line.number)
      guard let keyed = KeyedLine(line.text) else {
        problems.add(origin, "a line should hold a picture's name, a tab or a number behind “#”, and a caption")
        continue
      }
      guard wanted?.contains(PictureFinder.stem(keyed.picture)) ?? true else { continue }
      let caption = Caption(text: keyed.caption, language: language, role: source.role)
      if let place = places[keyed.picture] {
        found[place].captions.append(caption)
      } else {
        places[keyed.picture] = found.count
        found.append((keyed.picture, folder, origin, [caption]))
      }
    }
    problems.add(lines.skipped)
  }

  func content() throws -> SourceContent {
    var images: [CaptionedImage] = []
    var problems = problems
    for entry in found {
      do throws(CorpusProblem) {
        let picture = try PictureFinder.location(entry.name, in: entry.folder, origin: entry.origin)
        images.append(
          CaptionedImage(
            id: entry.name, picture: picture, split: .train, captions: entry.captions, origin: entry.origin))
      } catch { problems.add(error) }
    }
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }
}

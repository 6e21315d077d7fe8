/// One file of keyed lines, read line by line; or a table with the header `image,caption`, whose captions stand in quotation
/// marks where they hold commas, as Kaggle distributes Flickr8k.
struct KeyedLinesFile {
  struct Line {
    let image: String
    let caption: String
    let origin: Origin
  }

  /// Whether a program cut the captions' words apart.
  let isCut: Bool
  private(set) var skipped = SkippedRecords()
  private let path: String
  private var lines: LineReader
  private var rows: DelimitedReader?

  /// Looks through the file once to see how it is written.
  init(_ path: String) throws {
    self.path = path
    let file = try OpenFile(path: path)
    lines = try LineReader(file)
    let style = try KeyedLinesStyle(file)
    isCut = style.isCut
    rows = style.isTable ? try DelimitedReader(file, format: .csv) : nil
  }

  /// The next line that says something; nil at the end.
  mutating func next() throws -> Line? {
    if rows != nil { return try nextRow() }
    while let line = try lines.next() {
      guard CaptionFile.isText(line.text), !(line.number == 1 && KeyedLinesFormat.isHeader(line.text)) else { continue }
      let origin = Origin(file: path, line: line.number)
      if let keyed = KeyedLine(line.text) {
        return Line(image: keyed.image, caption: keyed.caption, origin: origin)
      }
      skipped.add(origin, "a line should hold an image's name, a tab or a number behind “#”, and a caption")
    }
    skipped.add(lines.skipped)
    return nil
  }

  private mutating func nextRow() throws -> Line? {
    while let row = try rows?.next() {
      let origin = Origin(file: path, line: row.line)
      if !row.bytes(0).isEmpty, CaptionFile.isText(row[1]) {
        return Line(image: row[0], caption: row[1], origin: origin)
      }
      skipped.add(origin, "the image's name or the caption is empty; the row was skipped")
    }
    if let rows { skipped.add(rows.skipped) }
    return nil
  }
}

/// How a file of keyed lines is written, as its lines together tell.
private struct KeyedLinesStyle {
  let isTable: Bool
  let isCut: Bool

  init(_ file: OpenFile) throws {
    var lines = try LineReader(file)
    var hasHeader = false
    // Captions as a table would write them, those that it would have to quote and that are not, and those in marks that it
    // would not need.
    var (quoted, bare, marked) = (0, 0, 0)
    var words: [String] = []
    while let line = try lines.next() {
      if line.number == 1, KeyedLinesFormat.isHeader(line.text) { hasHeader = true }
      guard let keyed = KeyedLine(line.text) else { continue }
      switch keyed.separator {
      case .comma where Self.isQuoted(keyed.caption):
        if keyed.caption.utf8.contains(UInt8(ascii: ",")) || keyed.caption.contains("\"\"") {
          quoted += 1
        } else {
          marked += 1
        }
      case .comma where keyed.caption.utf8.contains(UInt8(ascii: ",")): bare += 1
      case .space: words.append(keyed.caption)
      default: break
      }
    }
    isTable = hasHeader && quoted >= bare && quoted + marked > 0
    isCut = CutWords.isCut(words)
  }

  /// Whether a field of a table reads so: in quotation marks, those within doubled.
  private static func isQuoted(_ field: String) -> Bool {
    guard field.utf8.count >= 2, field.utf8.first == UInt8(ascii: "\""), field.utf8.last == UInt8(ascii: "\"") else {
      return false
    }
    let inner = String(decoding: field.utf8.dropFirst().dropLast(), as: UTF8.self)
    return !inner.replacing("\"\"", with: "").utf8.contains(UInt8(ascii: "\""))
  }
}

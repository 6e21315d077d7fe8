import Schema

/// How a table is written and its columns are found. What is nil is guessed from the first line.
public struct TableLayout: Sendable, Equatable {
  /// Whether a table's first line names its columns.
  public enum Header: String, RecipeWord {
    /// It does, but where columns are given by number and it holds none of the usual names.
    case automatic
    case present
    case absent
  }

  /// One ASCII character; where nil a tab, a comma, a semicolon or a bar, the first of them that the first line has.
  public var separator: Character?
  public var header = Header.automatic
  /// Whether quotation marks are characters as any other and every line is a row.
  public var isUnquoted = false
  /// The column with the image's file or address: its name, or its number from 0 on.
  public var imageColumn: String?
  /// The column with the caption.
  public var captionColumn: String?
  /// The column with the caption's language.
  public var languageColumn: String?
  /// The column with the image's split.
  public var splitColumn: String?
  /// The column that says how the caption came about, a `CaptionRole`.
  public var roleColumn: String?

  public init() {}

  /// The separator that a person writes as one character, as the word "tab" or as `\t`; nil for anything else.
  public static func separator(_ word: String) -> Character? {
    if word == "tab" || word == "\\t" { return "\t" }
    return word.count == 1 ? word.first : nil
  }

  /// A recipe's field for the separator: one character, or "tab".
  static func separator<Section>(_ property: WritableKeyPath<Section, Character?>) -> RecipeField<Section> {
    .value("separator", property) { (word: String?, path) throws(RecipeError) -> Character? in
      guard let word else { return nil }
      guard let separator = separator(word) else {
        throw path.error("should be one character or \"tab\", not \"\(word)\"")
      }
      return separator
    } writing: {
      $0.map { $0 == "\t" ? "tab" : String($0) }
    }
  }
}

extension TableLayout {
  /// The byte between fields: what the layout says, or what the first line has, whatever the file's name says: open_clip
  /// writes tabs into .csv files, and Kaggle's copy of Flickr30k bars.
  func separator(of file: OpenFile) throws -> UInt8 {
    if let separator {
      guard let byte = separator.asciiValue else {
        throw CorpusError("\(file.path): the separator “\(separator)” must be an ASCII character")
      }
      return byte
    }
    let start = try file.read(offset: 0, count: min(file.size, 1 << 16))
    let candidates = Array("\t,;|".utf8)
    let line = start.prefix { $0 != 0x0A && $0 != 0x0D }
    let outside = isUnquoted ? Array(line) : Self.outsideQuotes(line, separators: candidates)
    return candidates.first(where: outside.contains) ?? UInt8(ascii: ",")
  }

  /// The bytes of a line that stand in no quoted field; all of them where a quotation mark never closes.
  private static func outsideQuotes(_ line: ArraySlice<UInt8>, separators: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    var outside: [UInt8] = []
    var isQuoted = false
    for byte in line {
      let beginsField = outside.last.map(separators.contains) ?? true
      if byte == quote, isQuoted || beginsField || outside.last == quote {
        isQuoted.toggle()
        outside.append(byte)
      } else if !isQuoted {
        outside.append(byte)
      }
    }
    return isQuoted ? Array(line) : outside
  }

  /// Opens a table as it is laid out. Throws where there is nothing in it, or the separator cannot be one.
  func open(_ file: OpenFile) throws -> DelimitedReader {
    var format = DelimitedFormat(separator: try separator(of: file), isQuoted: !isUnquoted)
    format.hasHeader = try hasHeader(file, format)
    return try DelimitedReader(file, format: format)
  }

  private func hasHeader(_ file: OpenFile, _ format: DelimitedFormat) throws -> Bool {
    let queried = [imageColumn, captionColumn, languageColumn, splitColumn, roleColumn].compactMap { $0 }
    switch header {
    case .present: return true
    case .absent: return false
    case .automatic:
      guard !queried.isEmpty, queried.allSatisfy({ Self.number($0) != nil }) else { return true }
      var format = format
      format.hasHeader = false
      var rows = try DelimitedReader(file, format: format)
      let names = try rows.next()?.fields ?? []
      let usual = TableColumns.imageNames + TableColumns.captionNames
      return names.contains { usual.contains($0.withoutOuterSpace.lowercased()) || queried.contains($0) }
    }
  }

  /// The number that a column is given by; nil for a name.
  static func number(_ column: String) -> Int? {
    column.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(column) : nil
  }
}

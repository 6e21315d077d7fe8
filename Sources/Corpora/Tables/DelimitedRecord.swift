/// A record of a table and where it stands.
public struct DelimitedRecord: Sendable, Equatable {
  /// The byte of the file it begins at, and its bytes without the line end.
  public let offset: Int
  public let length: Int
  /// The line it begins on, counted from 1.
  public let line: Int
  /// Lines it stands on: more than one where a line ends within quotes.
  public let lineCount: Int
  /// Bytes of its first line with the line end; nil where it stands on one line.
  let firstLineLength: Int?

  private let storage: [UInt8]
  private let ends: [Int]

  /// The scanner's fields are valid UTF-8.
  init(_ scanner: DelimitedScanner, offset: Int, line: Int) {
    self.offset = offset
    self.line = line
    length = scanner.length
    lineCount = scanner.innerLines + 1
    firstLineLength = scanner.firstInnerLineEnd
    storage = scanner.storage
    ends = scanner.ends
  }

  /// Number of fields.
  public var count: Int { ends.count }

  /// A field's bytes, quotes resolved; valid UTF-8. `index` is in `0 ..< count`.
  public func bytes(_ index: Int) -> ArraySlice<UInt8> { storage[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

  /// A field as text. `index` is in `0 ..< count`.
  public subscript(index: Int) -> String { String(decoding: bytes(index), as: UTF8.self) }

  /// All fields as text.
  public var fields: [String] { (0..<count).map { self[$0] } }
}

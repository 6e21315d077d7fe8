import Glibc

/// A line of a text file and where it stands.
public struct TextLine: Sendable, Equatable {
  /// Without its line end.
  public let text: String
  /// Counted from 1.
  public let number: Int
  /// The byte of the file it begins at, and its bytes without the line end.
  public let offset: Int
  public let length: Int
}

/// Reads a UTF-8 text line by line in bounded memory, for JSON lines and plain captions.
///
/// Where a packed file is damaged, the rest is counted too, as many lines as it probably held. Lines end in LF or CRLF; the last may lack its end. A byte order mark is stepped over, empty lines are returned. Lines
/// that are too long or not UTF-8 are counted in `skipped` and skipped.
public struct LineReader: Sendable {
  /// Bytes of a line that are read at most.
  public static let defaultLimit = 64 << 20

  public private(set) var skipped = SkippedRecords()
  private let limit: Int
  private var window: FileWindow
  private var position: Int
  private var number = 0
  private var isAtEnd = false

  /// Throws `CorpusError` where the file cannot be read or is UTF-16.
  /// - Parameter limit: bytes of a line that are read at most.
  public init(_ file: OpenFile, limit: Int = Self.defaultLimit) throws {
    try self.init(file, limit: limit, chunk: 1 << 18)
  }

  init(_ file: OpenFile, limit: Int, chunk: Int) throws {
    self.limit = min(max(0, limit), Int.max - 1)
    window = FileWindow(file, chunk: chunk)
    position = try ByteOrderMark.length(in: file)
  }

  /// The next line, or nil at the file's end. Throws `CorpusError` where the system cannot read.
  public mutating func next() throws -> TextLine? {
    while let line = try nextBytes() {
      let origin = Origin(file: window.file.path, line: number)
      guard let bytes = line.bytes else {
        skipped.add(origin, "the line has more than \(limit) bytes and was skipped")
        continue
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        skipped.add(origin, "the line is not valid UTF-8 and was skipped")
        continue
      }
      return TextLine(text: text, number: number, offset: line.offset, length: bytes.count)
    }
    if !isAtEnd, let rest = window.file.lostRest(behind: number) { skipped.add(rest) }
    isAtEnd = true
    return nil
  }

  /// The next line's bytes; nil where they are too many.
  private mutating func nextBytes() throws -> (offset: Int, bytes: [UInt8]?)? {
    let offset = position
    var line: [UInt8] = []
    var isTooLong = false
    var isEnded = false
    while !isEnded {
      let consumed = try window.withBytes(from: position) { chunk in
        let end = Self.lineFeed(in: chunk)
        isEnded = end != nil
        let rest = UnsafeBufferPointer(rebasing: chunk[..<(end ?? chunk.count)])
        // One byte more than the limit may be the CR before the LF.
        isTooLong = isTooLong || line.count + rest.count > limit + 1
        if !isTooLong { line.append(contentsOf: rest) }
        return rest.count + (isEnded ? 1 : 0)
      }
      guard consumed > 0 else { break }
      position += consumed
    }
    // What damage cut off is no line; it counts with what follows it.
    guard position > offset, isEnded || window.file.damage == nil else { return nil }
    number += 1
    if isEnded, line.last == UInt8(ascii: "\r") { line.removeLast() }
    return (offset, isTooLong || line.count > limit ? nil : line)
  }

  private static func lineFeed(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}

/// Where a record, or one of its lines, stands in a text file: sixteen bytes.
struct TextSpan: Sendable, Equatable {
  let offset: Int
  /// Bytes without the line end.
  let length: UInt32
  /// The line it begins on, counted from 1.
  let line: UInt32

  init(offset: Int, length: Int, line: Int) {
    self.offset = offset
    self.length = UInt32(clamping: length)
    self.line = UInt32(clamping: line)
  }
}

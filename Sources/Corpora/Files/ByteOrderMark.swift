/// The bytes by which some programs say at a file's beginning how its text is encoded.
enum ByteOrderMark {
  /// Bytes to step over at the beginning of a UTF-8 text. Throws where the file says that it is UTF-16.
  static func length(in file: OpenFile) throws -> Int {
    let bytes = try file.read(offset: 0, count: min(3, file.size))
    if isUTF16(bytes) { throw CorpusError("\(file.path): the file is UTF-16 text; convert it to UTF-8 first") }
    return length(in: bytes)
  }

  /// Bytes to step over at the beginning of a text.
  static func length(in bytes: [UInt8]) -> Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
  }
}

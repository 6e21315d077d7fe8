/// What is wrong with a Base64 text and where.
public struct Base64Error: Error, Sendable, Equatable, CustomStringConvertible {
  /// Counted from 0 in the text's bytes.
  public let position: Int
  let problem: String

  public var description: String { "the Base64 text is damaged at byte \(position): \(problem)" }
}

/// Bytes written as letters (RFC 4648).
public enum Base64 {
  /// The bytes of a text in the standard or the URL-safe alphabet, with or without padding; line breaks are stepped over.
  ///
  /// Throws `Base64Error` for any other character, for text behind the padding, and where the end is missing.
  public static func decode(_ text: some Collection<UInt8>) throws -> [UInt8] {
    if let bytes = try text.withContiguousStorageIfAvailable({ try decode($0) }) { return bytes }
    return try Array(text).withUnsafeBufferPointer { try decode($0) }
  }

  private static func decode(_ text: UnsafeBufferPointer<UInt8>) throws -> [UInt8] {
    try table.withUnsafeBufferPointer { table in
      try [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { output, initialized in
        var decoder = Base64Decoder(text: text, table: table)
        try decoder.run(into: output)
        initialized = decoder.written
      }
    }
  }

  /// A character's value, or 64 for a line break, 65 for padding, 66 for anything else.
  private static let table: [UInt8] = {
    var table = [UInt8](repeating: Base64Decoder.foreign, count: 256)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8
    for (value, letter) in letters.enumerated() { table[Int(letter)] = UInt8(value) }
    for letter in "+-".utf8 { table[Int(letter)] = 62 }
    for letter in "/_".utf8 { table[Int(letter)] = 63 }
    for letter in "\r\n".utf8 { table[Int(letter)] = Base64Decoder.lineBreak }
    table[Int(UInt8(ascii: "="))] = Base64Decoder.padding
    return table
  }()
}

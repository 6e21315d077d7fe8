/// Base64 with padding (RFC 4648, section 4), as tiktoken's files have it.
enum Base64Text {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8: UInt32] = Dictionary(
    digits.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })

  /// `nil` where the text is no base64.
  static func bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
    var result: [UInt8] = []
    var bits: UInt32 = 0
    for (index, digit) in text.enumerated() {
      let isPadding = index >= text.count - padding
      guard let value = isPadding ? 0 : values[digit] else { return nil }
      bits = bits << 6 | value
      if index % 4 == 3 {
        result += [
          UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits),
        ]
        bits = 0
      }
    }
    result.removeLast(padding)
    return result
  }
}

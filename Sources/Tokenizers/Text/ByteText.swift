/// Bytes of a token as people can read them.
enum ByteText {
  /// The text where the bytes are whole characters that can be seen, with ▁ for a space, else every byte as `<0xE4>`.
  static func shown(_ bytes: some Collection<UInt8>) -> String {
    guard let text = String(validating: bytes, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return bytes.map { "<0x\(hexadecimal($0))>" }.joined() }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == " " ? "▁" : $0 }))
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }
}

import Files

/// Bytes of a token as people can read them.
enum ByteText {
  /// The text where the bytes are whole characters that can be seen, with ▁ for a space, else every byte as `<0xE4>`.
  static func shown(_ bytes: some Collection<UInt8>) -> String {
    guard let text = String(validating: bytes, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return bytes.map { "<0x\(Hexadecimal.text($0, uppercase: true))>" }.joined() }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == " " ? "▁" : $0 }))
  }
}

/// Text that a terminal shows and does not obey.
public enum PrintableText {
  /// The text with U+FFFD for every control character but line break and tab.
  ///
  /// What a person's file holds may stand in what a command prints: names, captions, tokens. An escape sequence among it would
  /// move the cursor, recolour, or change the window's title.
  public static func of(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 ? scalar != "\n" && scalar != "\t" : (0x7F...0x9F).contains(scalar.value)
  }
}

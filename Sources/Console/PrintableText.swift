/// Text that a terminal shows and does not obey.
public enum PrintableText {
  /// The text with U+FFFD for every control character but line break and tab.
  ///
  /// What a person's file holds may stand in what a command prints: names, captions, tokens. An escape sequence among it would
  /// move the cursor, recolor, or change the window's title.
  ///
  /// - Parameter keepsLines: false replaces line breaks and tabs too, for a name that stands within a sentence.
  public static func of(_ text: String, keepsLines: Bool = true) -> String {
    func isHidden(_ scalar: Unicode.Scalar) -> Bool {
      if keepsLines, scalar == "\n" || scalar == "\t" { return false }
      return scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isHidden($0) ? "\u{FFFD}" : $0 }))
  }
}

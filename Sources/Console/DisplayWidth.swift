/// How many terminal columns a text takes.
public enum DisplayWidth {
  /// Columns of a whole text; line breaks and control characters take none.
  public static func of(_ text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + of($1) }
  }

  /// Columns of one user-perceived character: 0, 1 or 2.
  public static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    // Emoji sequences are drawn as one wide image; U+FE0F asks for that form. Conjuncts of other scripts add up.
    let isEmoji = scalars.first?.properties.isEmojiPresentation == true || scalars.contains("\u{FE0F}")
    return isEmoji && scalars.count > 1 ? 2 : scalars.reduce(0) { $0 + width(of: $1) }
  }

  /// `text` followed by spaces up to `columns`.
  public static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - of(text)))
  }

  /// The longest beginning of `text` that fits in `columns`, with "…" in place of what was cut.
  public static func truncated(_ text: String, to columns: Int) -> String {
    guard of(text) > columns else { return text }
    var kept = ""
    var used = 1
    for character in text {
      used += of(character)
      if used > columns { break }
      kept.append(character)
    }
    return columns < 1 ? "" : kept + "…"
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// Wide and full-width blocks of Unicode Standard Annex #11, joined where unassigned gaps do no harm.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
  ]
}

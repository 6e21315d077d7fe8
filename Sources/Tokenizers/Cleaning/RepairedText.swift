/// Text as the Python package ftfy (Speer 2019, version 6.3) leaves it with `fix_text` and its defaults, but for one step: text that
/// was decoded with a wrong encoding (“mojibake”, as `cafÃ©`) stays as it is. How that is told is a statistic of the package's own.
enum RepairedText {
  /// Decodes HTML's entities up to the first line that holds a `<`, gives controls of ISO 8859-1 their characters of Windows 1252, takes
  /// ligatures apart, gives full-width and half-width characters their usual width, straightens quotes, makes line breaks one
  /// kind, drops terminal escapes and controls, composes (normal form C); and all again until nothing changes.
  static func of(_ text: Scalars) -> Scalars {
    guard text.contains(where: mayChange) else { return text }
    var result = Scalars()
    result.reserveCapacity(text.count)
    var decodesEntities = true
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.count
      let line = Scalars(text[start..<end])
      if line.contains(0x3C) { decodesEntities = false }
      result += repaired(line, decodesEntities: decodesEntities)
      start = end
    }
    return result
  }

  /// Passes over one line. Each takes one level of `&amp;amp;…` away; nobody writes as many.
  private static let passes = 64

  private static func mayChange(_ scalar: UInt32) -> Bool {
    scalar >= 0x7F || scalar == 0x26 || (scalar < 0x20 && scalar != 0x0A && scalar != 0x09)
  }

  private static func repaired(_ line: Scalars, decodesEntities: Bool) -> Scalars {
    var text = line
    for _ in 0..<passes {
      let before = text
      if decodesEntities { text = HTMLEntities.decodedWithSemicolon(text) }
      text = withoutControls(withUnixLines(replaced(text)))
      text = UnicodeText.normalized(text, .composed)
      if text == before { break }
    }
    return text
  }

  /// Characters that stand for others, one by one.
  private static func replaced(_ text: Scalars) -> Scalars {
    guard text.contains(where: { $0 >= 0x80 }) else { return text }
    var result = Scalars()
    result.reserveCapacity(text.count)
    for scalar in text {
      switch scalar {
      case ..<0x80: result.append(scalar)
      case ..<0xA0: result.append(Windows1252.scalar(UInt8(truncatingIfNeeded: scalar)))
      case 0x02BC, 0x2018...0x201B: result.append(0x27)
      case 0x201C...0x201F: result.append(0x22)
      case 0x3000: result.append(0x20)
      case 0xFF01...0xFFEF: result += UnicodeText.compatible(scalar)
      default:
        if let letters = ligatures[scalar] { result += letters } else { result.append(scalar) }
      }
    }
    return result
  }

  /// Ligatures of Latin letters and digraphs that are one character for the sake of other encodings. What they become may be replaced
  /// again: `ŉ` an apostrophe and an n.
  private static let ligatures: [UInt32: Scalars] = Dictionary(
    [
      ("Ĳ", "IJ"), ("ĳ", "ij"), ("ŉ", "'n"), ("Ǳ", "DZ"), ("ǲ", "Dz"), ("ǳ", "dz"), ("Ǆ", "DŽ"), ("ǅ", "Dž"),
      ("ǆ", "dž"),
      ("Ǉ", "LJ"), ("ǈ", "Lj"), ("ǉ", "lj"), ("Ǌ", "NJ"), ("ǋ", "Nj"), ("ǌ", "nj"), ("ﬀ", "ff"), ("ﬁ", "fi"),
      ("ﬂ", "fl"),
      ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬅ", "ſt"), ("ﬆ", "st"),
    ].map { ($0 as Unicode.Scalar, $1 as String) }.map { ($0.value, UnicodeText.scalars($1)) },
    uniquingKeysWith: { first, _ in first })

  /// CR LF, CR and the separators of lines and paragraphs as LF.
  private static func withUnixLines(_ text: Scalars) -> Scalars {
    guard text.contains(where: { $0 == 0x0D || $0 == 0x2028 || $0 == 0x2029 || $0 == 0x85 }) else { return text }
    var result = Scalars()
    for (place, scalar) in text.enumerated() {
      switch scalar {
      case 0x0D: if place + 1 >= text.count || text[place + 1] != 0x0A { result.append(0x0A) }
      case 0x85, 0x2028, 0x2029: result.append(0x0A)
      default: result.append(scalar)
      }
    }
    return result
  }

  /// Without `ESC [ 1 ; 2 m` and the like, and without characters that show nothing and mean nothing in a caption.
  private static func withoutControls(_ text: Scalars) -> Scalars {
    guard text.contains(where: isDropped) else { return text }
    var result = Scalars()
    var place = 0
    while place < text.count {
      if let end = escapeEnd(text, place) {
        place = end
      } else {
        if !isDropped(text[place]) { result.append(text[place]) }
        place += 1
      }
    }
    return result
  }

  private static func escapeEnd(_ text: Scalars, _ start: Int) -> Int? {
    guard text[start] == 0x1B, start + 1 < text.count, text[start + 1] == 0x5B else { return nil }
    var place = start + 2
    while place < text.count, text[place] == 0x3B || CharacterClass.isDecimalDigit(text[place]) { place += 1 }
    guard place < text.count, text[place] < 0x80, CharacterClass.isLetter(text[place]) else { return nil }
    return place + 1
  }

  private static func isDropped(_ scalar: UInt32) -> Bool {
    switch scalar {
    case ..<0x09, 0x0B, 0x0E..<0x20, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: true
    default: false
    }
  }
}

/// What the bytes 0x80…0x9F are in Windows 1252, and in HTML for its numbers.
enum Windows1252 {
  private static let table: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
  ]

  /// The code point of a byte; bytes below 0x80, from 0xA0 on, and those that have no character stay their own number.
  static func scalar(_ byte: UInt8) -> UInt32 {
    (0x80..<0xA0).contains(byte) ? table[Int(byte) - 0x80] : UInt32(byte)
  }
}

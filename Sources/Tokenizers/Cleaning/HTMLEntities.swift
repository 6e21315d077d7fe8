/// References to characters as HTML writes them: `&amp;`, `&#8217;`, `&#x2019;`.
enum HTMLEntities {
  private static let ampersand: UInt32 = 0x26
  private static let semicolon: UInt32 = 0x3B

  /// As Python's `html.unescape`, which follows the HTML standard: a name may lack its semicolon where the standard has it so, and then
  /// begins a longer word (`&notit` is `¬it`).
  static func decoded(_ text: Scalars) -> Scalars {
    replacing(text) { start in number(text, start) ?? name(text, start) }
  }

  /// As ftfy decodes them, which must be sure: with a semicolon alone, and names of small letters in capitals too (`&EACUTE;`).
  static func decodedWithSemicolon(_ text: Scalars) -> Scalars {
    replacing(text) { start in
      var end = start + 1
      let isNumber = end < text.count && text[end] == 0x23
      if isNumber { end += 1 }
      let word = end
      while end < text.count, end - word < 24, isASCIIAlphanumeric(text[end]) { end += 1 }
      guard end > word, end < text.count, text[end] == semicolon else { return nil }
      let reference = Scalars(text[start...end])
      guard isNumber else { return known(reference).map { ($0, end + 1) } }
      let found = decoded(reference)
      return found.contains(semicolon) ? nil : (found, end + 1)
    }
  }

  /// Replaces what `body` finds at an ampersand: the characters and where to go on.
  private static func replacing(_ text: Scalars, _ body: (Int) -> (Scalars, Int)?) -> Scalars {
    guard text.contains(ampersand) else { return text }
    var result = Scalars()
    result.reserveCapacity(text.count)
    var place = 0
    while place < text.count {
      if text[place] == ampersand, let (characters, end) = body(place) {
        result += characters
        place = end
      } else {
        result.append(text[place])
        place += 1
      }
    }
    return result
  }

  private static func number(_ text: Scalars, _ start: Int) -> (Scalars, Int)? {
    guard start + 2 < text.count, text[start + 1] == 0x23 else { return nil }
    let isHexadecimal = text[start + 2] | 0x20 == 0x78
    let first = start + (isHexadecimal ? 3 : 2)
    var end = first
    var value: UInt32 = 0
    while end < text.count, let digit = digit(text[end], isHexadecimal) {
      value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x11_0000)
      end += 1
    }
    guard end > first else { return nil }
    if end < text.count, text[end] == semicolon { end += 1 }
    return (characters(of: value), end)
  }

  private static func digit(_ scalar: UInt32, _ isHexadecimal: Bool) -> UInt32? {
    switch scalar {
    case 0x30...0x39: scalar - 0x30
    case 0x41...0x46, 0x61...0x66: isHexadecimal ? (scalar | 0x20) - 0x57 : nil
    default: nil
    }
  }

  /// What a number stands for: Windows 1252 below 0xA0, nothing for controls and for code points that are no characters.
  private static func characters(of number: UInt32) -> Scalars {
    switch number {
    case 0, 0xD800...0xDFFF, 0x11_0000...: [0xFFFD]
    case 0x0D: [0x0D]
    case 0x80...0x9F: [Windows1252.scalar(UInt8(truncatingIfNeeded: number))]
    case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0xFDD0...0xFDEF: []
    default: number & 0xFFFE == 0xFFFE ? [] : [number]
    }
  }

  private static let longestName = 32

  private static func name(_ text: Scalars, _ start: Int) -> (Scalars, Int)? {
    var end = start + 1
    while end < text.count, end - start <= longestName, !endsName(text[end]) { end += 1 }
    guard end > start + 1 else { return nil }
    if end < text.count, text[end] == semicolon { end += 1 }
    // One letter names nothing.
    for stop in stride(from: end, through: start + 3, by: -1) {
      let word = text[(start + 1)..<stop]
      guard word.allSatisfy({ $0 < 0x80 }), let found = HTMLEntityTable.byName[String(ascii: word)] else { continue }
      return (found, stop)
    }
    return nil
  }

  private static func endsName(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x09, 0x0A, 0x0C, 0x20, 0x3C, ampersand, 0x23, semicolon: true
    default: false
    }
  }

  private static func isASCIIAlphanumeric(_ scalar: UInt32) -> Bool {
    scalar < 0x80 && (CharacterClass.isLetter(scalar) || CharacterClass.isNumber(scalar))
  }

  /// The characters of `&name;`, whole.
  private static func known(_ reference: Scalars) -> Scalars? {
    let name = String(ascii: reference.dropFirst())
    if let found = HTMLEntityTable.byName[name] { return found }
    // Capitals mean the small letters' entity where they mean nothing themselves, not even in their first letters.
    guard name == name.uppercased(), let small = HTMLEntityTable.byName[name.lowercased()],
      decoded(reference) == reference
    else { return nil }
    return PythonText.uppercased(small)
  }
}

extension String {
  /// Of code points below 0x80.
  fileprivate init(ascii scalars: some Sequence<UInt32>) {
    self.init(decoding: scalars.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
  }
}

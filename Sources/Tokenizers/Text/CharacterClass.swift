import CICU

/// What the rules of words ask about a code point, 0…0x10FFFF.
enum CharacterClass {
  /// Unicode's property White_Space.
  @inline(__always)
  static func isSpace(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 0x20 || (0x09...0x0D).contains(scalar) }
    return switch scalar {
    case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// General category L.
  @inline(__always)
  static func isLetter(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return (0x61...0x7A).contains(scalar | 0x20) }
    return mask(scalar) & letters != 0
  }

  /// General category N.
  @inline(__always)
  static func isNumber(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return (0x30...0x39).contains(scalar) }
    return mask(scalar) & numbers != 0
  }

  /// General category P, and ASCII's symbols such as $ and +, as BERT takes them.
  @inline(__always)
  static func isPunctuation(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 {
      return switch scalar {
      case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
      default: false
      }
    }
    return mask(scalar) & punctuation != 0
  }

  /// ASCII's marks and symbols, Python's `string.punctuation`.
  static func isASCIIPunctuation(_ scalar: UInt32) -> Bool { scalar < 0x80 && isPunctuation(scalar) }

  /// General category Nd.
  static func isDecimalDigit(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return (0x30...0x39).contains(scalar) }
    return mask(scalar) & bits(U_DECIMAL_DIGIT_NUMBER) != 0
  }

  /// General category Co.
  static func isPrivateUse(_ scalar: UInt32) -> Bool {
    scalar >= 0xE000 && mask(scalar) & bits(U_PRIVATE_USE_CHAR) != 0
  }

  /// General categories Cc, Cf and Co.
  @inline(__always)
  static func isControl(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar < 0x20 || scalar == 0x7F }
    return mask(scalar) & controls != 0
  }

  /// General category Mn: accents, vowel signs and the like that take no room of their own.
  @inline(__always)
  static func isAccent(_ scalar: UInt32) -> Bool {
    scalar >= 0x300 && mask(scalar) & accents != 0
  }

  /// General categories L, M and N: what words are made of.
  static func isWordPart(_ scalar: UInt32) -> Bool { mask(scalar) & wordParts != 0 }

  /// General category M.
  static func isMark(_ scalar: UInt32) -> Bool { mask(scalar) & marks != 0 }

  /// The blocks of ideographs that BERT's multilingual and Chinese vocabularies take apart.
  @inline(__always)
  static func isIdeograph(_ scalar: UInt32) -> Bool {
    guard scalar >= 0x3400 else { return false }
    return switch scalar {
    case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B820...0x2CEAF,
      0xF900...0xFAFF, 0x2F800...0x2FA1F:
      true
    default: false
    }
  }

  private static func mask(_ scalar: UInt32) -> UInt32 {
    1 << UInt32(truncatingIfNeeded: clippo_icu_general_category(Int32(bitPattern: scalar)))
  }

  private static func bits(_ categories: UCharCategory...) -> UInt32 {
    categories.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  private static let letters = bits(
    U_UPPERCASE_LETTER, U_LOWERCASE_LETTER, U_TITLECASE_LETTER, U_MODIFIER_LETTER, U_OTHER_LETTER)
  private static let numbers = bits(U_DECIMAL_DIGIT_NUMBER, U_LETTER_NUMBER, U_OTHER_NUMBER)
  private static let punctuation = bits(
    U_DASH_PUNCTUATION, U_START_PUNCTUATION, U_END_PUNCTUATION, U_CONNECTOR_PUNCTUATION, U_OTHER_PUNCTUATION,
    U_INITIAL_PUNCTUATION, U_FINAL_PUNCTUATION)
  private static let controls = bits(U_CONTROL_CHAR, U_FORMAT_CHAR, U_PRIVATE_USE_CHAR)
  private static let marks = bits(U_NON_SPACING_MARK, U_ENCLOSING_MARK, U_COMBINING_SPACING_MARK)
  private static let wordParts = letters | numbers | marks
  private static let accents = bits(U_NON_SPACING_MARK)
}

import CICU

/// What ICU knows about one code point.
enum CodePoint {
  /// Unicode's category L.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    letters.contains(category(scalar))
  }

  static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
    numbers.contains(category(scalar))
  }

  static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
    category(scalar) == Int32(U_NON_SPACING_MARK.rawValue)
  }

  static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
    clippo_icu_script(Int32(scalar.value)) == Int32(USCRIPT_HAN.rawValue)
  }

  /// Kills a consonant's vowel and, in most scripts, ties the next consonant to it.
  static func isVirama(_ scalar: Unicode.Scalar) -> Bool {
    clippo_icu_combining_class(Int32(scalar.value)) == 9
  }

  /// The script's ISO 15924 code, "Zyyy" for what all scripts use and "Zinh" for marks of any script.
  static func script(_ scalar: Unicode.Scalar) -> String {
    clippo_icu_script_name(clippo_icu_script(Int32(scalar.value))).map { String(cString: $0) } ?? "Zzzz"
  }

  private static let letters = Int32(U_UPPERCASE_LETTER.rawValue)...Int32(U_OTHER_LETTER.rawValue)
  private static let numbers = Int32(U_DECIMAL_DIGIT_NUMBER.rawValue)...Int32(U_OTHER_NUMBER.rawValue)

  private static func category(_ scalar: Unicode.Scalar) -> Int32 {
    clippo_icu_general_category(Int32(scalar.value))
  }
}

import CICU

/// Scripts that are written without spaces between words, so that their characters are counted.
enum UnspacedScripts {
  /// Han, kana, bopomofo and Yi; the scripts whose lines ICU breaks by dictionaries (UAX #14, class SA); Tibetan, whose mark stands between
  /// syllables; Javanese and Balinese. Korean has spaces.
  private static let scripts: Set<Int32> = Set(
    [
      USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_BOPOMOFO, USCRIPT_YI, USCRIPT_THAI, USCRIPT_LAO,
      USCRIPT_KHMER, USCRIPT_MYANMAR, USCRIPT_TAI_LE, USCRIPT_NEW_TAI_LUE, USCRIPT_LANNA, USCRIPT_TAI_VIET,
      USCRIPT_AHOM, USCRIPT_TIBETAN, USCRIPT_JAVANESE, USCRIPT_BALINESE,
    ].map { Int32($0.rawValue) })

  /// Below the first of them.
  private static let first: UInt32 = 0x0E00

  /// Whether a code point is a letter, a mark or a digit of such a script; ー, which several of them share, is.
  static func contain(_ scalar: UInt32) -> Bool {
    guard scalar >= first, CharacterClass.isWordPart(scalar) else { return false }
    let script = clippo_icu_script(Int32(bitPattern: scalar))
    guard script == Int32(USCRIPT_COMMON.rawValue) || script == Int32(USCRIPT_INHERITED.rawValue) else {
      return scripts.contains(script)
    }
    return withUnsafeTemporaryAllocation(of: UScriptCode.self, capacity: 16) { room in
      let count = clippo_icu_script_extensions(Int32(bitPattern: scalar), room.baseAddress, 16)
      return (0..<Int(count)).contains { scripts.contains(Int32(room[$0].rawValue)) }
    }
  }
}

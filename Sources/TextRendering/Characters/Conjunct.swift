import CICU

/// Unicode's property Indic_Conjunct_Break: what a character does in a conjunct of consonants, which rule GB9c of UAX #29 keeps in
/// one cluster. ICU has it since 76; here it follows, as Unicode 16.0 defines it, from properties that ICU 72 has too, so that
/// clusters do not depend on ICU's version.
enum Conjunct: UInt64 {
  case none, consonant, extend, linker

  /// - Parameters:
  ///   - script: ICU's script code.
  ///   - grapheme: ICU's `UGraphemeClusterBreak`.
  init(of scalar: UInt32, script: Int32, grapheme: Int32) {
    let syllabic = clippo_icu_property(Int32(bitPattern: scalar), Int32(UCHAR_INDIC_SYLLABIC_CATEGORY.rawValue))
    let forms = Self.scripts.contains(script)
    if forms, syllabic == Int32(U_INSC_VIRAMA.rawValue) {
      self = .linker
    } else if forms, syllabic == Int32(U_INSC_CONSONANT.rawValue) {
      self = .consonant
    } else {
      let nonJoiner: UInt32 = 0x200C
      let extends = [U_GCB_EXTEND, U_GCB_ZWJ].map { Int32($0.rawValue) }.contains(grapheme)
      self = extends && scalar != nonJoiner ? .extend : .none
    }
  }

  private static let scripts: Set<Int32> = Set(
    [USCRIPT_BENGALI, USCRIPT_DEVANAGARI, USCRIPT_GUJARATI, USCRIPT_MALAYALAM, USCRIPT_ORIYA, USCRIPT_TELUGU].map {
      Int32($0.rawValue)
    })
}

import CICU

extension TextRenderer {
  /// The first letters of every script that the fonts draw, in the order of Unicode's code points.
  ///
  /// Throws where a font file is broken.
  public func scriptSamples(length: Int = 10) throws -> [(script: String, letters: String)] {
    let language = try languageFonts("und")
    let letters = Int32(U_UPPERCASE_LETTER.rawValue)...Int32(U_OTHER_LETTER.rawValue)
    var order: [UInt8] = []
    var samples: [UInt8: String.UnicodeScalarView] = [:]
    for scalar in UInt32(0x41)...0x323AF {
      let script = table[scalar].script
      guard script > ScriptCode.inherited.value, (samples[script]?.count ?? 0) < length,
        letters.contains(clippo_icu_general_category(Int32(bitPattern: scalar))), let letter = Unicode.Scalar(scalar),
        try language.font(for: scalar, script: script) != LanguageFonts.none
      else { continue }
      if samples[script] == nil { order.append(script) }
      samples[script, default: String.UnicodeScalarView()].append(letter)
    }
    return order.map { (ScriptCode(value: $0).iso, String(samples[$0] ?? String.UnicodeScalarView())) }
  }
}

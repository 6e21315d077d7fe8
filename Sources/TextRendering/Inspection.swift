import CICU

/// How text is laid out to be looked at rather than trained on. None of it is part of a renderer's contract: a model never
/// reads pages drawn with anything but the defaults.
public struct Inspection: Sendable, Hashable {
  /// The direction of a paragraph.
  public enum Base: Int32, Sendable, CaseIterable {
    /// That of its first strong character (UAX #9, rules P2 and P3).
    case automatic = -1
    case leftToRight = 0
    case rightToLeft = 1
  }

  public var base: Base
  /// Pixels a line may be long, at most the page's; nil takes the page's.
  public var lineLength: Int?
  /// Whether dumps give positions in unrounded font units, as `hb-shape` does; lines then end at line ends only.
  public var usesFontUnits: Bool

  public init(base: Base = .automatic, lineLength: Int? = nil, usesFontUnits: Bool = false) {
    self.base = base
    self.lineLength = lineLength
    self.usesFontUnits = usesFontUnits
  }
}

extension TextRenderer {
  /// What `breaks` looks for.
  public enum Boundary: String, Sendable, CaseIterable {
    /// Where a line may or must end (UAX #14), the end included.
    case line
    /// Where a grapheme cluster starts (UAX #29), and the end.
    case grapheme
    /// Where a word or what stands between words starts (UAX #29, with dictionaries), and the end.
    case word
  }

  /// Boundaries of a caption, as numbers of its code points as it was given, by the rules of its language. Throws where ICU's
  /// data is missing or the caption is longer than 16 MiB.
  public func breaks(in caption: String, at boundary: Boundary, language: String = "und") throws -> [Int] {
    let numbers = CodePointNumbers(caption)
    var found: [Int] = []
    try withNormalizedText(of: caption) { text in
      for index in try breaks(in: text, at: boundary, language: language) {
        let number = numbers[Int(text.sources[index])]
        // Normalization may have put a boundary inside of what was one code point.
        if number != found.last { found.append(number) }
      }
    }
    return found
  }

  /// The same as indexes into the text.
  private func breaks(in text: NormalizedText, at boundary: Boundary, language: String) throws -> [Int] {
    guard text.count > 0 else { return [] }
    let clusters = clusterFinder.find(text)
    func indexes(_ marks: ScratchView<Bool>) -> [Int] { (0..<text.count).filter { marks[$0] } + [text.count] }
    switch boundary {
    case .grapheme: return indexes(clusters.starts)
    case .line: return indexes(try lineBreaker.find(in: clusters, by: languageFonts(language).lineBreaks).before)
    case .word: return try wordBreaks(in: text, locale: LanguageTag(language).locale)
    }
  }

  /// Word boundaries (UAX #29) by ICU's iterator with its dictionaries, by the rules of a locale: Finnish and Swedish words, say,
  /// hold colons. Layout does not need them, people do.
  private func wordBreaks(in text: NormalizedText, locale: String) throws -> [Int] {
    guard let breaker = clippo_icu_word_breaker(locale) else {
      throw RenderingError("ICU's word breaking data cannot be opened: install libicu again.")
    }
    defer { clippo_icu_close_breaker(breaker) }
    guard clippo_icu_break_text(breaker, text.utf16.start, Int32(text.utf16.count)) != 0 else {
      throw RenderingError("ICU cannot break words in a caption of \(text.utf16.count) UTF-16 units.")
    }
    var found = [0]
    var index = 0
    var unit = 0
    while true {
      let boundary = Int(clippo_icu_next_break(breaker))
      guard boundary >= 0 else { return found }
      while unit < boundary, index < text.count {
        unit += text.scalars[index] > 0xFFFF ? 2 : 1
        index += 1
      }
      found.append(index)
    }
  }

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

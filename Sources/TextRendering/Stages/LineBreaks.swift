import CICU

/// Where lines may break.
struct LineBreaks {
  /// Whether a line may, or must, break before a code point; never inside a grapheme cluster unless it must.
  let before: ScratchView<Bool>
}

/// Stage 7: where lines may and must break (UAX #14): by pairs of classes where the text is plain, else by ICU.
struct LineBreaker {
  private let breaks = ScratchBuffer<Bool>(capacity: 1024)

  func find(in clusters: GraphemeClusters, by rules: LineBreakRules) throws -> LineBreaks {
    if let plain = findPlain(in: clusters) { return plain }
    return try findByICU(in: clusters, by: rules)
  }

  /// Breaks of plain text: letters, digits, ideographs, single spaces, commas and full stops, where the classes of two
  /// neighbors decide (UAX #14, rules LB7, 9, 13, 18, 23, 25, 28, 29 and 31). It is most of all captions, and ICU's iterator
  /// takes several times as long for the same answer. Nil where the text is not plain.
  func findPlain(in clusters: GraphemeClusters) -> LineBreaks? {
    let text = clusters.text
    guard isPlain(text) else { return nil }
    breaks.restart(room: text.count)
    breaks.count = text.count
    let breaks = breaks.start
    PlainBreakClass.breaks.withUnsafeBufferPointer { table in
      var before = PlainBreakClass.other.rawValue
      for index in 0..<text.count {
        let after = kind(text, index)
        breaks[index] = table[Int(before)] >> UInt8(after) & 1 != 0 && clusters.starts[index]
        if after != PlainBreakClass.mark.rawValue { before = after }
      }
    }
    return LineBreaks(before: self.breaks.view)
  }

  @inline(__always)
  private func kind(_ text: NormalizedText, _ index: Int) -> UInt64 {
    text.properties[index] >> CharacterProperties.plainBreakShift & 7
  }

  /// A mark without a character before it, and punctuation behind a space, follow rules beyond pairs.
  private func isPlain(_ text: NormalizedText) -> Bool {
    var before = PlainBreakClass.space.rawValue
    for index in 0..<text.count {
      let current = kind(text, index)
      if current == PlainBreakClass.other.rawValue { return false }
      if current >= PlainBreakClass.separator.rawValue, before == PlainBreakClass.space.rawValue { return false }
      before = current
    }
    return true
  }

  /// Breaks of any text, by ICU's iterator with the rules of a language and its dictionaries for Thai, Lao, Khmer and Burmese.
  func findByICU(in clusters: GraphemeClusters, by rules: LineBreakRules) throws -> LineBreaks {
    let text = clusters.text
    clear(text.count)
    let hasPairs = text.allProperties & CharacterProperties.isSupplementary != 0
    var index = 0
    var unit = 0
    try rules.forEachBreak(in: text.utf16) { boundary, isHard in
      if hasPairs {
        while unit < boundary, index < text.count {
          unit += text.scalars[index] > 0xFFFF ? 2 : 1
          index += 1
        }
      } else {
        index = boundary
      }
      if index < text.count, isHard || clusters.starts[index] { breaks[index] = true }
    }
    return LineBreaks(before: breaks.view)
  }

  /// Never inlined, so that no throwing function ends in a fill (see `BidiResolver.setLevels`).
  @inline(never)
  private func clear(_ count: Int) {
    breaks.restart(room: count)
    breaks.count = count
    breaks.start.update(repeating: false, count: count)
  }
}

/// Line break class of a character where a pair of classes decides.
enum PlainBreakClass: UInt64 {
  /// Anything else: the whole caption is left to ICU.
  case other
  /// Letters (AL, HL).
  case letter
  /// U+0020.
  case space
  /// Digits (NU).
  case digit
  /// Ideographs and Hangul syllables (ID, H2, H3).
  case ideograph
  /// Commas, full stops, colons (IS).
  case separator
  /// Combining marks (CM), which belong to the character before.
  case mark

  init(of scalar: UInt32) {
    let value = clippo_icu_property(Int32(bitPattern: scalar), Int32(UCHAR_LINE_BREAK.rawValue))
    switch ULineBreak(rawValue: UInt32(bitPattern: value)) {
    case U_LB_ALPHABETIC, U_LB_HEBREW_LETTER: self = .letter
    case U_LB_SPACE: self = .space
    case U_LB_NUMERIC: self = .digit
    case U_LB_IDEOGRAPHIC, U_LB_H2, U_LB_H3: self = .ideograph
    case U_LB_INFIX_NUMERIC: self = .separator
    case U_LB_COMBINING_MARK: self = .mark
    default: self = .other
    }
  }

  /// Row: the class before, column: the class after; bit set where a line may break between them. Before the first character
  /// stands `other`.
  static let breaks: [UInt8] = {
    var rows = [UInt8](repeating: 0, count: 8)
    func bit(_ value: PlainBreakClass) -> UInt8 { 1 << UInt8(value.rawValue) }
    rows[Int(space.rawValue)] = bit(.letter) | bit(.digit) | bit(.ideograph)
    rows[Int(ideograph.rawValue)] = bit(.letter) | bit(.digit) | bit(.ideograph)
    for before in [letter, digit, separator] { rows[Int(before.rawValue)] = bit(.ideograph) }
    return rows
  }()
}

/// ICU's line break iterator with the rules of one language.
final class LineBreakRules {
  /// The locale whose rules ICU took: `root`, or one that it tailors, such as `zh`.
  let locale: String
  private let breaker: OpaquePointer

  /// - Parameter locale: as ICU writes it, such as `zh_Hant`; ICU falls back to the root's rules.
  ///
  /// Throws where ICU's data is not installed.
  init(locale: String) throws {
    guard let breaker = clippo_icu_line_breaker(locale) else {
      throw RenderingError("ICU's line breaking data cannot be opened: install libicu again.")
    }
    self.breaker = breaker
    self.locale = clippo_icu_breaker_locale(breaker).map { String(cString: $0) } ?? "root"
  }

  deinit { clippo_icu_close_breaker(breaker) }

  /// Calls `body` with every place after the first where a line may break, the text's end included, in UTF-16 units.
  @inline(__always)
  func forEachBreak(in utf16: ScratchView<UInt16>, _ body: (_ boundary: Int, _ isHard: Bool) -> Void) throws {
    guard utf16.count > 0 else { return }
    guard clippo_icu_break_text(breaker, utf16.start, Int32(utf16.count)) != 0 else {
      throw RenderingError("ICU cannot break lines in a caption of \(utf16.count) UTF-16 units.")
    }
    while true {
      let boundary = clippo_icu_next_break(breaker)
      if boundary < 0 { return }
      body(Int(boundary), clippo_icu_break_is_hard(breaker) != 0)
    }
  }
}

/// One iterator for all languages that ICU gives the same rules. Most take the root's. In Chinese a line may end before “ and
/// after ” between ideographs; in Japanese, in ICU 76 in Korean too, one may begin with a small kana or a prolonged sound mark.
/// These are ICU's defaults for those languages, neither its loose nor its strict rules.
final class LineBreakRuleSet {
  private let root: LineBreakRules
  /// Those of locales that ICU tailors.
  private var tailored: [String: LineBreakRules] = [:]

  /// Throws where ICU's data is not installed.
  init() throws {
    root = try LineBreakRules(locale: "")
  }

  /// Throws where ICU's data is not installed.
  func rules(for tag: LanguageTag) throws -> LineBreakRules {
    let rules = try LineBreakRules(locale: tag.locale)
    if rules.locale == root.locale { return root }
    if let known = tailored[rules.locale] { return known }
    tailored[rules.locale] = rules
    return rules
  }
}

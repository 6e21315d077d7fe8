import CICU

/// Word boundaries (UAX #29) by ICU's iterator with its dictionaries; layout does not need them, people do.
enum WordBoundaries {
  /// Code points before which a word starts, 0 first, and the end, by the rules of a locale: Finnish and Swedish words, say,
  /// hold colons.
  static func find(in text: WorkingText, utf16: ScratchBuffer<UInt16>, locale: String) throws -> [Int] {
    guard text.count > 0 else { return [] }
    guard let breaker = clippo_icu_word_breaker(locale) else {
      throw RenderingError("ICU's word breaking data cannot be opened: install libicu again.")
    }
    defer { clippo_icu_close_breaker(breaker) }
    guard clippo_icu_break_text(breaker, utf16.start, Int32(utf16.count)) != 0 else {
      throw RenderingError("ICU cannot break words in a caption of \(utf16.count) UTF-16 units.")
    }
    var places = [0]
    var index = 0
    var unit = 0
    while true {
      let boundary = Int(clippo_icu_next_break(breaker))
      guard boundary >= 0 else { return places }
      while unit < boundary, index < text.count {
        unit += text.scalars[index] > 0xFFFF ? 2 : 1
        index += 1
      }
      places.append(index)
    }
  }
}

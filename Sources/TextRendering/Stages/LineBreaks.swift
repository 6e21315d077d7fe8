import CICU

/// Stage 7: where lines may and must break (UAX #14), by ICU's iterator with the rules of a language and its dictionaries for
/// Thai, Lao, Khmer and Burmese. Opportunities inside a grapheme cluster are dropped.
final class LineBreaks {
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

  /// Sets the break bits of `marks`; `utf16` is the same text.
  func mark(_ text: WorkingText, utf16: ScratchBuffer<UInt16>) throws {
    if !PlainBreaks.mark(text) { try markByICU(text, utf16: utf16) }
  }

  /// The same for any text.
  func markByICU(_ text: WorkingText, utf16: ScratchBuffer<UInt16>) throws {
    let hasPairs = text.allProperties & CharacterProperties.isSupplementary != 0
    let count = text.count
    var index = 0
    var unit = 0
    try forEachBreak(in: utf16) { boundary, isHard in
      if hasPairs {
        while unit < boundary, index < count {
          unit += text.scalars[index] > 0xFFFF ? 2 : 1
          index += 1
        }
      } else {
        index = boundary
      }
      if index >= count { return }
      if isHard {
        text.marks[index] |= WorkingText.hardBreakBefore | WorkingText.breakBefore
      } else if text.isClusterStart(index) {
        text.marks[index] |= WorkingText.breakBefore
      }
    }
  }

  /// Calls `body` with every place after the first where a line may break, the text's end included, in UTF-16 units.
  @inline(__always)
  func forEachBreak(in utf16: ScratchBuffer<UInt16>, _ body: (_ boundary: Int, _ isHard: Bool) -> Void) throws {
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

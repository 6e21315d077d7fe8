import CICU

/// Cuts captions into units. One serves one thread at a time.
package final class CaptionSegmenter {
  private let breaker: OpaquePointer

  /// Throws where ICU's data is not installed.
  package init() throws {
    guard let breaker = clippo_icu_word_breaker("") else {
      throw TokenizerError("ICU's word breaking data cannot be opened: install libicu again")
    }
    self.breaker = breaker
  }

  deinit { clippo_icu_close_breaker(breaker) }

  /// Throws where ICU cannot read the text, for want of memory.
  package func units(of text: String) throws -> CaptionUnits {
    let scalars = UnicodeText.lowered(UnicodeText.normalized(UnicodeText.scalars(text), .composed))
    var units: [CaptionUnits.Unit] = []
    guard scalars.contains(where: UnspacedScripts.contain) else {
      try appendWords(of: scalars, in: 0..<scalars.count, to: &units)
      return CaptionUnits(scalars: scalars, units: units)
    }
    var (start, place) = (0, 0)
    for cluster in UnicodeText.text(scalars) {
      let end = place + cluster.unicodeScalars.count
      if UnspacedScripts.contain(scalars[place]) {
        try appendWords(of: scalars, in: start..<place, to: &units)
        Self.append(place..<end, of: scalars, to: &units)
        start = end
      }
      place = end
    }
    try appendWords(of: scalars, in: start..<scalars.count, to: &units)
    return CaptionUnits(scalars: scalars, units: units)
  }

  /// The words and marks of a text in its order, as written and without the spaces between them; ICU's dictionaries cut scripts that are
  /// written without spaces. Their versions differ between versions of ICU.
  ///
  /// Throws where ICU cannot read the text, for want of memory.
  package func words(of text: String) throws -> [CaptionWord] {
    let bytes = Array(text.utf8)
    return try wordRanges(of: text).map { CaptionWord(text: String(decoding: bytes[$0], as: UTF8.self)) }
  }

  /// The same by their UTF-8 bytes, rising. What is between them is white space alone, so every glyph belongs to one.
  ///
  /// Throws where ICU cannot read the text, for want of memory.
  package func wordRanges(of text: String) throws -> [Range<Int>] {
    let units = Array(text.utf16)
    guard !units.isEmpty else { return [] }
    let found = units.withUnsafeBufferPointer { buffer -> [Range<Int>]? in
      guard clippo_icu_break_text(breaker, buffer.baseAddress, Int32(clamping: buffer.count)) != 0 else { return nil }
      var words: [Range<Int>] = []
      var (start, startUnit, startByte) = (text.startIndex, 0, 0)
      while case let boundary = Int(clippo_icu_next_break(breaker)), boundary > startUnit, boundary <= buffer.count {
        let end = text.utf16.index(start, offsetBy: boundary - startUnit)
        let word = text[start..<end]
        let endByte = startByte + word.utf8.count
        if !word.allSatisfy(\.isWhitespace) { words.append(startByte..<endByte) }
        (start, startUnit, startByte) = (end, boundary, endByte)
      }
      return words
    }
    guard let found else { throw TokenizerError("ICU cannot find words in a caption of \(units.count) UTF-16 units") }
    return found
  }

  /// Appends a cluster as a character. One that is a mark alone, as the Burmese visarga by UAX #29, belongs to the character before it.
  private static func append(_ cluster: Range<Int>, of scalars: Scalars, to units: inout [CaptionUnits.Unit]) {
    if CharacterClass.isMark(scalars[cluster.lowerBound]), let last = units.last,
      last.range.upperBound == cluster.lowerBound
    {
      units[units.count - 1] = CaptionUnits.Unit(kind: last.kind, range: last.range.lowerBound..<cluster.upperBound)
    } else {
      units.append(CaptionUnits.Unit(kind: .character, range: cluster))
    }
  }

  /// Finds the words of a stretch in which no script without spaces occurs, so that ICU asks no dictionary.
  private func appendWords(of scalars: Scalars, in range: Range<Int>, to units: inout [CaptionUnits.Unit]) throws {
    guard !range.isEmpty else { return }
    let text = UnicodeText.utf16(scalars[range])
    let isRead = text.withUnsafeBufferPointer { text in
      guard clippo_icu_break_text(breaker, text.baseAddress, Int32(clamping: text.count)) != 0 else { return false }
      var (start, place, unit) = (range.lowerBound, range.lowerBound, 0)
      while case let boundary = clippo_icu_next_break(breaker), boundary >= 0 {
        while unit < boundary, place < range.upperBound {
          unit += scalars[place] > 0xFFFF ? 2 : 1
          place += 1
        }
        if clippo_icu_is_word(breaker) != 0 {
          units.append(CaptionUnits.Unit(kind: .word, range: start..<place))
        }
        start = place
      }
      return true
    }
    guard isRead else { throw TokenizerError("ICU cannot find words in a caption of \(text.count) UTF-16 units") }
  }
}

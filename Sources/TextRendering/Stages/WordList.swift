/// A stretch of a caption that is shaped at once and stays on one line, or a space, or a line's end.
struct TextWord {
  enum Kind: UInt8 { case text, space, tab, newline }

  /// Index in the word cache.
  var word: Int32
  /// Code points of the caption.
  var start: Int32
  var end: Int32
  /// Width in pixels.
  var advance: Int32
  var level: Int8
  var kind: Kind
  /// Whether a line may break before it.
  var breakBefore: Bool
}

/// Stage 9, first half: cuts the text into words of one font, script and level, at spaces and break opportunities, and has
/// them shaped.
final class WordList {
  /// Longer words are cut at a cluster, so that no text can make one call or one cache entry huge.
  private static let longestWord = 256

  let words = ScratchBuffer<TextWord>(capacity: 256)
  private let shaper: WordShaper

  init(shaper: WordShaper) {
    self.shaper = shaper
  }

  func build(_ text: WorkingText, language: LanguageFonts) throws {
    words.count = 0
    words.shrink(above: 1 << 17)
    let count = text.count
    var start = 0
    var breakBefore = false
    while start < count {
      breakBefore = breakBefore || text.marks[start] & WorkingText.breakBefore != 0
      let firstEnd = text.clusterEnd(after: start, limit: count)
      if text.has(start, CharacterProperties.isHardBreak) {
        appendBlank(.newline, start, firstEnd, breakBefore, text.levels[start])
      } else if text.has(start, CharacterProperties.isControl), text.scalars[start] != 0x09 {
        start = firstEnd
        continue
      } else if text.has(start, CharacterProperties.isSpace), firstEnd == start + 1 {
        try appendSpace(text, start, breakBefore, language)
      } else {
        let end = wordEnd(text, start, firstEnd)
        try append(text, start, end, breakBefore, language)
        start = end
        breakBefore = false
        continue
      }
      start = firstEnd
      breakBefore = false
    }
  }

  /// Replaces a word by two, cut before the code point `middle`.
  func split(_ index: Int, at middle: Int, _ text: WorkingText, _ language: LanguageFonts) throws {
    let whole = words[index]
    var first = whole
    first.end = Int32(middle)
    first = try shaped(first, text, language)
    var second = whole
    second.start = Int32(middle)
    second.breakBefore = false
    second = try shaped(second, text, language)
    words.append(second)
    let tail = words.count - index - 2
    (words.start + index + 2).update(from: words.start + index + 1, count: tail)
    words[index] = first
    words[index + 1] = second
  }

  /// Width in pixels of the part of a word before the code point `end`.
  func advance(of word: TextWord, upTo end: Int, _ text: WorkingText, _ language: LanguageFonts) throws -> Int32 {
    var part = word
    part.end = Int32(end)
    return try shaped(part, text, language).advance
  }

  private func wordEnd(_ text: WorkingText, _ start: Int, _ firstEnd: Int) -> Int {
    var end = firstEnd
    let alone = CharacterProperties.standsAlone | CharacterProperties.isEmoji
    guard !text.has(start, CharacterProperties.standsAlone), text.marks[start] & WorkingText.isEmoji == 0 else {
      return min(end, start + Self.longestWord)
    }
    let font = text.fonts[start]
    let script = text.scripts[start]
    let level = text.levels[start]
    let stops = CharacterProperties.isSpace | CharacterProperties.isControl | CharacterProperties.isHardBreak
    while end < text.count, end - start < Self.longestWord {
      if text.marks[end] & (WorkingText.breakBefore | WorkingText.isEmoji) != 0 { break }
      if text.fonts[end] != font || text.scripts[end] != script || text.levels[end] != level { break }
      if text.has(end, stops) { break }
      if text.has(end, alone), text.has(end, CharacterProperties.standsAlone) { break }
      end = text.clusterEnd(after: end, limit: text.count)
    }
    return min(end, start + Self.longestWord)
  }

  private func append(
    _ text: WorkingText, _ start: Int, _ end: Int, _ breakBefore: Bool, _ language: LanguageFonts
  ) throws {
    let word = TextWord(
      word: 0, start: Int32(start), end: Int32(end), advance: 0, level: text.levels[start], kind: .text,
      breakBefore: breakBefore)
    words.append(try shaped(word, text, language))
  }

  @inline(__always)
  private func shaped(_ word: TextWord, _ text: WorkingText, _ language: LanguageFonts) throws -> TextWord {
    let start = Int(word.start)
    var word = word
    let isEmoji = text.marks[start] & WorkingText.isEmoji != 0
    let index = try shaper.word(
      text.scalars + start, Int(word.end) - start, font: text.fonts[start],
      script: isEmoji ? ScriptCode.common.value : text.scripts[start], rightToLeft: word.level & 1 != 0,
      language: language)
    word.word = Int32(index)
    word.advance = shaper.cache.words[index].advance
    return word
  }

  private func appendSpace(
    _ text: WorkingText, _ start: Int, _ breakBefore: Bool, _ language: LanguageFonts
  ) throws {
    guard text.scalars[start] != 0x09 else {
      appendBlank(.tab, start, start + 1, breakBefore, text.levels[start])
      return
    }
    try append(text, start, start + 1, breakBefore, language)
    words.start[words.count - 1].kind = .space
  }

  private func appendBlank(_ kind: TextWord.Kind, _ start: Int, _ end: Int, _ breakBefore: Bool, _ level: Int8) {
    words.append(
      TextWord(
        word: -1, start: Int32(start), end: Int32(end), advance: 0, level: level, kind: kind, breakBefore: breakBefore))
  }
}

/// A stretch of a caption that is shaped at once and stays on one line, or a space, or a line's end.
struct TextWord {
  enum Kind: UInt8 { case text, space, tab, newline }

  /// Place in the word cache.
  var word: Int32
  /// Code points of the caption.
  var start: Int32
  var end: Int32
  /// Width in pixels.
  var advance: Int32
  var level: Int8
  var kind: Kind
  var posture: WordContext.Posture
  /// Whether a line may break before it.
  var breakBefore: Bool
}

/// Stage 9, first half: cuts the text into words of one font, script and level, at spaces and break opportunities, and has
/// them shaped.
final class WordList {
  /// Longer words are cut at a cluster, so that no text can make one call or one cache entry huge.
  private static let longestWord = 256
  private static let softHyphen: UInt32 = 0xAD
  private static let hyphen: UInt32 = 0x2010
  private static let hyphenMinus: UInt32 = 0x2D

  /// How many words ahead memory is asked for.
  private static let lookahead = 4

  let words = ScratchBuffer<TextWord>(capacity: 256)
  /// Parallel to `words` while the list is built.
  private let pending = ScratchBuffer<(hash: UInt64, context: WordContext)>(capacity: 256)
  private let shaper: WordShaper
  private let isVertical: Bool
  /// Most clusters of a word.
  private let longestUnit: Int
  private var hasJoining = false

  init(shaper: WordShaper, options: RendererOptions) {
    self.shaper = shaper
    isVertical = options.writing == .vertical
    longestUnit = options.alignment == .bigram ? 2 : Self.longestWord
  }

  func build(_ text: WorkingText, language: LanguageFonts) throws {
    words.count = 0
    words.shrink(above: 1 << 17)
    pending.count = 0
    pending.shrink(above: 1 << 17)
    hasJoining = text.allProperties & CharacterProperties.joins != 0
    let count = text.count
    var start = 0
    var breakBefore = false
    while start < count {
      breakBefore = breakBefore || text.marks[start] & WorkingText.breakBefore != 0
      let firstEnd = text.clusterEnd(after: start, limit: min(count, start + Self.longestWord))
      if text.has(start, CharacterProperties.isHardBreak) {
        appendBlank(.newline, start, firstEnd, breakBefore, text.levels[start])
      } else if text.has(start, CharacterProperties.isControl), text.scalars[start] != 0x09 {
        start = firstEnd
        continue
      } else if text.has(start, CharacterProperties.isSpace), firstEnd == start + 1 {
        appendSpace(text, start, breakBefore, language)
      } else {
        let end = wordEnd(text, start, firstEnd)
        append(text, start, end, breakBefore, language)
        start = end
        breakBefore = false
        continue
      }
      start = firstEnd
      breakBefore = false
    }
    try findWords(text, language)
  }

  /// Has all words shaped. They were hashed before, so that the cache's memory can be asked for ahead of its use.
  private func findWords(_ text: WorkingText, _ language: LanguageFonts) throws {
    let count = words.count
    for index in 0..<min(Self.lookahead, count) { shaper.cache.prefetchWord(pending[index].hash) }
    for index in 0..<count {
      if index + Self.lookahead < count { shaper.cache.prefetchWord(pending[index + Self.lookahead].hash) }
      let word = words.start + index
      guard word.pointee.kind == .text || word.pointee.kind == .space else { continue }
      let start = Int(word.pointee.start)
      let place = try shaper.word(
        text.scalars + start, Int(word.pointee.end) - start, pending[index].context, hash: pending[index].hash,
        language: language)
      word.pointee.word = Int32(place)
      word.pointee.advance = shaper.cache.word(place).pointee.advance
    }
  }

  /// Replaces a word by two, cut before the code point `middle`.
  func split(_ index: Int, at middle: Int, _ text: WorkingText, _ language: LanguageFonts) throws {
    var first = words[index]
    var second = first
    first.end = Int32(middle)
    second.start = Int32(middle)
    second.breakBefore = false
    words[index] = try shaped(first, text, language)
    insert(try shaped(second, text, language), at: index + 1)
  }

  func insert(_ word: TextWord, at index: Int) {
    words.append(word)
    let tail = words.count - 1 - index
    (words.start + index + 1).update(from: words.start + index, count: tail)
    words[index] = word
  }

  /// The hyphen that a soft hyphen in front of the word `index` shows at a line's end; nil where there is none.
  func hyphen(before index: Int, _ text: WorkingText, _ language: LanguageFonts) throws -> TextWord? {
    let place = Int(words[index].start) - 1
    guard place >= 0, text.scalars[place] == Self.softHyphen, words[index - 1].kind == .text else { return nil }
    var sign = Self.hyphen
    var font = try language.font(for: sign, script: text.scripts[place])
    if font == LanguageFonts.none {
      sign = Self.hyphenMinus
      font = try language.font(for: sign, script: text.scripts[place])
    }
    guard font != LanguageFonts.none else { return nil }
    let level = words[index - 1].level
    let posture: WordContext.Posture = isVertical ? .sideways : .horizontal
    let context = WordContext(
      font: font, script: text.scripts[place], language: language.index, rightToLeft: level & 1 != 0, posture: posture)
    let word = try shaper.word(&sign, 1, context, language: language)
    return TextWord(
      word: Int32(word), start: Int32(place), end: Int32(place + 1), advance: shaper.cache.word(word).pointee.advance,
      level: level, kind: .text, posture: posture, breakBefore: false)
  }

  /// Width in pixels of the part of a word before the code point `end`.
  func advance(of word: TextWord, upTo end: Int, _ text: WorkingText, _ language: LanguageFonts) throws -> Int32 {
    var part = word
    part.end = Int32(end)
    return try shaped(part, text, language).advance
  }

  private func wordEnd(_ text: WorkingText, _ start: Int, _ firstEnd: Int) -> Int {
    var end = firstEnd
    guard !text.has(start, CharacterProperties.standsAlone), text.marks[start] & WorkingText.isEmoji == 0 else {
      return end
    }
    let font = text.fonts[start]
    let script = text.scripts[start]
    let level = text.levels[start]
    let stops =
      CharacterProperties.isSpace | CharacterProperties.isControl | CharacterProperties.isHardBreak
      | CharacterProperties.standsAlone
    var clusters = 1
    while end < text.count, end - start < Self.longestWord {
      if text.marks[end] & (WorkingText.breakBefore | WorkingText.isEmoji) != 0 { break }
      if text.fonts[end] != font || text.scripts[end] != script || text.levels[end] != level { break }
      if text.has(end, stops) { break }
      if isVertical, text.has(end, CharacterProperties.isUpright) != text.has(start, CharacterProperties.isUpright) {
        break
      }
      if clusters >= longestUnit, text.isUnitStart(end) { break }
      clusters += 1
      let next = text.clusterEnd(after: end, limit: min(text.count, start + Self.longestWord + 1))
      if next > start + Self.longestWord { break }
      end = next
    }
    return end
  }

  private func append(
    _ text: WorkingText, _ start: Int, _ end: Int, _ breakBefore: Bool, _ language: LanguageFonts
  ) {
    let word = TextWord(
      word: 0, start: Int32(start), end: Int32(end), advance: 0, level: text.levels[start], kind: .text,
      posture: posture(of: start, text), breakBefore: breakBefore)
    words.append(word)
    let context = context(of: word, text, language)
    pending.append((shaper.hash(text.scalars + start, end - start, context), context))
  }

  @inline(__always)
  private func shaped(_ word: TextWord, _ text: WorkingText, _ language: LanguageFonts) throws -> TextWord {
    let start = Int(word.start)
    var word = word
    let context = context(of: word, text, language)
    let place = try shaper.word(text.scalars + start, Int(word.end) - start, context, language: language)
    word.word = Int32(place)
    word.advance = shaper.cache.word(place).pointee.advance
    return word
  }

  @inline(__always)
  private func context(of word: TextWord, _ text: WorkingText, _ language: LanguageFonts) -> WordContext {
    let start = Int(word.start)
    let isEmoji = text.marks[start] & WorkingText.isEmoji != 0
    let isUpright = word.posture == .upright
    let (before, after) = hasJoining && !isEmoji && !isUpright ? neighbors(of: start, Int(word.end), text) : (0, 0)
    return WordContext(
      font: text.fonts[start], script: isEmoji ? ScriptCode.common.value : text.scripts[start],
      language: language.index, rightToLeft: word.level & 1 != 0 && !isUpright, posture: word.posture, before: before,
      after: after)
  }

  /// How many code points around a word HarfBuzz must see, because the word joins them although another font draws them or
  /// they stand on another line. 0 where it joins none.
  private func neighbors(of start: Int, _ end: Int, _ text: WorkingText) -> (before: Int, after: Int) {
    let joins = CharacterProperties.joins
    let isTransparent = CharacterProperties.isTransparent
    let reach = WordContext.longestNeighborhood
    var before = start - 1
    while before >= 0, start - before < reach, text.has(before, isTransparent) { before -= 1 }
    var first = start
    while first < end, text.has(first, isTransparent) { first += 1 }
    let joinsBefore = before >= 0 && first < end && text.has(before, joins) && text.has(first, joins)
    var after = end
    while after < text.count, after - end + 1 < reach, text.has(after, isTransparent) { after += 1 }
    var last = end - 1
    while last >= start, text.has(last, isTransparent) { last -= 1 }
    let joinsAfter = after < text.count && last >= start && text.has(after, joins) && text.has(last, joins)
    return (joinsBefore ? start - before : 0, joinsAfter ? after - end + 1 : 0)
  }

  @inline(__always)
  private func posture(of start: Int, _ text: WorkingText) -> WordContext.Posture {
    guard isVertical else { return .horizontal }
    return text.has(start, CharacterProperties.isUpright) || text.marks[start] & WorkingText.isEmoji != 0
      ? .upright : .sideways
  }

  private func appendSpace(
    _ text: WorkingText, _ start: Int, _ breakBefore: Bool, _ language: LanguageFonts
  ) {
    guard text.scalars[start] != 0x09 else {
      appendBlank(.tab, start, start + 1, breakBefore, text.levels[start])
      return
    }
    append(text, start, start + 1, breakBefore, language)
    words.start[words.count - 1].kind = .space
  }

  private func appendBlank(_ kind: TextWord.Kind, _ start: Int, _ end: Int, _ breakBefore: Bool, _ level: Int8) {
    words.append(
      TextWord(
        word: -1, start: Int32(start), end: Int32(end), advance: 0, level: level, kind: kind, posture: .horizontal,
        breakBefore: breakBefore))
    pending.append((0, WordContext(font: 0, script: 0, language: 0, rightToLeft: false)))
  }
}

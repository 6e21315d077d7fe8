/// A word with its glyphs.
struct ShapedWord {
  var cut: CutWord
  /// Position in the word cache; -1 for what has no glyphs.
  var cached: Int32
  /// Pixels along the line.
  var advance: Int32
}

/// A caption as words with glyphs, in reading order.
struct ShapedWords {
  let item: ItemizedText
  let words: ScratchView<ShapedWord>
}

/// Stage 10: glyphs of all words, from the word cache or from HarfBuzz.
struct WordShaper {
  private static let hyphen: UInt32 = 0x2010
  private static let hyphenMinus: UInt32 = 0x2D
  /// How many words ahead memory is asked for.
  private static let lookahead = 4

  private let harfBuzz: HarfBuzzShaper
  private let isVertical: Bool
  private let shaped = ScratchBuffer<ShapedWord>(capacity: 256)
  /// For every word.
  private let keys = ScratchBuffer<(hash: UInt64, context: WordContext)>(capacity: 256)

  init(harfBuzz: HarfBuzzShaper, options: RendererOptions) {
    self.harfBuzz = harfBuzz
    isVertical = options.writing == .vertical
  }

  /// All words are hashed before the first is looked up, so that the cache's memory can be asked for ahead of its use. Throws where
  /// a font is broken.
  func shape(_ words: CutWords) throws -> ShapedWords {
    let item = words.item
    let cache = harfBuzz.cache
    let count = words.words.count
    hash(words)
    shaped.restart(room: count)
    shaped.count = count
    let shaped = shaped.start
    for index in 0..<min(Self.lookahead, count) { cache.prefetchWord(keys[index].hash) }
    for index in 0..<count {
      if index + Self.lookahead < count { cache.prefetchWord(keys[index + Self.lookahead].hash) }
      let word = words.words[index]
      shaped[index] =
        word.hasGlyphs
        ? try shape(word, item, keys[index].context, hash: keys[index].hash)
        : ShapedWord(cut: word, cached: -1, advance: 0)
    }
    return ShapedWords(item: item, words: self.shaped.view)
  }

  private func hash(_ words: CutWords) {
    keys.restart(room: words.words.count)
    let keys = keys.start
    let scalars = words.item.text.scalars.start
    for (index, word) in words.words.elements.enumerated() {
      keys[index] = (0, WordContext(font: 0, script: 0, language: 0, rightToLeft: false))
      guard word.hasGlyphs else { continue }
      let context = context(of: word, words.item)
      keys[index] = (harfBuzz.hash(scalars + Int(word.start), Int(word.end - word.start), context), context)
    }
  }

  /// One word, or a part of one.
  func shape(_ word: CutWord, _ item: ItemizedText) throws -> ShapedWord {
    let context = context(of: word, item)
    let start = item.text.scalars.start + Int(word.start)
    return try shape(word, item, context, hash: harfBuzz.hash(start, Int(word.end - word.start), context))
  }

  @inline(__always)
  private func shape(
    _ word: CutWord, _ item: ItemizedText, _ context: WordContext, hash: UInt64
  ) throws -> ShapedWord {
    let cached = try harfBuzz.word(
      item.text.scalars.start + Int(word.start), Int(word.end - word.start), context, hash: hash, item.language)
    return ShapedWord(cut: word, cached: Int32(cached), advance: harfBuzz.cache.word(cached).pointee.advance)
  }

  /// The hyphen that the soft hyphen `index` shows at a line's end; nil where no font has one.
  func hyphen(at index: Int, level: Int8, _ item: ItemizedText) throws -> ShapedWord? {
    let script = item.scripts[index]
    var sign = Self.hyphen
    var font = try item.language.font(for: sign, script: script)
    if font == LanguageFonts.none {
      sign = Self.hyphenMinus
      font = try item.language.font(for: sign, script: script)
    }
    guard font != LanguageFonts.none else { return nil }
    let posture: WordContext.Posture = isVertical ? .sideways : .horizontal
    let context = WordContext(
      font: font, script: script, language: item.language.index, rightToLeft: level & 1 != 0, posture: posture)
    let cached = try harfBuzz.word(&sign, 1, context, hash: harfBuzz.hash(&sign, 1, context), item.language)
    let word = CutWord(
      start: Int32(index), end: Int32(index + 1), level: level, kind: .text, posture: posture, breakBefore: false)
    return ShapedWord(cut: word, cached: Int32(cached), advance: harfBuzz.cache.word(cached).pointee.advance)
  }

  /// The last cluster boundary of a word before which it is no wider than `width`; at least one cluster.
  func fittingEnd(of word: ShapedWord, _ item: ItemizedText, width: Int32) throws -> Int {
    let least = item.clusters.end(after: Int(word.cut.start), limit: Int(word.cut.end))
    var end = estimatedEnd(of: word, item, width: width)
    // A cut changes joined forms and roundings, so the piece is measured as it will be drawn.
    while end > least {
      var part = word.cut
      part.end = Int32(end)
      if try shape(part, item).advance <= width { break }
      end -= 1
      while end > least, !item.clusters.isUnitStart(end) { end -= 1 }
    }
    return max(end, least)
  }

  /// The same from the advances of the whole word.
  private func estimatedEnd(of word: ShapedWord, _ item: ItemizedText, width: Int32) -> Int {
    let cached = harfBuzz.cache.word(Int(word.cached))
    let glyphs = harfBuzz.cache.glyphs(of: cached)
    let measures = harfBuzz.cache.measures.start + Int(cached.pointee.measures)
    let count = Int(cached.pointee.glyphCount)
    let backwards = word.cut.level & 1 != 0 && word.cut.posture != .upright
    var sum: Int64 = 0
    var end = Int(word.cut.start)
    for step in 0..<count {
      let index = backwards ? count - 1 - step : step
      sum += Int64(measures[index].advance)
      if sum > Int64(width) * 64 { break }
      let boundary = Int(word.cut.start) + Int(glyphs[index].clusterEnd)
      if boundary < Int(word.cut.end), item.clusters.isUnitStart(boundary) { end = boundary }
    }
    return end
  }

  @inline(__always)
  private func context(of word: CutWord, _ item: ItemizedText) -> WordContext {
    let start = Int(word.start)
    let isEmoji = item.fonts.emoji[start]
    let isUpright = word.posture == .upright
    let joins = item.text.allProperties & CharacterProperties.joins != 0 && !isEmoji && !isUpright
    let (before, after) = joins ? neighbors(of: start, Int(word.end), item.text) : (0, 0)
    return WordContext(
      font: item.fonts[start], script: isEmoji ? ScriptCode.common.value : item.scripts[start],
      language: item.language.index, rightToLeft: word.level & 1 != 0 && !isUpright, posture: word.posture,
      before: before, after: after)
  }

  /// How many code points around a word HarfBuzz must see, because the word joins them although another font draws them or
  /// they stand on another line. 0 where it joins none.
  private func neighbors(of start: Int, _ end: Int, _ text: NormalizedText) -> (before: Int, after: Int) {
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
}

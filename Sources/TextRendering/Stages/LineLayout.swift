/// A line before it is drawn: words in reading order, without the spaces at its end.
struct LineDraft {
  var firstWord: Int32
  var endWord: Int32
  /// Pixels.
  var width: Int32
  /// Code points, with the spaces and line ends behind them.
  var start: Int32
  var end: Int32
  var baseLevel: Int8
}

/// Stage 10: words to lines, greedily: a line takes words while they fit and breaks at its last opportunity; where there is
/// none, between words, and inside a word that is wider than the page, between grapheme clusters.
final class LineLayout {
  let lines = ScratchBuffer<LineDraft>(capacity: 32)
  /// Lines beyond the capacity, and the first code point on them.
  private(set) var truncatedLines = 0
  private(set) var truncatedStart = 0
  private let wordList: WordList
  private let shaper: WordShaper
  private let width: Int32
  private let tab: Int32
  private let capacity: Int

  init(wordList: WordList, shaper: WordShaper, options: RendererOptions) {
    self.wordList = wordList
    self.shaper = shaper
    width = Int32(options.width)
    tab = Int32(options.patchSize * 2)
    capacity = options.lineCapacity
  }

  func lay(_ text: WorkingText, language: LanguageFonts) throws {
    lines.count = 0
    truncatedLines = 0
    truncatedStart = text.count
    let words = wordList.words
    var first = 0
    var index = 0
    var x: Int32 = 0
    var opportunity = -1
    func finish(_ end: Int, next: Int) {
      add(text, first, end, next)
      first = next
      index = next
      x = 0
      opportunity = -1
    }
    while index < words.count {
      let word = words[index]
      if word.breakBefore, index > first { opportunity = index }
      switch word.kind {
      case .newline:
        finish(index, next: index + 1)
        continue
      case .tab: words.start[index].advance = tab - x % tab
      case .space: break
      case .text:
        guard x + word.advance > width else { break }
        if opportunity > first, hasText(first, opportunity) {
          finish(opportunity, next: opportunity)
          continue
        }
        if hasText(first, index) {
          finish(index, next: index)
          continue
        }
        let cut = try fittingEnd(word, text, language, width: width - min(x, width / 2))
        if cut < Int(word.end) { try wordList.split(index, at: cut, text, language) }
      }
      x += words[index].advance
      index += 1
    }
    if first < words.count { add(text, first, words.count, words.count) }
  }

  private func hasText(_ first: Int, _ end: Int) -> Bool {
    for index in first..<end where wordList.words[index].kind == .text { return true }
    return false
  }

  /// The last cluster boundary of a word before which it is no wider than `width`; at least one cluster.
  private func fittingEnd(
    _ word: TextWord, _ text: WorkingText, _ language: LanguageFonts, width: Int32
  ) throws -> Int {
    let start = Int(word.start)
    let least = text.clusterEnd(after: start, limit: Int(word.end))
    var end = estimatedEnd(word, text, width: width)
    // A cut changes joined forms and roundings, so the piece is measured as it will be drawn.
    while end > least, try wordList.advance(of: word, upTo: end, text, language) > width {
      end -= 1
      while end > least, !text.isClusterStart(end) { end -= 1 }
    }
    return max(end, least)
  }

  /// The same from the advances of the whole word.
  private func estimatedEnd(_ word: TextWord, _ text: WorkingText, width: Int32) -> Int {
    let shaped = shaper.cache.words[Int(word.word)]
    let glyphs = shaper.cache.glyphs.start + Int(shaped.glyphStart)
    let count = Int(shaped.glyphCount)
    let backwards = word.level & 1 != 0
    var sum: Int64 = 0
    var end = Int(word.start)
    for step in 0..<count {
      let glyph = glyphs[backwards ? count - 1 - step : step]
      sum += Int64(glyph.advance)
      if sum > Int64(width) * 64 { break }
      let boundary = Int(word.start) + Int(glyph.clusterEnd)
      if boundary < Int(word.end), text.isClusterStart(boundary) { end = boundary }
    }
    return end
  }

  private func add(_ text: WorkingText, _ first: Int, _ end: Int, _ next: Int) {
    let words = wordList.words
    let start = first < words.count ? Int(words[first].start) : text.count
    guard lines.count < capacity else {
      if truncatedLines == 0 { truncatedStart = start }
      truncatedLines += 1
      return
    }
    var trimmed = end
    while trimmed > first, words[trimmed - 1].kind != .text { trimmed -= 1 }
    var width: Int32 = 0
    for index in first..<trimmed { width += words[index].advance }
    let stop = next < words.count ? Int(words[next].start) : text.count
    lines.append(
      LineDraft(
        firstWord: Int32(first), endWord: Int32(trimmed), width: width, start: Int32(start), end: Int32(stop),
        baseLevel: baseLevel(of: start, text)))
  }

  private func baseLevel(of position: Int, _ text: WorkingText) -> Int8 {
    let paragraphs = text.paragraphs
    if paragraphs.count == 1 { return paragraphs[0].baseLevel }
    var low = 0
    var high = paragraphs.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if paragraphs[middle].start <= position { low = middle } else { high = middle }
    }
    return paragraphs.count == 0 ? 0 : paragraphs[low].baseLevel
  }
}

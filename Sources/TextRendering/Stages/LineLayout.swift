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
  private let patch: Int32
  private let margin: Int32
  private let alignment: RendererOptions.Alignment
  private let capacity: Int

  /// The line being filled: its first word, the next word to place, and the width so far.
  private var first = 0
  private var next = 0
  private var x: Int32 = 0
  /// The last word before which the line may end, or -1, and the hyphen it then shows.
  private var opportunity = -1
  private var hyphen: TextWord?

  init(wordList: WordList, shaper: WordShaper, options: RendererOptions, inspection: Inspection) {
    self.wordList = wordList
    self.shaper = shaper
    width =
      inspection.usesFontUnits
      ? Int32.max / 2 : Int32(clamping: min(options.lineLength, max(1, inspection.lineLength ?? options.lineLength)))
    tab = Int32(options.patchSize * 2)
    patch = Int32(options.patchSize)
    margin = Int32(options.margin)
    alignment = options.alignment
    capacity = options.lineCapacity
  }

  func lay(_ text: WorkingText, language: LanguageFonts) throws {
    lines.count = 0
    truncatedLines = 0
    truncatedStart = text.count
    startLine(at: 0)
    let words = wordList.words
    while next < words.count {
      let word = words[next]
      if alignment != .none { align(word, text) }
      if word.breakBefore, next > first { try noteOpportunity(text, language) }
      if word.kind == .newline {
        finish(text, end: next, startNext: next + 1)
        continue
      }
      if word.kind == .tab { words.start[next].advance = tab - x % tab }
      if word.kind == .text, x + word.advance > width {
        if breakLine(text) { continue }
        try cut(word, text, language)
      }
      x += words[next].advance
      next += 1
    }
    if first < words.count { add(text, first, words.count, words.count) }
  }

  private func startLine(at word: Int) {
    first = word
    next = word
    x = 0
    opportunity = -1
    hyphen = nil
  }

  /// Makes a word begin at a patch's edge by widening the space before it, or by a blank where words meet without one.
  private func align(_ word: TextWord, _ text: WorkingText) {
    let beyond = (margin + x) % patch
    guard word.kind == .text, next > first, beyond != 0 else { return }
    let gap = patch - beyond
    if wordList.words[next - 1].kind == .space {
      wordList.words.start[next - 1].advance += gap
    } else if word.breakBefore || alignment == .bigram, text.allProperties & CharacterProperties.isSoftHyphen == 0 {
      var blank = word
      blank.kind = .space
      // It has no glyphs: those are the word's, which follows.
      blank.word = -1
      blank.end = blank.start
      blank.advance = gap
      blank.breakBefore = false
      blank.level = wordList.words[next - 1].level
      wordList.insert(blank, at: next)
      next += 1
    } else {
      return
    }
    x += gap
  }

  private func finish(_ text: WorkingText, end: Int, startNext: Int) {
    add(text, first, end, startNext)
    startLine(at: startNext)
  }

  /// The line may end before the word `next`; after a soft hyphen only where the hyphen fits too.
  private func noteOpportunity(_ text: WorkingText, _ language: LanguageFonts) throws {
    var shown: TextWord?
    if text.allProperties & CharacterProperties.isSoftHyphen != 0 {
      shown = try wordList.hyphen(before: next, text, language)
      if let shown, x + shown.advance > width { return }
    }
    opportunity = next
    hyphen = shown
  }

  /// Ends the line at its last opportunity, or before the word that does not fit; false where that word stands alone.
  private func breakLine(_ text: WorkingText) -> Bool {
    if opportunity > first, hasText(first, opportunity) {
      if let hyphen, lines.count < capacity {
        wordList.insert(hyphen, at: opportunity)
        opportunity += 1
      }
      finish(text, end: opportunity, startNext: opportunity)
      return true
    }
    guard hasText(first, next) else { return false }
    finish(text, end: next, startNext: next)
    return true
  }

  /// Cuts the word `next`, which is wider than a line.
  private func cut(_ word: TextWord, _ text: WorkingText, _ language: LanguageFonts) throws {
    if lines.count < capacity {
      let end = try fittingEnd(word, text, language, width: width - min(x, width / 2))
      if end < Int(word.end) { try wordList.split(next, at: end, text, language) }
    } else if word.advance > width {
      // Off the page only the number of lines counts, so the word need not be cut.
      truncatedLines += Int((word.advance - 1) / width)
    }
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
      while end > least, !text.isUnitStart(end) { end -= 1 }
    }
    return max(end, least)
  }

  /// The same from the advances of the whole word.
  private func estimatedEnd(_ word: TextWord, _ text: WorkingText, width: Int32) -> Int {
    let shaped = shaper.cache.word(Int(word.word))
    let glyphs = shaper.cache.glyphs(of: shaped)
    let measures = shaper.cache.measures.start + Int(shaped.pointee.measures)
    let count = Int(shaped.pointee.glyphCount)
    let backwards = word.level & 1 != 0 && word.posture != .upright
    var sum: Int64 = 0
    var end = Int(word.start)
    for step in 0..<count {
      let index = backwards ? count - 1 - step : step
      sum += Int64(measures[index].advance)
      if sum > Int64(width) * 64 { break }
      let boundary = Int(word.start) + Int(glyphs[index].clusterEnd)
      if boundary < Int(word.end), text.isUnitStart(boundary) { end = boundary }
    }
    return end
  }

  private func add(_ text: WorkingText, _ first: Int, _ end: Int, _ next: Int) {
    let words = wordList.words
    // Controls are no words: what stands before the first word may be a paragraph of its own.
    let start = Int(words[first].start)
    guard lines.count < capacity else {
      truncatedStart = min(truncatedStart, start)
      truncatedLines += 1
      return
    }
    var trimmed = end
    while trimmed > first, words[trimmed - 1].kind != .text { trimmed -= 1 }
    var width: Int32 = 0
    for index in first..<trimmed { width += words[index].advance }
    lines.append(
      LineDraft(
        firstWord: Int32(first), endWord: Int32(trimmed), width: width,
        start: lines.count > 0 ? lines[lines.count - 1].end : 0, end: Int32(stop(before: next, text)),
        baseLevel: baseLevel(of: start, text)))
  }

  /// Code point behind a line that ends before the word `next`. What ends a line ends its text too, whatever controls follow.
  private func stop(before next: Int, _ text: WorkingText) -> Int {
    let words = wordList.words
    guard next < words.count else { return text.count }
    return next > 0 && words[next - 1].kind == .newline ? Int(words[next - 1].end) : Int(words[next].start)
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

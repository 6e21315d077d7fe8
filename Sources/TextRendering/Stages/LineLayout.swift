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

/// A caption as lines.
struct Lines {
  let item: ItemizedText
  /// Words as they stand on lines: cut where one is wider than a line, with hyphens, tabs as wide as they are, and what fills up
  /// to a patch's edge.
  let words: ScratchView<ShapedWord>
  let lines: ScratchView<LineDraft>
  /// Lines that no longer fit the page, and the first code point on them.
  let truncatedLines: Int
  let truncatedStart: Int
}

/// Stage 11: words to lines, greedily: a line takes words while they fit and breaks at its last opportunity; where there is
/// none, between words, and inside a word that is wider than the page, between grapheme clusters.
struct LineLayout {
  private static let softHyphen: UInt32 = 0xAD

  private let words = ScratchBuffer<ShapedWord>(capacity: 256)
  private let lines = ScratchBuffer<LineDraft>(capacity: 32)
  private let shaper: WordShaper
  private let width: Int32
  private let tab: Int32
  private let patch: Int32
  private let margin: Int32
  private let alignment: RendererOptions.Alignment
  private let capacity: Int

  init(shaper: WordShaper, options: RendererOptions, inspection: Inspection) {
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

  /// The line being filled, and what came of those before.
  private struct Walk {
    /// Its first word, the next word to place, and the width so far.
    var first = 0
    var next = 0
    var x: Int32 = 0
    /// The last word before which the line may end, or -1, and the hyphen it then shows.
    var opportunity = -1
    var hyphen: ShapedWord?
    var truncatedLines = 0
    var truncatedStart: Int

    mutating func startLine(at word: Int) {
      first = word
      next = word
      x = 0
      opportunity = -1
      hyphen = nil
    }
  }

  /// Throws where a font is broken.
  func lay(_ shaped: ShapedWords) throws -> Lines {
    let item = shaped.item
    take(shaped.words)
    var walk = Walk(truncatedStart: item.text.count)
    while walk.next < words.count {
      let word = words[walk.next]
      if alignment != .none { align(word, item, &walk) }
      if word.cut.breakBefore, walk.next > walk.first { try noteOpportunity(item, &walk) }
      if word.cut.kind == .newline {
        endLine(item, &walk, before: walk.next, startNext: walk.next + 1)
        continue
      }
      if word.cut.kind == .tab { words.start[walk.next].advance = tab - walk.x % tab }
      if word.cut.kind == .text, walk.x + word.advance > width {
        if breakLine(item, &walk) { continue }
        try cut(word, item, &walk)
      }
      walk.x += words[walk.next].advance
      walk.next += 1
    }
    if walk.first < words.count { addLine(item, &walk, before: words.count, startNext: words.count) }
    return Lines(
      item: item, words: words.view, lines: lines.view, truncatedLines: walk.truncatedLines,
      truncatedStart: walk.truncatedStart)
  }

  /// Never inlined, so that no throwing function ends in a copy (see `BidiResolver.setLevels`).
  @inline(never)
  private func take(_ shaped: ScratchView<ShapedWord>) {
    lines.restart()
    words.restart(room: shaped.count)
    words.start.update(from: shaped.start, count: shaped.count)
    words.count = shaped.count
  }

  /// Makes a word begin at a patch's edge by widening the space before it, or by a blank where words meet without one.
  private func align(_ word: ShapedWord, _ item: ItemizedText, _ walk: inout Walk) {
    let beyond = (margin + walk.x) % patch
    guard word.cut.kind == .text, walk.next > walk.first, beyond != 0 else { return }
    let gap = patch - beyond
    let before = words.start + walk.next - 1
    if before.pointee.cut.kind == .space {
      before.pointee.advance += gap
    } else if word.cut.breakBefore || alignment == .bigram,
      item.text.allProperties & CharacterProperties.isSoftHyphen == 0
    {
      // It has no glyphs: those are the word's, which follows.
      var blank = ShapedWord(cut: word.cut, cached: -1, advance: gap)
      blank.cut.kind = .space
      blank.cut.end = word.cut.start
      blank.cut.breakBefore = false
      blank.cut.level = before.pointee.cut.level
      words.insert(blank, at: walk.next)
      walk.next += 1
    } else {
      return
    }
    walk.x += gap
  }

  /// The line may end before the word `next`; after a soft hyphen only where the hyphen fits too.
  private func noteOpportunity(_ item: ItemizedText, _ walk: inout Walk) throws {
    var shown: ShapedWord?
    let index = Int(words[walk.next].cut.start) - 1
    let before = words[walk.next - 1].cut
    if item.text.allProperties & CharacterProperties.isSoftHyphen != 0, index >= 0,
      item.text.scalars[index] == Self.softHyphen, before.kind == .text
    {
      shown = try shaper.hyphen(at: index, level: before.level, item)
      if let shown, walk.x + shown.advance > width { return }
    }
    walk.opportunity = walk.next
    walk.hyphen = shown
  }

  /// Ends the line at its last opportunity, or before the word that does not fit; false where that word stands alone.
  private func breakLine(_ item: ItemizedText, _ walk: inout Walk) -> Bool {
    var end = walk.next
    if walk.opportunity > walk.first, hasText(walk.first..<walk.opportunity) {
      end = walk.opportunity
      if let hyphen = walk.hyphen, lines.count < capacity {
        words.insert(hyphen, at: end)
        end += 1
      }
    } else if !hasText(walk.first..<walk.next) {
      return false
    }
    endLine(item, &walk, before: end, startNext: end)
    return true
  }

  private func hasText(_ range: Range<Int>) -> Bool {
    for index in range where words[index].cut.kind == .text { return true }
    return false
  }

  /// Cuts the word `next`, which is wider than a line.
  private func cut(_ word: ShapedWord, _ item: ItemizedText, _ walk: inout Walk) throws {
    if lines.count < capacity {
      let end = try shaper.fittingEnd(of: word, item, width: width - min(walk.x, width / 2))
      guard end < Int(word.cut.end) else { return }
      var (first, second) = (word.cut, word.cut)
      first.end = Int32(end)
      second.start = Int32(end)
      second.breakBefore = false
      words[walk.next] = try shaper.shape(first, item)
      words.insert(try shaper.shape(second, item), at: walk.next + 1)
    } else if word.advance > width {
      // Off the page only the number of lines counts, so the word need not be cut.
      walk.truncatedLines += Int((word.advance - 1) / width)
    }
  }

  private func endLine(_ item: ItemizedText, _ walk: inout Walk, before end: Int, startNext next: Int) {
    addLine(item, &walk, before: end, startNext: next)
    walk.startLine(at: next)
  }

  private func addLine(_ item: ItemizedText, _ walk: inout Walk, before end: Int, startNext next: Int) {
    // Controls are no words: what stands before the first word may be a paragraph of its own.
    let start = Int(words[walk.first].cut.start)
    guard lines.count < capacity else {
      walk.truncatedStart = min(walk.truncatedStart, start)
      walk.truncatedLines += 1
      return
    }
    var trimmed = end
    while trimmed > walk.first, words[trimmed - 1].cut.kind != .text { trimmed -= 1 }
    var width: Int32 = 0
    for index in walk.first..<trimmed { width += words[index].advance }
    lines.append(
      LineDraft(
        firstWord: Int32(walk.first), endWord: Int32(trimmed), width: width,
        start: lines.count > 0 ? lines[lines.count - 1].end : 0, end: stop(before: next, item),
        baseLevel: item.directions.baseLevel(at: start)))
  }

  /// Code point behind a line that ends before the word `next`. What ends a line ends its text too, whatever controls follow.
  private func stop(before next: Int, _ item: ItemizedText) -> Int32 {
    guard next < words.count else { return Int32(item.text.count) }
    return next > 0 && words[next - 1].cut.kind == .newline ? words[next - 1].cut.end : words[next].cut.start
  }
}

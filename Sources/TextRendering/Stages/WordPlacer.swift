/// A word with glyphs where it stands on the page.
struct PlacedWord {
  var shaped: ShapedWord
  /// Pixels of the page from which its glyphs are counted: on the baseline, for upright glyphs of a column on its middle.
  var x: Int32
  var y: Int32
}

/// A line where it stands on the page.
struct PlacedLine {
  var draft: LineDraft
  /// Pixels from the page's edge to the line's start: the left edge, or the top one of a column.
  var start: Int32
  var words: Range<Int>
}

/// A caption as words on a page, line by line, each from left to right or from the top.
struct PlacedWords {
  let laid: Lines
  let lines: ScratchView<PlacedLine>
  let words: ScratchView<PlacedWord>
}

/// Stage 12: where every word stands: the words of a line in visual order (UAX #9, rule L2), one behind the other from the line's
/// start.
struct WordPlacer {
  private let options: RendererOptions
  private let lines = ScratchBuffer<PlacedLine>(capacity: 32)
  private let words = ScratchBuffer<PlacedWord>(capacity: 256)
  /// Indexes of one line's words.
  private let order = ScratchBuffer<Int32>(capacity: 128)

  init(options: RendererOptions) {
    self.options = options
  }

  func place(_ lines: Lines) -> PlacedWords {
    self.lines.restart()
    // A word stands on one line at most.
    words.restart(room: lines.words.count)
    let fromLeft = options.writing == .vertical && lines.item.scripts.runFromLeft
    for index in 0..<lines.lines.count {
      place(lines.lines[index], row: fromLeft ? options.lineCapacity - 1 - index : index, lines.words)
    }
    return PlacedWords(laid: lines, lines: self.lines.view, words: words.view)
  }

  private func place(_ line: LineDraft, row: Int, _ shaped: ScratchView<ShapedWord>) {
    let isRightToLeft = line.baseLevel == 1
    let start = Int32(options.margin) + (isRightToLeft ? Int32(options.lineLength) - line.width : 0)
    let isVertical = options.writing == .vertical
    // Column 0 is the rightmost.
    let edge = options.margin + row * options.linePitch
    let baseline = Int32(isVertical ? options.width - edge - options.baseline : edge + options.baseline)
    let middle = Int32(options.width - edge - options.linePitch / 2)
    let first = words.count
    var count = first
    let placed = words.start
    var pen = start
    for index in arrange(line, shaped).elements {
      let word = shaped[Int(index)]
      if word.cached >= 0 {
        let across = word.cut.posture == .upright ? middle : baseline
        placed[count] = PlacedWord(shaped: word, x: isVertical ? across : pen, y: isVertical ? pen : across)
        count += 1
      }
      pen += word.advance
    }
    words.count = count
    lines.append(PlacedLine(draft: line, start: start, words: first..<count))
  }

  /// Indexes of a line's words in visual order, until the next line.
  func arrange(_ line: LineDraft, _ words: ScratchView<ShapedWord>) -> ScratchView<Int32> {
    let count = Int(line.endWord - line.firstWord)
    order.restart(room: count)
    order.count = count
    let order = order.start
    var highest: Int8 = 0
    var lowest: Int8 = 127
    for index in 0..<count {
      order[index] = line.firstWord + Int32(index)
      let level = words[Int(order[index])].cut.level
      highest = max(highest, level)
      lowest = min(lowest, level)
    }
    if highest > 0 { reverse(from: highest, downTo: lowest | 1, words) }
    return self.order.view
  }

  private func reverse(from highest: Int8, downTo lowest: Int8, _ words: ScratchView<ShapedWord>) {
    var level = highest
    while level >= lowest {
      var start = 0
      while start < order.count {
        guard words[Int(order[start])].cut.level >= level else {
          start += 1
          continue
        }
        var end = start + 1
        while end < order.count, words[Int(order[end])].cut.level >= level { end += 1 }
        reverse(start, end)
        start = end
      }
      level -= 1
    }
  }

  private func reverse(_ start: Int, _ end: Int) {
    var low = start
    var high = end - 1
    while low < high {
      (order[low], order[high]) = (order[high], order[low])
      low += 1
      high -= 1
    }
  }
}

/// Stage 11: the words of a line from left to right (UAX #9, rule L2).
final class VisualOrder {
  /// Word indexes in visual order.
  let order = ScratchBuffer<Int32>(capacity: 128)

  func arrange(_ line: LineDraft, _ words: ScratchBuffer<TextWord>) {
    let first = Int(line.firstWord)
    let count = Int(line.endWord) - first
    order.count = 0
    order.reserve(count)
    var highest: Int8 = 0
    var lowest: Int8 = 127
    for index in 0..<count {
      order.start[index] = Int32(first + index)
      let level = words.start[first + index].level
      highest = max(highest, level)
      lowest = min(lowest, level)
    }
    order.count = count
    guard highest > 0 else { return }
    reverse(from: highest, downTo: lowest | 1, words)
  }

  private func reverse(from highest: Int8, downTo lowest: Int8, _ words: ScratchBuffer<TextWord>) {
    var level = highest
    while level >= lowest {
      var start = 0
      while start < order.count {
        guard words[Int(order[start])].level >= level else {
          start += 1
          continue
        }
        var end = start + 1
        while end < order.count, words[Int(order[end])].level >= level { end += 1 }
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

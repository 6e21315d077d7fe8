import Runtime

extension Array {
  /// Fisher and Yates' shuffle with own arithmetic: the library's may change between versions, and resume must not.
  func seededShuffle(using generator: inout SeededGenerator) -> [Element] {
    var shuffled = self
    for last in stride(from: count - 1, to: 0, by: -1) {
      shuffled.swapAt(last, Int(generator.next().multipliedFullWidth(by: UInt64(last + 1)).high))
    }
    return shuffled
  }
}

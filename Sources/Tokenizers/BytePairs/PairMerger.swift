/// Merges the bytes of a word: again and again the neighbors that stand first in the order of merges, the leftmost
/// among equals.
struct PairMerger: Sendable {
  /// Place in the order of merges by a pair of tokens.
  private let ranks: PairTable
  /// The token that a merge makes, by its place.
  private let results: [Int32]

  /// Longer words are merged with a heap, which takes a time that grows little faster than the word.
  private static let longestScan = 48

  init(_ vocabulary: BytePairVocabulary) {
    let merges = vocabulary.merges
    switch vocabulary.origin {
    case .merges, .numbers:
      ranks = PairTable(merges.enumerated().map { ($1.left, $1.right, Int32($0)) })
      results = merges.map(\.result)
    case .ranks:
      // All ways to make a token have one rank: its id.
      ranks = PairTable(merges.map { ($0.left, $0.right, $0.result) })
      results = vocabulary.tokens.indices.map { Int32($0) }
    }
  }

  /// Replaces the tokens of a word by fewer, and leaves those before `start` alone.
  func merge(_ tokens: inout [Int32], from start: Int) {
    let count = tokens.count - start
    if count > Self.longestScan {
      mergeLong(&tokens, from: start)
    } else if count > 1 {
      mergeShort(&tokens, from: start)
    }
  }

  private func mergeShort(_ tokens: inout [Int32], from start: Int) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * Self.longestScan) { scratch in
      var count = tokens.count - start
      let word = UnsafeMutableBufferPointer(rebasing: scratch[..<Self.longestScan])
      let pairs = UnsafeMutableBufferPointer(rebasing: scratch[Self.longestScan...])
      for index in 0..<count { word.initializeElement(at: index, to: tokens[start + index]) }
      for index in 0..<count - 1 { pairs.initializeElement(at: index, to: ranks[word[index], word[index + 1]]) }
      while let place = Self.least(pairs, count - 1) {
        word[place] = results[Int(pairs[place])]
        count -= 1
        for index in place + 1..<max(count, place + 1) { word[index] = word[index + 1] }
        for index in place + 1..<max(count - 1, place + 1) { pairs[index] = pairs[index + 1] }
        if place > 0 { pairs[place - 1] = ranks[word[place - 1], word[place]] }
        if place + 1 < count { pairs[place] = ranks[word[place], word[place + 1]] }
      }
      for index in 0..<count { tokens[start + index] = word[index] }
      tokens.removeLast(tokens.count - start - count)
    }
  }

  private static func least(_ pairs: UnsafeMutableBufferPointer<Int32>, _ count: Int) -> Int? {
    var best = UInt32.max
    var place = 0
    // -1, for no merge, is the largest of all where signs are not looked at.
    for index in 0..<count where UInt32(bitPattern: pairs[index]) < best {
      best = UInt32(bitPattern: pairs[index])
      place = index
    }
    return best < UInt32.max ? place : nil
  }

  private func mergeLong(_ tokens: inout [Int32], from start: Int) {
    var word = Array(tokens[start...])
    var next = Array(1...word.count)
    var previous = Array(-1..<word.count - 1)
    var heap = BinaryHeap<UInt64>()
    func rank(_ place: Int) -> Int32 { next[place] < word.count ? ranks[word[place], word[next[place]]] : -1 }
    func offer(_ place: Int) {
      let rank = rank(place)
      if rank >= 0 { heap.push(UInt64(rank) << 32 | UInt64(place)) }
    }
    for place in word.indices { offer(place) }
    while let candidate = heap.pop() {
      let place = Int(candidate & 0xFFFF_FFFF)
      let merge = Int32(candidate >> 32)
      guard word[place] >= 0, rank(place) == merge else { continue }
      let gone = next[place]
      word[place] = results[Int(merge)]
      word[gone] = -1
      next[place] = next[gone]
      if next[place] < word.count { previous[next[place]] = place }
      if previous[place] >= 0 { offer(previous[place]) }
      offer(place)
    }
    tokens.removeLast(word.count)
    tokens += word.filter { $0 >= 0 }
  }
}

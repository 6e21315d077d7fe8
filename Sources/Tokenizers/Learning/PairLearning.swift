/// Learns merges (Sennrich et al. 2016): again and again the two symbols that stand side by side most often become one.
///
/// Among pairs as frequent the one of the lower ids is merged, so equal words with equal counts always give the same
/// merges.
struct PairLearning {
  struct Merge: Equatable {
    var left: Int32
    var right: Int32
    var result: Int32
  }

  /// A pair waiting to be merged; the heap's least is the most frequent.
  private struct Candidate: Comparable {
    var count: Int
    var pair: UInt64

    static func < (a: Candidate, b: Candidate) -> Bool { a.count != b.count ? a.count > b.count : a.pair < b.pair }
  }

  private struct Word {
    var symbols: [Int32]
    var count: Int
  }

  /// Longer words are cut before they are learned from; only captions without any boundary have them.
  static let longestWord = 128

  /// What each symbol says, by id; a merge whose result says the same as another symbol becomes that symbol.
  private(set) var spellings: [[UInt8]]
  private(set) var merges: [Merge] = []
  private var ids: [[UInt8]: Int32]
  private let joined: ([UInt8], [UInt8]) -> [UInt8]
  private var words: [Word] = []
  private var counts: [UInt64: Int] = [:]
  private var places: [UInt64: [Int32]] = [:]
  private var heap = BinaryHeap<Candidate>()

  /// - Parameter joined: what two symbols side by side say.
  init(symbols: [[UInt8]], joined: @escaping ([UInt8], [UInt8]) -> [UInt8]) {
    spellings = symbols
    self.joined = joined
    ids = Dictionary(symbols.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  func id(of spelling: [UInt8]) -> Int32? { ids[spelling] }

  mutating func add(_ symbols: [Int32], count: Int) {
    var start = 0
    while start < symbols.count {
      let end = min(symbols.count, start + Self.longestWord)
      words.append(Word(symbols: Array(symbols[start..<end]), count: count))
      start = end
    }
  }

  /// Merges until there are `size` symbols or no pair occurs `minimum` times.
  mutating func learn(upTo size: Int, minimum: Int) {
    for index in words.indices { count(words[index], at: Int32(index), sign: 1) }
    heap = BinaryHeap(counts.map { Candidate(count: $1, pair: $0) })
    while spellings.count < size, let candidate = heap.pop() {
      let count = counts[candidate.pair] ?? 0
      guard candidate.count == count else {
        if count > 0 { heap.push(Candidate(count: count, pair: candidate.pair)) }
        continue
      }
      guard count >= max(1, minimum) else { return }
      merge(candidate.pair)
    }
  }

  private mutating func count(_ word: Word, at index: Int32, sign: Int) {
    for place in word.symbols.indices.dropLast() {
      let pair = PairTable.key(word.symbols[place], word.symbols[place + 1])
      counts[pair, default: 0] += sign * word.count
      if sign > 0, places[pair]?.last != index { places[pair, default: []].append(index) }
    }
  }

  private mutating func merge(_ pair: UInt64) {
    let left = Int32(truncatingIfNeeded: pair >> 32)
    let right = Int32(truncatingIfNeeded: pair)
    let spelling = joined(spellings[Int(left)], spellings[Int(right)])
    let result = ids[spelling] ?? Int32(spellings.count)
    if ids.updateValue(result, forKey: spelling) == nil { spellings.append(spelling) }
    merges.append(Merge(left: left, right: right, result: result))
    var risen: Set<UInt64> = []
    for index in places.removeValue(forKey: pair) ?? [] {
      rewrite(Int(index), left, right, result, &risen)
    }
    counts[pair] = nil
    for pair in risen {
      if let count = counts[pair], count > 0 { heap.push(Candidate(count: count, pair: pair)) }
    }
  }

  private mutating func rewrite(
    _ index: Int, _ left: Int32, _ right: Int32, _ result: Int32, _ risen: inout Set<UInt64>
  ) {
    let old = words[index]
    var symbols: [Int32] = []
    symbols.reserveCapacity(old.symbols.count)
    var place = 0
    while place < old.symbols.count {
      if old.symbols[place] == left, place + 1 < old.symbols.count, old.symbols[place + 1] == right {
        symbols.append(result)
        place += 2
      } else {
        symbols.append(old.symbols[place])
        place += 1
      }
    }
    guard symbols.count < old.symbols.count else { return }
    count(old, at: Int32(index), sign: -1)
    words[index].symbols = symbols
    count(words[index], at: Int32(index), sign: 1)
    for place in symbols.indices.dropLast() where symbols[place] == result || symbols[place + 1] == result {
      risen.insert(PairTable.key(symbols[place], symbols[place + 1]))
    }
  }
}

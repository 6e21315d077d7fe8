import Console
import Runtime

/// How often each n-gram of a language occurs: a table of hashes that is never more than three quarters full, so 16 to 32 bytes a different
/// n-gram; twice as much while it grows.
struct NGramCounts: Sendable {
  private var hashes: [UInt64]
  private var counts: [UInt32]
  /// Different n-grams.
  private(set) var distinct = 0

  private static let smallest = 1 << 10

  init() {
    hashes = [UInt64](repeating: 0, count: Self.smallest)
    counts = [UInt32](repeating: 0, count: Self.smallest)
  }

  /// Counts one occurrence. Throws where the table would take more memory than is free.
  mutating func add(_ hash: UInt64) throws {
    let place = place(of: hash)
    if counts[place] == 0 {
      hashes[place] = hash
      distinct += 1
    }
    if counts[place] < .max { counts[place] += 1 }
    if 4 * distinct > 3 * hashes.count { try grow() }
  }

  func count(_ hash: UInt64) -> Int { Int(counts[place(of: hash)]) }

  /// How often an n-gram must occur to be among the `size` most frequent; those that are as frequent as the last of them are in, too. Nil
  /// where there are no more than `size`, so that none is rare.
  func threshold(size: Int) -> Int? {
    guard distinct > size else { return nil }
    var histogram: [UInt32: Int] = [:]
    for count in counts where count > 0 { histogram[count, default: 0] += 1 }
    var seen = 0
    for (count, ngrams) in histogram.sorted(by: { $0.key > $1.key }) {
      seen += ngrams
      if seen >= size { return count > 1 ? Int(count) : nil }
    }
    return nil
  }

  /// Where a hash stands, or would.
  private func place(of hash: UInt64) -> Int {
    let mask = hashes.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while counts[place] != 0, hashes[place] != hash { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() throws {
    let capacity = 2 * hashes.count
    let bytes = capacity * (MemoryLayout<UInt64>.size + MemoryLayout<UInt32>.size)
    if let free = FreeMemory.bytes(), free < bytes {
      throw CorpusError(
        "counting \(NumberText.thousands(distinct)) n-grams of one language takes \(NumberText.bytes(bytes)) more, and "
          + "\(NumberText.bytes(free)) are free; turn the rule of rare n-grams off (--vocabulary-size 0, or "
          + "corpus.rules.vocabularySize in a recipe)")
    }
    let old = (hashes, counts)
    hashes = [UInt64](repeating: 0, count: capacity)
    counts = [UInt32](repeating: 0, count: capacity)
    for (hash, count) in zip(old.0, old.1) where count > 0 {
      let place = place(of: hash)
      hashes[place] = hash
      counts[place] = count
    }
  }
}

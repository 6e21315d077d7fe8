import Testing

@testable import Corpora

@Suite("Seeded permutation")
struct SeededPermutationTests {
  @Test(
    "Every number from 0 stands somewhere once, for every count up to 300", arguments: [0, 1, 0xFFFF_FFFF_FFFF_FFFF])
  func permutes(seed: UInt64) {
    for count in 1...300 {
      let permutation = SeededPermutation(count: count, seed: seed)
      var isSeen = [Bool](repeating: false, count: count)
      for place in 0..<count { isSeen[permutation[place]] = true }
      #expect(isSeen.allSatisfy { $0 }, "\(count)")
    }
  }

  @Test("Large counts too, around powers of two", arguments: [4_095, 4_096, 4_097, 65_537])
  func large(count: Int) {
    let permutation = SeededPermutation(count: count, seed: 5)
    var isSeen = [Bool](repeating: false, count: count)
    for place in 0..<count { isSeen[permutation[place]] = true }
    #expect(isSeen.allSatisfy { $0 })
  }

  @Test("Counts that no list could hold give different numbers within", arguments: [100_000_007, 1 << 40, Int.max])
  func huge(count: Int) {
    let permutation = SeededPermutation(count: count, seed: 5)
    let places = Array(0..<500) + (1...500).map { count - $0 }
    let numbers = Set(places.map { permutation[$0] })
    #expect(numbers.count == 1_000 && numbers.allSatisfy { (0..<count).contains($0) })
  }

  @Test("Seeds give other orders; the same seed the same")
  func seeds() {
    func order(_ seed: UInt64) -> [Int] {
      let permutation = SeededPermutation(count: 40, seed: seed)
      return (0..<40).map { permutation[$0] }
    }
    #expect(Set((0..<200).map(order)).count == 200)
    #expect(order(3) == order(3))
  }

  /// Over many seeds each number stands at each place about equally often. The sum of squares over the expectation has
  /// (n - 1)² degrees of freedom here, thus a mean of that and a standard deviation of the root of twice that; five of
  /// those are allowed.
  @Test("Every number is as likely at every place", arguments: [2, 3, 4, 5, 8, 13, 16, 17])
  func uniform(count: Int) {
    let seeds = 4_000
    var counts = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for seed in 0..<seeds {
      let permutation = SeededPermutation(count: count, seed: UInt64(seed))
      for place in 0..<count { counts[place][permutation[place]] += 1 }
    }
    let expected = Double(seeds) / Double(count)
    let sum = counts.joined().reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    let freedom = Double((count - 1) * (count - 1))
    #expect(sum < freedom + 5 * (2 * freedom).squareRoot() + 5, "\(sum) of \(freedom)")
  }

  /// In a random order of n the number after the last one follows with probability 1/n; 200 seeds of 1,000 places give
  /// about 200 of them with a standard deviation of 14, and five of those are allowed. The same for fixed points.
  @Test("Neighbors are torn apart")
  func neighbors() {
    var (followers, fixed) = (0, 0)
    for seed in 0..<200 as Range<UInt64> {
      let permutation = SeededPermutation(count: 1_000, seed: seed)
      var last = -2
      for place in 0..<1_000 {
        let number = permutation[place]
        if number == last + 1 { followers += 1 }
        if number == place { fixed += 1 }
        last = number
      }
    }
    #expect((130...270).contains(followers) && (130...270).contains(fixed), "\(followers), \(fixed)")
  }
}

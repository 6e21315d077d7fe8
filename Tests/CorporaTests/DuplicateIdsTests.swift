import TestSupport
import Testing

@testable import Corpora

@Suite("Pairs that cannot be told apart")
struct DuplicateIdsTests {
  @Test(
    "Pairs that share a mark are a group, numbered by its first pair",
    arguments: [
      ([], []), ([[1]], [0]), ([[1], [2], [3]], [0, 1, 2]), ([[1], [2], [1], [2]], [0, 1, 0, 1]),
      ([[], [], [5]], [0, 1, 2]), ([[1, 1], [1]], [0, 0]),
      // Over others: the last joins what came before.
      ([[1], [2], [3], [1, 3]], [0, 1, 0, 0]), ([[1], [2], [3], [4], [3, 4], [4, 1, 2]], [0, 0, 0, 0, 0, 0]),
      ([[9, 1], [2], [1, 2], [3], [2, 9]], [0, 0, 0, 3, 0]),
    ] as [([[UInt64]], [Int32])])
  func ids(keys: [[UInt64]], expected: [Int32]) { #expect(DuplicateIds(keys: keys).ids == expected) }

  @Test("The groups are those that coloring every neighbor gives")
  func coloring() {
    var chance = Mutations(seed: 4)
    for _ in 0..<300 {
      let keys = (0..<1 + chance.below(30)).map { _ in (0..<chance.below(4)).map { _ in UInt64(chance.below(40)) } }
      var colors = keys.indices.map(Int32.init)
      var hasChanged = true
      while hasChanged {
        hasChanged = false
        for a in keys.indices {
          for b in keys.indices where colors[b] > colors[a] && !Set(keys[a]).isDisjoint(with: keys[b]) {
            colors[b] = colors[a]
            hasChanged = true
          }
        }
      }
      #expect(DuplicateIds(keys: keys).ids == colors)
    }
  }

  @Test("A chain of captions through a large batch is one group, found at once")
  func chain() {
    let keys = (0..<20_000).reversed().map { [UInt64($0), UInt64($0 + 1)] }
    #expect(DuplicateIds(keys: keys).ids.allSatisfy { $0 == 0 })
  }
}

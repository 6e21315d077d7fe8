import TestSupport
import Testing

@testable import Corpora

@Suite("Pairs that cannot be told apart")
struct SampleGroupsTests {
  @Test(
    "Pairs that share a mark are a group, numbered by its first pair",
    arguments: [
      ([], []), ([[1]], [0]), ([[1], [2], [3]], [0, 1, 2]), ([[1], [2], [1], [2]], [0, 1, 0, 1]),
      ([[], [], [5]], [0, 1, 2]), ([[1, 1], [1]], [0, 0]),
      // Over others: the last joins what came before.
      ([[1], [2], [3], [1, 3]], [0, 1, 0, 0]), ([[1], [2], [3], [4], [3, 4], [4, 1, 2]], [0, 0, 0, 0, 0, 0]),
      ([[9, 1], [2], [1, 2], [3], [2, 9]], [0, 0, 0, 3, 0]),
    ] as [([[UInt64]], [Int32])])
  func groups(marks: [[UInt64]], expected: [Int32]) { #expect(SampleGroups(marks: marks).groups == expected) }

  @Test("The groups are those that colouring every neighbour gives")
  func colouring() {
    var chance = Mutations(seed: 4)
    for _ in 0..<300 {
      let marks = (0..<1 + chance.below(30)).map { _ in (0..<chance.below(4)).map { _ in UInt64(chance.below(40)) } }
      var colours = marks.indices.map(Int32.init)
      var hasChanged = true
      while hasChanged {
        hasChanged = false
        for a in marks.indices {
          for b in marks.indices where colours[b] > colours[a] && !Set(marks[a]).isDisjoint(with: marks[b]) {
            colours[b] = colours[a]
            hasChanged = true
          }
        }
      }
      #expect(SampleGroups(marks: marks).groups == colours)
    }
  }

  @Test("A chain of captions through a large batch is one group, found at once")
  func chain() {
    let marks = (0..<20_000).reversed().map { [UInt64($0), UInt64($0 + 1)] }
    #expect(SampleGroups(marks: marks).groups.allSatisfy { $0 == 0 })
  }
}

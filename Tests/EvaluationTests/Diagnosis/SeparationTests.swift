import Testing

@testable import Evaluation

@Suite("How well a score tells two kinds apart")
struct SeparationTests {
  @Test("as many pairs as are in the right order, where equal scores count half")
  func area() throws {
    let scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4]
    let isPositive = [false, false, true, true, true, false]
    var right = 0.0
    for (one, positive) in zip(scores, isPositive) where positive {
      for (other, negative) in zip(scores, isPositive) where !negative {
        right += one > other ? 1 : one == other ? 0.5 : 0
      }
    }
    let found = try #require(Separation(scores, isPositive: isPositive))
    #expect(abs(found.area - right / 9) < 1e-12)
    #expect(found.positives == 3 && found.negatives == 3)
  }

  @Test("perfect, reversed, and the same for all")
  func extremes() {
    #expect(Separation([1, 2, 3], isPositive: [false, false, true])?.area == 1)
    #expect(Separation([1, 2, 3], isPositive: [true, false, false])?.area == 0)
    #expect(Separation([5, 5, 5], isPositive: [true, false, false])?.area == 0.5)
    #expect(Separation([1, 2], isPositive: [true, true]) == nil)
    #expect(Separation([], isPositive: []) == nil)
  }
}

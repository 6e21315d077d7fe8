import Runtime
import Testing

@testable import Objectives

@Suite("Mixtures of two normal distributions")
struct GaussianMixtureTests {
  @Test("means, weights and posteriors of eight losses are those of the definition")
  func golden() throws {
    let values = [0.10, 0.15, 0.20, 0.12, 2.0, 2.2, 1.9, 0.30]
    let mixture = try #require(GaussianMixture(values))
    #expect(abs(mixture.low.mean - 0.174) < 1e-6 && abs(mixture.high.mean - 2.033_333_33) < 1e-6)
    #expect(abs(mixture.low.weight - 0.625) < 1e-9 && abs(mixture.high.weight - 0.375) < 1e-9)
    #expect(values.map { mixture.posterior($0).rounded() } == [0, 0, 0, 0, 1, 1, 1, 0])
    #expect(values.allSatisfy { abs(mixture.posterior($0) - mixture.posterior($0).rounded()) < 1e-9 })
    // Variances have a floor of a millionth above their own.
    let variance = [0.10, 0.15, 0.20, 0.12, 0.30].reduce(0) { $0 + ($1 - 0.174) * ($1 - 0.174) } / 5
    #expect(abs(mixture.low.variance - variance - 1e-6) < 1e-9)
  }

  @Test("what was mixed is found again")
  func recovered() throws {
    var generator = SeededGenerator(seed: 2)
    let values = (0..<4_000).map { Double($0 % 4 == 0 ? 5 + generator.normal() : 1 + 0.5 * generator.normal()) }
    let mixture = try #require(GaussianMixture(values))
    #expect(abs(mixture.low.mean - 1) < 0.05 && abs(mixture.high.mean - 5) < 0.15)
    #expect(abs(mixture.high.weight - 0.25) < 0.02 && abs(mixture.low.variance - 0.25) < 0.03)
  }

  @Test("the posterior never falls with the loss, also where the upper component is the narrower or the wider one")
  func monotonous() {
    for (low, high) in [(4.0, 0.01), (0.01, 4.0), (1.0, 1.0)] {
      let mixture = GaussianMixture(
        low: .init(mean: 0, variance: low, weight: 0.7), high: .init(mean: 2, variance: high, weight: 0.3))
      let posteriors = stride(from: -20, through: 20, by: 0.25).map(mixture.posterior)
      #expect(posteriors.allSatisfy { (0...1).contains($0) })
      #expect(posteriors.first == 0 && posteriors.last ?? 0 > 0.3)
      let risen = zip(posteriors, posteriors.dropFirst()).filter { $0 > $1 + 1e-12 }
      // Between the means two unlike widths may cross twice; beyond them nothing falls.
      #expect(risen.isEmpty || low != high)
      #expect(mixture.posterior(20) == mixture.posterior(2))
    }
  }

  @Test("numbers that are all equal, or none, have no two components")
  func degenerate() {
    #expect(GaussianMixture([]) == nil && GaussianMixture([3]) == nil && GaussianMixture([2, 2, 2]) == nil)
    #expect(GaussianMixture([1, .infinity]) == nil && GaussianMixture([1, 2])?.posterior(2) ?? 0 > 0.99)
  }
}

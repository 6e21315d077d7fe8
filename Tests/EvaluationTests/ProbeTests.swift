import JSON
import Runtime
import Testing

@testable import Evaluation

@Suite("Probes")
struct ProbeTests {
  /// Points around a corner for every class, with noise.
  private static func clusters(_ count: Int, classes: Int = 4, seed: UInt64, noise: Float = 0.5) throws
    -> LabeledFeatures
  {
    var generator = SeededGenerator(seed: seed)
    let labels = (0..<count).map { $0 % classes }
    let values = labels.flatMap { label in
      (0..<6).map { (column: Int) -> Float in (column == label ? 1 : 0) + noise * generator.normal() }
    }
    return try LabeledFeatures(width: 6, values: values, labels: labels, classes: classes)
  }

  @Test("The ridge's scores are those of big_vision's equations, with more examples than columns and with fewer")
  func ridge() throws {
    let recorded = try RecordedClassification()
    let cases = try #require(recorded.json["ridge"]?.arrayValue)
    #expect(cases.count == 2)
    for json in cases {
      func floats(_ name: String) throws -> [Float] { try RecordedClassification.numbers(json[name]).map(Float.init) }
      let labels = try RecordedClassification.numbers(json["y"]).map { Int($0) }
      let shots = try LabeledFeatures(width: 6, values: floats("x"), labels: labels, classes: 5)
      let probe = try RidgeProbe(fitting: shots, penalty: try #require(json["penalty"]?.doubleValue))
      let test = try LabeledFeatures(
        width: 6, values: floats("test"), labels: [Int](repeating: 0, count: 20), classes: 5)
      let ours = try probe.scores(test).values
      let theirs = try RecordedClassification.numbers(json["scores"])
      let most = zip(ours, theirs).map { abs(Double($0) - $1) }.max() ?? .infinity
      // Scores are kept in single precision.
      #expect(ours.count == theirs.count && most < 1e-5)
    }
  }

  @Test("The logistic loss has the derivative that finite differences find")
  func logisticGradient() throws {
    let features = try Self.clusters(30, seed: 2)
    let loss = LogisticLoss(
      rows: Whitening(of: features).apply(to: features, bias: 1), labels: features.labels, width: 7, classes: 4,
      penalty: 0.3)
    var generator = SeededGenerator(seed: 5)
    let weights = (0..<28).map { _ in Double(generator.normal()) }
    let gradient = loss.evaluate(weights).gradient
    for place in weights.indices {
      var (left, right) = (weights, weights)
      left[place] -= 1e-5
      right[place] += 1e-5
      let slope = (loss.evaluate(right).loss - loss.evaluate(left).loss) / 2e-5
      // Central differences of a step of 1e-5 err by about 1e-10.
      #expect(abs(slope - gradient[place]) < 1e-8, "weight \(place)")
    }
  }

  @Test("Where the fit ends nothing leads further down, and larger penalties give smaller weights")
  func logisticMinimum() throws {
    let features = try Self.clusters(200, seed: 3)
    var sizes: [Double] = []
    for penalty in [1e-3, 1e-1, 10] {
      let probe = try LogisticProbe(fitting: features, penalty: penalty)
      let loss = LogisticLoss(
        rows: Whitening(of: features).apply(to: features, bias: 1), labels: features.labels, width: 7, classes: 4,
        penalty: penalty)
      let found = loss.evaluate(probe.weights)
      let slope = found.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(slope < 1e-4 && found.loss < loss.evaluate([Double](repeating: 0, count: 28)).loss)
      sizes.append(probe.weights.reduce(0) { $0 + $1 * $1 })
    }
    #expect(sizes[0] > sizes[1] && sizes[1] > sizes[2])
  }

  @Test("Every probe learns what there is to learn, and nothing from labels without sense")
  func learning() throws {
    let (train, test) = try (Self.clusters(400, seed: 1), Self.clusters(400, seed: 9))
    var generator = SeededGenerator(seed: 4)
    let nonsense = try LabeledFeatures(
      width: 6, values: train.values, labels: train.labels.shuffled(using: &generator), classes: 4)
    let probes: [(String, (LabeledFeatures) throws -> any Probe)] = [
      ("ridge", { try RidgeProbe(fitting: $0, penalty: 1) }),
      ("logistic", { try LogisticProbe(fitting: $0, penalty: 1e-3) }),
      ("neighbors", { try NeighborProbe(examples: $0) }),
    ]
    for (name, probe) in probes {
      let learned = try probe(train).result(on: test).top1
      let guessed = try probe(nonsense).result(on: test).top1
      #expect(learned > 75, "\(name): \(learned)")
      #expect(guessed < 45, "\(name): \(guessed)")
    }
  }

  @Test("Examples that are equally near share the last votes, so that embeddings that are all alike tell nothing apart")
  func tiedNeighbors() throws {
    let alike = try LabeledFeatures(
      width: 2, values: (0..<6).flatMap { _ in [Float(1), 0] }, labels: [0, 0, 1, 1, 2, 2], classes: 3)
    let result = try NeighborProbe(examples: alike, neighbors: 2).result(on: alike)
    #expect(abs(result.top1 - 100.0 / 3) < 1e-9 && result.tied == 6)
    // One is nearest; three share the second vote, two of them of class 1.
    let examples = try LabeledFeatures(
      width: 2, values: [1, 0, 0, 1, 0, 1, 0, 1], labels: [0, 1, 1, 2], classes: 3)
    let queried = try LabeledFeatures(width: 2, values: [1, 0], labels: [0], classes: 3)
    let scores = try NeighborProbe(examples: examples, neighbors: 2, temperature: 1).scores(queried).values
    let far = Float(0.36787944)
    #expect(scores[0] == 1 && abs(scores[1] - far * 2 / 3) < 1e-6 && abs(scores[2] - far / 3) < 1e-6)
  }

  @Test("Shots are so many of every class, the same for a seed, and fewer are part of more")
  func shots() throws {
    let labels = (0..<100).map { $0 % 7 == 0 ? 2 : $0 % 2 }
    let five = FewShots(shots: 5, seed: 1).rows(of: labels, classes: 4)
    #expect(
      five.count == 15 && five == five.sorted() && five == FewShots(shots: 5, seed: 1).rows(of: labels, classes: 4))
    for label in 0..<3 { #expect(five.count { labels[$0] == label } == 5) }
    let ten = Set(FewShots(shots: 10, seed: 1).rows(of: labels, classes: 4))
    #expect(ten.isSuperset(of: five) && five != FewShots(shots: 5, seed: 2).rows(of: labels, classes: 4))
    #expect(FewShots(shots: 50, seed: 1).rows(of: labels, classes: 4).count { labels[$0] == 2 } == 15)
  }

  @Test("What cannot be fitted is refused in a sentence")
  func refusals() throws {
    let features = try Self.clusters(8, seed: 1)
    #expect(throws: EvaluationError.self) { try RidgeProbe(fitting: features, penalty: 0) }
    #expect(throws: EvaluationError.self) { try LogisticProbe(fitting: features, penalty: -1) }
    #expect(throws: EvaluationError.self) { try NeighborProbe(examples: features, neighbors: 0) }
    #expect(throws: EvaluationError.self) {
      try LabeledFeatures(width: 2, values: [1, 2, 3], labels: [0], classes: 1)
    }
    #expect(throws: EvaluationError.self) { try LabeledFeatures(width: 1, values: [1], labels: [1], classes: 1) }
  }
}

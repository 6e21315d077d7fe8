import Autograd
import Corpora
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Noise harmonization (NLIP)")
struct NLIPTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private static let pairs = 7
  private static let ids: [Int32] = [4, 0, 4, 9, 1, 9, 4]

  private func input(_ ids: [Int32]? = nil, records: [Int]? = nil) throws -> (ObjectiveInput, [Variable]) {
    let count = Self.pairs
    let images = try embeddings.parameter(
      embeddings.unit(count, 5) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [count, 5])
    let texts = try embeddings.parameter(
      embeddings.unit(count, 5) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [count, 5])
    let logScale = try embeddings.parameter([1.2], [1])
    let records = records ?? Array(0..<count)
    let input = ObjectiveInput(
      embeddings: [ViewRequest(.image): images, ViewRequest(.text): texts], logScale: logScale, pairs: count,
      duplicateIds: { ids ?? (0..<Int32(count)).map { $0 } },
      facts: { records.map { RecordFacts(record: .init(part: 1, record: $0)) } })
    return (input, [images, texts, logScale])
  }

  private func gradients(_ loss: Variable, _ variables: [Variable], _ tape: Tape) throws -> [Float] {
    try tape.backward(from: loss)
    return try [loss.value.floatArray()[0]] + variables.flatMap { try #require($0.gradient).floatArray() }
  }

  private static let noise = [0.1, 0.9, 0.5, 0, 1, 0.3, 0.7]

  /// The loss with the square of similarities and a target for every entry.
  private func written(_ rule: DuplicateRule, _ ids: [Int32], _ input: ObjectiveInput, on tape: Tape) throws -> Variable
  {
    let count = Self.pairs
    var (targets, absent) = ([Float](), [Float]())
    for row in 0..<count {
      let others = (0..<count).filter { $0 != row && (rule == .negative || ids[$0] != ids[row]) }
      let share = 0.5 * Float(Self.noise[row])
      for column in 0..<count {
        targets.append(row == column ? 1 - share : others.contains(column) ? share / Float(others.count) : 0)
        absent.append(row == column || others.contains(column) ? 0 : -1e9)
      }
    }
    let products = try tape.scale(
      tape.matrixProduct(input.embedding(.image), transposed: input.embedding(.text)),
      by: tape.exponential(input.logScale))
    let logits = try tape.add(products, Variable(backend.tensor(absent, [count, count])))
    let distributions = try backend.tensor(targets, [count, count])
    let losses = try [logits, tape.transpose(logits)].map {
      try tape.softmaxCrossEntropy($0, distributions: distributions)
    }
    return try tape.scale(tape.add(losses[0], losses[1]), by: 0.5)
  }

  @Test("sums of rows give what a target for every entry gives", arguments: [DuplicateRule.negative, .masked])
  func smoothing(rule: DuplicateRule) throws {
    let tape = Tape(backend: backend, activation: .float32)
    let (expectedInput, expectedVariables) = try input(Self.ids)
    let expected = try gradients(written(rule, Self.ids, expectedInput, on: tape), expectedVariables, tape)
    let other = Tape(backend: backend, activation: .float32)
    let (input, variables) = try input(Self.ids)
    let result = try NoiseSmoothing(strength: 0.5, duplicates: rule)
      .evaluate(input, noise: { Self.noise }, on: other)
    let found = try gradients(result.loss, variables, other)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 2e-6) }
  }

  @Test("pairs that are all trusted have CLIP's loss to the bit, and pairs whose others are all masked lose nothing")
  func trusted() throws {
    func loss(_ evaluate: (ObjectiveInput, Tape) throws -> ObjectiveResult, _ ids: [Int32]? = nil) throws -> [Float] {
      let tape = Tape(backend: backend, activation: .float32)
      let (input, variables) = try input(ids)
      return try gradients(evaluate(input, tape).loss, variables, tape)
    }
    let clip = try loss { try SoftmaxContrastive(duplicates: .masked).evaluate($0, on: $1) }
    #expect(try loss { try NLIP().objective.evaluate($0, on: $1) } == clip)
    let noisy = try loss { try NoiseSmoothing().evaluate($0, noise: { Self.noise }, on: $1) }
    #expect(noisy[0] != clip[0])
    let same = [Int32](repeating: 3, count: Self.pairs)
    let alone = try loss({ try NoiseSmoothing().evaluate($0, noise: { Self.noise }, on: $1) }, same)
    #expect(alone.allSatisfy { abs($0) < 1e-6 })
  }

  @Test(
    "the losses of pairs have the mean of the whole, in blocks or not", arguments: [DuplicateRule.negative, .masked])
  func pairLosses(rule: DuplicateRule) throws {
    let tape = Tape(backend: backend, activation: .float32)
    let (input, _) = try input(Self.ids)
    let whole = try SoftmaxContrastive(duplicates: rule).evaluate(input, on: tape).loss.value.floatArray()[0]
    let losses = try PairLosses(
      images: input.embedding(.image).value, texts: input.embedding(.text).value, scale: exp(1.2),
      ids: rule == .masked ? Self.ids : nil, backend: backend
    ).values
    #expect(losses.count == 7 && abs(losses.reduce(0, +) / 7 - Double(whole)) < 1e-5 && Set(losses).count == 7)
    // More pairs than a block has rows: every one is equal, whose loss is the logarithm of their number.
    let many = try backend.tensor([Float](repeating: 1, count: 600), [600, 1])
    let equal = try PairLosses(images: many, texts: many, scale: 3, ids: nil, backend: backend).values
    #expect(equal.count == 600 && equal.allSatisfy { abs($0 - log(600)) < 1e-5 })
  }

  /// Learns from the batch so often, nothing of the embeddings being changed.
  private func learn(_ objective: any Objective, times: Int) throws -> (loss: Float, noise: Double) {
    var last: (Float, Double) = (0, 0)
    for _ in 0..<times {
      let tape = Tape(backend: backend, activation: .float32)
      let result = try objective.evaluate(try input().0, on: tape)
      last = (try result.loss.value.floatArray()[0], result.metrics.first { $0.name == "noise" }?.value ?? -1)
      try objective.stepped()
    }
    return last
  }

  private static func settings() -> NLIP {
    var settings = NLIP()
    (settings.warmUpSteps, settings.refitSteps) = (3, 2)
    return settings
  }

  @Test("pairs are trusted up to the warm-up's end, and then by the mixture of their records' losses")
  func warmUp() throws {
    let objective = NoiseHarmonization(Self.settings())
    let before = try learn(objective, times: 3)
    #expect(before.noise == 0 && objective.mixture != nil)
    let after = try learn(objective, times: 1)
    #expect(after.noise > 0.05 && after.noise < 0.95 && after.loss != before.loss)
    #expect(try learn(NoiseHarmonization(NLIP()), times: 5).noise == 0)
  }

  @Test("losses, mixture and steps go on to the bit, also within the warm-up", arguments: [1, 2, 3, 4, 7])
  func resumed(steps: Int) throws {
    let whole = NoiseHarmonization(Self.settings())
    _ = try learn(whole, times: steps)
    let other = NoiseHarmonization(Self.settings())
    try other.restore(whole.state)
    for _ in 0..<4 {
      let (one, two) = (try learn(whole, times: 1), try learn(other, times: 1))
      #expect(one == two)
    }
    #expect(whole.mixture == other.mixture && whole.mixture != nil)
  }

  @Test("a saved state of another objective, or a damaged one, is refused by name")
  func refused() throws {
    let objective = NoiseHarmonization(Self.settings())
    _ = try learn(objective, times: 4)
    let state = objective.state
    func complaint(_ state: [ArrayEntry]) -> String {
      do { try NoiseHarmonization(NLIP()).restore(state) } catch { return "\(error)" }
      return ""
    }
    #expect(complaint(state).isEmpty)
    for name in ["parts", "records", "losses", "mixture", "steps"] {
      #expect(complaint(state.filter { $0.name != name }).contains("has no '\(name)'"))
    }
    #expect(complaint(state + [ArrayEntry(name: "queue", wholeNumber: 1)]).contains("'queue' is not in this one"))
    #expect(
      complaint(state.map { $0.name == "losses" ? .numbers("losses", [Float(1)]) : $0 }).contains("should have as many")
    )
    #expect(complaint(state.map { $0.name == "mixture" ? .numbers("mixture", [1.0]) : $0 }).contains("it is damaged"))
    #expect(complaint(state.map { $0.name == "losses" ? .numbers("losses", [1.0]) : $0 }).contains("holds float64"))
  }

  @Test("a record's loss is a running mean, whichever batch has it")
  func recordLosses() throws {
    var losses = RecordLosses()
    let record = RecordFacts.Number(part: 0, record: 5)
    #expect(losses.updated(record, by: 4, momentum: 0.5) == 4)
    losses[record] = 4
    #expect(losses.updated(record, by: 2, momentum: 0.5) == 3)
    losses[.init(part: 0, record: 1)] = 1
    #expect(losses.values(atMost: 10) == [1, 4] && losses.values(atMost: 1) == [1] && losses.count == 2)
    #expect(try RecordLosses(losses.entries).values(atMost: 9) == [1, 4])
  }
}

extension NLIP {
  fileprivate var objective: any Objective { NoiseHarmonization(self) }
}

import Autograd
import Corpora
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Adaptive weights of two captions (ALIP)")
struct CaptionGatesTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private static let settings = ALIP()

  /// Four pairs on the closed-form inputs of the golden rows.
  ///
  /// - Parameter seconds: of the second captions; nil takes the golden ones.
  private func input(seconds: [Float]? = nil, ids: [Int32]? = nil) throws -> (ObjectiveInput, [Variable]) {
    let images = embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }
    let texts = embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }
    let golden = embeddings.unit(4, 8) {
      sin(0.33 * Double($0 + 2) * Double($1 + 1)) + 0.5 * sin(0.7 * Double($0 + 1) * Double($1 + 1))
    }
    let variables = try [images, texts, seconds ?? golden].map { try embeddings.parameter($0, [4, 8]) }
    let logScale = try embeddings.parameter([Float(log(1 / 0.07))], [1])
    let input = ObjectiveInput(
      embeddings: [
        ViewRequest(.image): variables[0], ViewRequest(.text): variables[1],
        ViewRequest(Self.settings.secondView): variables[2],
      ], logScale: logScale, pairs: 4, duplicateIds: { ids ?? [0, 1, 2, 3] },
      facts: { (0..<4).map { RecordFacts(caption: "\($0)") } })
    return (input, variables + [logScale])
  }

  private func evaluate(
    _ objective: any Objective, _ input: (ObjectiveInput, [Variable])
  ) throws -> (loss: Float, gradients: [[Float]]) {
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(input.0, on: tape)
    try tape.backward(from: result.loss)
    return (try result.loss.value.floatArray()[0], try input.1.map { try #require($0.gradient).floatArray() })
  }

  /// Cosines of the golden pairs: of the captions, of image and caption, of image and second caption.
  private func similarities() throws -> [CaptionGates.Similarities] {
    let rows = try input().1.prefix(3).map { try $0.value.floatArray() }
    func cosine(_ a: Int, _ b: Int, _ pair: Int) -> Double {
      (0..<8).reduce(0) { $0 + Double(rows[a][pair * 8 + $1]) * Double(rows[b][pair * 8 + $1]) }
    }
    return (0..<4).map { .init(captions: cosine(1, 2, $0), text: cosine(0, 1, $0), second: cosine(0, 2, $0)) }
  }

  @Test("the gates of the first step are the golden ones")
  func golden() throws {
    var gates = CaptionGates(sampleGate: 2, pairGate: 2, momentum: 0.99)
    let similarities = try similarities()
    gates.follow(similarities)
    let weights = similarities.map(gates.weights)
    func expect(_ found: [Double], _ golden: [Double]) {
      for (a, b) in zip(found, golden) { #expect(abs(a - b) < 1e-6) }
    }
    expect(weights.map(\.sample), [0.448_424, 0.085_785, 0.023_759, 0.040_321])
    expect(weights.map(\.text), [0.493_350, 0.317_814, 0.121_830, 0.125_830])
    expect(weights.map(\.second), [0.996_166, 0.265_081, 0.383_006, 0.323_745])
  }

  @Test("the history after n steps of one similarity is S + (1 - S) 0.99ⁿ")
  func history() {
    var gates = CaptionGates(sampleGate: 2, pairGate: 2, momentum: 0.99)
    let pair = CaptionGates.Similarities(captions: 0.3, text: -0.2, second: 0.5)
    for n in 1...200 {
      gates.follow([pair, pair])
      let share = pow(0.99, Double(n))
      #expect(abs(gates.means.captions - (0.3 + 0.7 * share)) < 1e-12)
      #expect(abs(gates.means.text - (-0.2 + 1.2 * share)) < 1e-12)
    }
    let before = gates
    gates.follow([])
    #expect(gates == before)
  }

  @Test("captions that agree more than usually are trusted; weights of one description may exceed 1")
  func trusted() {
    var gates = CaptionGates(sampleGate: 2, pairGate: 2, momentum: 0.99)
    gates.means = .init(captions: 0.5, text: 0.1, second: 0.1)
    #expect(gates.weights(.init(captions: 0.5, text: 0, second: 0)) == .init())
    let open = gates.weights(.init(captions: 0.4, text: 0.3, second: -0.1))
    #expect(open.sample < 1 && open.text > 1 && open.second < 1)
    // The same caption twice: their cosine is 1, and no mean is more.
    #expect(gates.weights(.init(captions: 1, text: -0.3, second: -0.3)).sample == 1)
  }

  @Test("without gates it is the sum of CLIP's losses with either caption")
  func noGates() throws {
    var settings = ALIP()
    (settings.sampleGate, settings.pairGate) = (0, 0)
    let found = try evaluate(AdaptivePairs(settings), input())
    let (plain, variables) = try input()
    let tape = Tape(backend: backend, activation: .float32)
    var losses: [Float] = []
    for other in 1...2 {
      let pair = ObjectiveInput(images: variables[0], texts: variables[other], logScale: plain.logScale)
      let loss = try SoftmaxContrastive(duplicates: .negative).evaluate(pair, on: tape).loss
      losses.append(try loss.value.floatArray()[0])
      try tape.backward(from: loss)
    }
    #expect(abs(found.loss - losses[0] - losses[1]) < 1e-5)
    for (a, b) in zip(found.gradients.joined(), try variables.map { try #require($0.gradient).floatArray() }.joined()) {
      #expect(abs(a - b) < 1e-5)
    }
  }

  /// The gradient of a loss whose weights are constants of the same values.
  @Test("no gradient flows through the gates")
  func constantGates() throws {
    let found = try evaluate(AdaptivePairs(ALIP()), input())
    var gates = CaptionGates(sampleGate: 2, pairGate: 2, momentum: 0.99)
    let similarities = try similarities()
    gates.follow(similarities)
    let weights = similarities.map(gates.weights)
    let (plain, variables) = try input()
    let tape = Tape(backend: backend, activation: .float32)
    let text = try WeightedContrast(weights: weights.map { Float($0.sample * $0.text) }, ids: nil)
      .loss(variables[0], variables[1], logScale: plain.logScale, on: tape)
    let second = try WeightedContrast(weights: weights.map { Float($0.sample * $0.second) }, ids: nil)
      .loss(variables[0], variables[2], logScale: plain.logScale, on: tape)
    try tape.backward(from: tape.add(text, second))
    for (a, b) in zip(found.gradients.joined(), try variables.map { try #require($0.gradient).floatArray() }.joined()) {
      #expect(abs(a - b) < 1e-6)
    }
  }

  @Test("pairs that are masked are not each other's negatives")
  func masked() throws {
    var settings = ALIP()
    settings.duplicates = .masked
    let ids: [Int32] = [0, 1, 0, 3]
    let plain = try evaluate(AdaptivePairs(settings), input())
    #expect(try evaluate(AdaptivePairs(ALIP()), input()).loss == plain.loss)
    #expect(try evaluate(AdaptivePairs(settings), input(ids: ids)).loss < plain.loss)
    let weights = WeightedContrast(weights: [1, 1, 1, 1], ids: ids)
    let (input, variables) = try input(ids: ids)
    let tape = Tape(backend: backend, activation: .float32)
    let found = try weights.loss(variables[0], variables[1], logScale: input.logScale, on: tape).value.floatArray()[0]
    let blocked = try SoftmaxContrastive(duplicates: .masked).evaluate(
      ObjectiveInput(images: variables[0], texts: variables[1], logScale: input.logScale, duplicateIds: ids), on: tape)
    #expect(abs(try blocked.loss.value.floatArray()[0] - found) < 1e-5)
  }

  @Test("the history goes on to the bit, changes at an update alone, and another objective's is refused")
  func resumed() throws {
    let whole = AdaptivePairs(ALIP())
    for _ in 0..<3 {
      _ = try evaluate(whole, input())
      whole.stepped()
    }
    let other = AdaptivePairs(ALIP())
    try other.restore(whole.state)
    #expect(other.gates == whole.gates && whole.gates.means.captions < 0.99)
    let before = whole.gates
    _ = try evaluate(whole, input())
    #expect(whole.gates == before)
    whole.stepped()
    #expect(whole.gates != before)
    func complaint(_ state: [ArrayEntry]) -> String {
      do { try other.restore(state) } catch { return "\(error)" }
      return ""
    }
    #expect(complaint([]).contains("has no 'similarities'"))
    #expect(complaint([.numbers("similarities", [1.0, 2])]).contains("should be three numbers"))
    #expect(complaint(whole.state + [.numbers("queue", [1.0])]).contains("'queue' is not in this one"))
  }
}

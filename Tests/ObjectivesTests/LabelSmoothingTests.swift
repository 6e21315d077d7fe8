import Autograd
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Smoothed targets without the square of similarities")
struct LabelSmoothingTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  /// Seven pairs, of which three are one group and two another.
  private static let ids: [Int32] = [4, 0, 4, 9, 1, 9, 4]

  private func inputs() throws -> (images: Variable, texts: Variable, logScale: Variable) {
    (
      try embeddings.parameter(embeddings.unit(7, 5) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [7, 5]),
      try embeddings.parameter(embeddings.unit(7, 5) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [7, 5]),
      try embeddings.parameter([1.2], [1])
    )
  }

  /// The loss with the square of similarities and a target for every entry.
  private func written(_ rule: DuplicateRule, smoothing: Float, on tape: Tape) throws -> (Variable, [Variable]) {
    let (images, texts, logScale) = try inputs()
    let count = 7
    var (targets, absent) = ([Float](), [Float]())
    for row in 0..<count {
      let group = (0..<count).filter { Self.ids[$0] == Self.ids[row] }
      let present = rule == .masked ? (0..<count).filter { $0 == row || !group.contains($0) } : Array(0..<count)
      let right = rule == .positive ? group : [row]
      for column in 0..<count {
        let own = right.contains(column) ? (1 - smoothing) / Float(right.count) : 0
        let share = present.contains(column) ? smoothing / Float(present.count) : 0
        targets.append(own + share)
        absent.append(present.contains(column) ? 0 : -1e9)
      }
    }
    let products = try tape.scale(tape.matrixProduct(images, transposed: texts), by: tape.exponential(logScale))
    let logits = try tape.add(products, Variable(backend.tensor(absent, [count, count])))
    let distributions = try backend.tensor(targets, [count, count])
    let losses = try [logits, tape.transpose(logits)].map {
      try tape.softmaxCrossEntropy($0, distributions: distributions)
    }
    return (try tape.scale(tape.add(losses[0], losses[1]), by: 0.5), [images, texts, logScale])
  }

  @Test("agree with a target for every entry, whatever becomes of duplicates", arguments: DuplicateRule.allCases)
  func agrees(rule: DuplicateRule) throws {
    let tape = Tape(backend: backend, activation: .float32)
    let (expected, expectedInputs) = try written(rule, smoothing: 0.3, on: tape)
    try tape.backward(from: expected)

    let (images, texts, logScale) = try inputs()
    let fast = Tape(backend: backend, activation: .float32)
    var objective = SoftmaxContrastive(duplicates: rule)
    objective.loss.labelSmoothing = 0.3
    let result = try objective.evaluate(
      ObjectiveInput(images: images, texts: texts, logScale: logScale, duplicateIds: Self.ids), on: fast)
    try fast.backward(from: result.loss)
    #expect(abs(try result.loss.value.floatArray()[0] - expected.value.floatArray()[0]) < 2e-6)
    for (own, reference) in zip([images, texts, logScale], expectedInputs) {
      let (own, reference) = (
        try #require(own.gradient).floatArray(), try #require(reference.gradient).floatArray()
      )
      for (a, b) in zip(own, reference) { #expect(abs(a - b) < 2e-6) }
    }
  }

  @Test func theSumOfTheDirectionsIsTwiceTheirMean() throws {
    var losses: [Float] = []
    var gradients: [[Float]] = []
    for directions in DirectionReduction.allCases {
      let (images, texts, logScale) = try inputs()
      let tape = Tape(backend: backend, activation: .float32)
      var objective = SoftmaxContrastive(duplicates: .negative)
      objective.loss.directions = directions
      let result = try objective.evaluate(
        ObjectiveInput(images: images, texts: texts, logScale: logScale), on: tape)
      try tape.backward(from: result.loss)
      losses.append(try result.loss.value.floatArray()[0])
      gradients.append(try #require(images.gradient).floatArray())
    }
    #expect(losses[1] == 2 * losses[0] && gradients[1] == gradients[0].map { 2 * $0 })
  }

  @Test("ALIGN without smoothing is twice CLIP's mean, to the bit")
  func alignReduces() throws {
    let (images, texts, logScale) = try inputs()
    let input = ObjectiveInput(images: images, texts: texts, logScale: logScale)
    var align = ALIGN()
    align.loss.labelSmoothing = 0
    let tape = Tape(backend: backend, activation: .float32)
    let own = try align.evaluate(input, on: tape).loss.value.floatArray()[0]
    let clip = try SoftmaxContrastive(duplicates: .negative).evaluate(input, on: tape).loss.value.floatArray()[0]
    #expect(own == 2 * clip)
  }
}

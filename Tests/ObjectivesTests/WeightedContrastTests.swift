import Autograd
import Corpora
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Contrast of pairs that weigh differently")
struct WeightedContrastTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private static let pairs = 11
  private static let weights: [Float] = [1, 0.25, 2, 0, 0.5, 1.5, 1, 0.125, 3, 1, 0.75]
  private static let ids: [Int32] = [4, 0, 4, 9, 1, 9, 4, 2, 3, 5, 2]

  private func inputs() throws -> [Variable] {
    let count = Self.pairs
    return [
      try embeddings.parameter(
        embeddings.unit(count, 6) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [count, 6]),
      try embeddings.parameter(
        embeddings.unit(count, 6) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [count, 6]),
      try embeddings.parameter([2.2], [1]),
    ]
  }

  /// Three times the loss, and the gradients.
  private func evaluate(
    _ body: (_ inputs: [Variable], _ tape: Tape) throws -> Variable
  ) throws -> [Float] {
    let inputs = try inputs()
    let tape = Tape(backend: backend, activation: .float32)
    let loss = try tape.scale(body(inputs, tape), by: 3)
    try tape.backward(from: loss)
    return try [loss.value.floatArray()[0]] + inputs.flatMap { try #require($0.gradient).floatArray() }
  }

  /// The loss with the square of similarities.
  private func written(_ inputs: [Variable], ids: [Int32]?, on tape: Tape) throws -> Variable {
    let count = Self.pairs
    let products = try tape.scale(
      tape.matrixProduct(inputs[0], transposed: inputs[1]), by: tape.exponential(inputs[2]))
    let absent = (0..<count * count).map { place -> Float in
      let (row, column) = (place / count, place % count)
      return row != column && ids.map { $0[row] == $0[column] } == true ? -1e9 : 0
    }
    let logits = try tape.add(products, Variable(backend.tensor(absent, [count, count])))
    let own = try backend.tensor((0..<Int32(count)).map { $0 }, [count])
    let weights = try backend.tensor(Self.weights, [count])
    let sums = try [logits, tape.transpose(logits)].map {
      try tape.softmaxCrossEntropy($0, targets: own, weights: weights, reduction: .sum)
    }
    return try tape.scale(tape.add(sums[0], sums[1]), by: 0.5 / Float(count))
  }

  @Test(
    "in blocks of one row, of a few and of all it is what the square gives, and so are its gradients",
    arguments: [1, 3, 7, 11, PairLogits.usualBlock], [nil, ids])
  func blocks(block: Int, ids: [Int32]?) throws {
    let expected = try evaluate { try written($0, ids: ids, on: $1) }
    let found = try evaluate {
      try WeightedContrast(weights: Self.weights, ids: ids, block: block).loss($0[0], $0[1], logScale: $0[2], on: $1)
    }
    #expect(found.count == 2 + 2 * 6 * Self.pairs && found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) < 3e-6 * max(1, abs(b))) }
    #expect(found.contains { abs($0) > 0.1 })
  }

  /// Bytes that ALIP's loss and its derivatives take beside the embeddings of so many pairs.
  private func bytes(pairs: Int, width: Int) throws -> Int {
    let device = CountingBackend()
    let settings = ALIP()
    let rows = try (0..<3).map { _ in Variable(try device.empty([pairs, width], .float32), needsGradient: true) }
    let input = ObjectiveInput(
      embeddings: [
        ViewRequest(.image): rows[0], ViewRequest(.text): rows[1], ViewRequest(settings.secondView): rows[2],
      ], logScale: Variable(try device.tensor([Float(2)], [1]), needsGradient: true), pairs: pairs,
      duplicateIds: { [] }, facts: { [] })
    let before = device.usedBytes
    let tape = Tape(backend: device, activation: .float32)
    try tape.backward(from: AdaptivePairs(settings).evaluate(input, on: tape).loss)
    for row in rows { #expect(row.gradient != nil) }
    return device.peakBytes - before
  }

  @Test("ALIP never holds the square of a batch: memory grows with the batch, and not with its square")
  func memory() throws {
    let (small, large) = (try bytes(pairs: 4096, width: 16), try bytes(pairs: 16384, width: 16))
    #expect(large < 5 * small)
    // An eighth of one square of float32.
    #expect(large < 16384 * 16384 / 2, "\(large)")
  }
}

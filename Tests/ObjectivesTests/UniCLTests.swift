import Autograd
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Labels as positives (UniCL)")
struct UniCLTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private func loss(
    _ objective: some Objective, labels: [UInt64?]? = nil, duplicateIds: [Int32]? = nil
  ) throws -> (loss: Float, gradient: [Float]) {
    let images = try embeddings.parameter(embeddings.unit(5, 6) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [5, 6])
    let texts = try embeddings.parameter(embeddings.unit(5, 6) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [5, 6])
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(
      ObjectiveInput(
        images: images, texts: texts, logScale: embeddings.parameter([2], [1]), duplicateIds: duplicateIds,
        labels: labels), on: tape)
    try tape.backward(from: result.loss)
    return (try result.loss.value.floatArray()[0], try #require(images.gradient).floatArray())
  }

  @Test("labels that all differ, or none at all, give CLIP's loss")
  func uniqueLabels() throws {
    let clip = try loss(SoftmaxContrastive(duplicates: .negative))
    #expect(try loss(UniCL(), labels: [1, 2, 3, 4, 5]) == clip)
    #expect(try loss(UniCL(), labels: [nil, nil, nil, nil, nil]) == clip)
    #expect(try loss(UniCL()) == clip)
    #expect(try loss(UniCL(), labels: [1, 1, 3, 4, 5]).loss != clip.loss)
  }

  @Test("one label for all aims at every text alike")
  func oneLabel() throws {
    let same = try loss(UniCL(), labels: [7, 7, 7, 7, 7])
    let uniform = try loss(
      {
        var objective = SoftmaxContrastive(duplicates: .negative)
        objective.loss.labelSmoothing = 1
        return objective
      }())
    #expect(abs(same.loss - uniform.loss) < 1e-6)
    for (a, b) in zip(same.gradient, uniform.gradient) { #expect(abs(a - b) < 1e-6) }
  }

  @Test("pairs with the same caption are positives without a label, and tie the labels of both")
  func duplicates() throws {
    let labeled = try loss(UniCL(), labels: [3, 3, 3, nil, nil])
    #expect(try loss(UniCL(), duplicateIds: [0, 0, 0, 3, 4]) == labeled)
    #expect(try loss(UniCL(), labels: [3, 3, nil, nil, nil], duplicateIds: [0, 1, 1, 3, 4]) == labeled)
  }

  /// The derivative by a positive's cosine is s (p - 1/|P|) / 2N for each direction, which vanishes where p is 1/|P|.
  @Test func equalSimilaritiesWithOneLabelAreAtRest() throws {
    let same = try embeddings.parameter(embeddings.unit(4, 3) { _, column in column == 0 ? 1 : 0 }, [4, 3])
    let other = try embeddings.parameter(embeddings.unit(4, 3) { _, column in column == 1 ? 1 : 0.5 }, [4, 3])
    let tape = Tape(backend: backend, activation: .float32)
    let result = try UniCL().evaluate(
      ObjectiveInput(
        images: same, texts: other, logScale: embeddings.parameter([1], [1]), labels: [1, 1, 1, 1]), on: tape)
    try tape.backward(from: result.loss)
    #expect(try #require(same.gradient).floatArray().allSatisfy { abs($0) < 1e-6 })
  }
}

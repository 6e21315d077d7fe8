import Autograd
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("The softmax contrastive objective")
struct SoftmaxContrastiveTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  /// Loss and derivative by the logarithm of the scale of open_clip's loss on closed-form inputs, computed in double.
  @Test func agreesWithTheReferenceOnClosedFormInputs() throws {
    let images = try embeddings.parameter(embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [4, 8])
    let texts = try embeddings.parameter(embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [4, 8])
    let logScale = try embeddings.parameter([Float(log(1 / 0.07))], [1])
    let tape = Tape(backend: backend, activation: .float32)
    let result = try SoftmaxContrastive().evaluate(
      ObjectiveInput(images: images, texts: texts, logScale: logScale), on: tape)
    #expect(abs(try result.loss.value.floatArray()[0] - 1.486_181_82) < 1e-5)
    try tape.backward(from: result.loss)
    #expect(abs(try #require(logScale.gradient).floatArray()[0] - 1.015_867_08) < 1e-5)
  }

  /// UniCL's loss with labels 0, 5, 5, 1 on the same inputs, computed in double from its equation.
  @Test func positivesOfAGroupAgreeWithTheReferenceOnClosedFormInputs() throws {
    let images = try embeddings.parameter(embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [4, 8])
    let texts = try embeddings.parameter(embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [4, 8])
    let logScale = try embeddings.parameter([Float(log(1 / 0.07))], [1])
    let duplicateIds = [0, 5, 5, 1] as [Int32]
    let tape = Tape(backend: backend, activation: .float32)
    let result = try SoftmaxContrastive(duplicates: .positive).evaluate(
      ObjectiveInput(images: images, texts: texts, logScale: logScale, duplicateIds: duplicateIds), on: tape)
    #expect(abs(try result.loss.value.floatArray()[0] - 3.498_789_46) < 1e-5)
    try tape.backward(from: result.loss)
    #expect(abs(try #require(logScale.gradient).floatArray()[0] - 3.028_474_72) < 1e-5)
  }

  @Test(arguments: [2, 5, 64])
  func equalEmbeddingsGiveTheLogarithmOfTheBatch(count: Int) throws {
    let same = try embeddings.parameter(embeddings.unit(count, 4) { _, column in column == 0 ? 1 : 0 }, [count, 4])
    let result = try SoftmaxContrastive().evaluate(
      ObjectiveInput(images: same, texts: same, logScale: embeddings.parameter([2], [1])),
      on: Tape(backend: backend, activation: .float32))
    #expect(abs(try Double(result.loss.value.floatArray()[0]) - log(Double(count))) < 1e-5)
  }

  @Test func orthonormalPairsGiveTheClosedForm() throws {
    let identity = try embeddings.parameter(embeddings.unit(4, 4) { $0 == $1 ? 1 : 0 }, [4, 4])
    let result = try SoftmaxContrastive().evaluate(
      ObjectiveInput(images: identity, texts: identity, logScale: embeddings.parameter([1], [1])),
      on: Tape(backend: backend, activation: .float32))
    #expect(abs(try Double(result.loss.value.floatArray()[0]) - log(1 + 3 * exp(-exp(1.0)))) < 1e-5)
    #expect(result.metrics.first { $0.name == "t2i_accuracy" }?.value == 1)
  }

  @Test func pairsOfOneGroupAreNotEachOthersNegatives() throws {
    let same = try embeddings.parameter(embeddings.unit(3, 4) { _, column in column == 0 ? 1 : 0 }, [3, 4])
    let duplicateIds = [7, 7, 8] as [Int32]
    let result = try SoftmaxContrastive().evaluate(
      ObjectiveInput(images: same, texts: same, logScale: embeddings.parameter([0], [1]), duplicateIds: duplicateIds),
      on: Tape(backend: backend, activation: .float32))
    // The first two pairs compete with the third only, the third with both.
    #expect(abs(try Double(result.loss.value.floatArray()[0]) - (2 * log(2.0) + log(3.0)) / 3) < 1e-5)
  }
}

import Autograd
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("The sigmoid contrastive objective")
struct SigmoidContrastiveTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  /// Loss and derivatives by the logarithm of the scale and by the bias of open_clip's SigLIP loss on closed-form inputs,
  /// computed in double.
  @Test func agreesWithTheReferenceOnClosedFormInputs() throws {
    let images = try embeddings.parameter(embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) }, [4, 8])
    let texts = try embeddings.parameter(embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) }, [4, 8])
    let logScale = try embeddings.parameter([Float(log(10.0))], [1])
    let bias = try embeddings.parameter([-10], [1])
    let tape = Tape(backend: backend, activation: .float32)
    let result = try SigmoidContrastive().evaluate(
      ObjectiveInput(images: images, texts: texts, logScale: logScale, logitBias: bias), on: tape)
    #expect(abs(try result.loss.value.floatArray()[0] - 7.622_423_20) < 1e-5)
    try tape.backward(from: result.loss)
    #expect(abs(try #require(logScale.gradient).floatArray()[0] + 2.339_548_08) < 1e-5)
    #expect(abs(try #require(bias.gradient).floatArray()[0] + 0.992_287_68) < 1e-5)
  }

  @Test(arguments: [2, 5, 64])
  func equalEmbeddingsGiveTheClosedForm(count: Int) throws {
    let same = try embeddings.parameter(embeddings.unit(count, 4) { _, column in column == 0 ? 1 : 0 }, [count, 4])
    let result = try SigmoidContrastive().evaluate(
      ObjectiveInput(
        images: same, texts: same, logScale: embeddings.parameter([0], [1]), logitBias: embeddings.parameter([0.5], [1])
      ),
      on: Tape(backend: backend, activation: .float32))
    let expected = log1p(exp(-1.5)) + Double(count - 1) * log1p(exp(1.5))
    #expect(abs(try Double(result.loss.value.floatArray()[0]) - expected) < 1e-5 * expected)
  }

  @Test func aTowerWithoutABiasIsRefused() throws {
    let same = try embeddings.parameter([1, 0], [2, 1])
    #expect(throws: ObjectiveError.self) {
      try SigmoidContrastive().evaluate(
        ObjectiveInput(images: same, texts: same, logScale: same), on: Tape(backend: backend, activation: .float32))
    }
  }
}

import Autograd
import Corpora
import Tensors
import Testing

@testable import Objectives

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Objectives in front of a locked tower, and what exchanging sides or pairs changes")
struct LockedTowerTests {
  let embeddings: EmbeddingRows
  var backend: CPUBackend { embeddings.backend }

  init() throws { embeddings = try EmbeddingRows() }

  private var images: [Float] { embeddings.unit(4, 8) { sin(0.7 * Double($0 + 1) * Double($1 + 1)) } }
  private var texts: [Float] { embeddings.unit(4, 8) { cos(0.45 * Double($0 + 1) * Double($1 + 2)) } }

  private func evaluate(_ objective: some Objective, _ images: Variable, _ texts: Variable) throws
    -> (loss: Float, logScaleGradient: Float)
  {
    let logScale = try embeddings.parameter([Float(log(1 / 0.07))], [1])
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(ObjectiveInput(images: images, texts: texts, logScale: logScale), on: tape)
    try tape.backward(from: result.loss)
    return (try result.loss.value.floatArray()[0], try #require(logScale.gradient).floatArray()[0])
  }

  @Test("LiT has CLIP's loss and its gradient of texts, and none of images")
  func lit() throws {
    let (trainedImages, clipTexts) = (
      try embeddings.parameter(images, [4, 8]), try embeddings.parameter(texts, [4, 8])
    )
    let clip = try evaluate(SoftmaxContrastive(), trainedImages, clipTexts)
    let (locked, litTexts) = (Variable(try backend.tensor(images, [4, 8])), try embeddings.parameter(texts, [4, 8]))
    let lit = try evaluate(LiT(), locked, litTexts)
    #expect(lit == clip && abs(lit.loss - 1.486_181_82) < 1e-6 && abs(lit.logScaleGradient - 1.015_867_08) < 1e-5)
    #expect(try #require(litTexts.gradient).floatArray() == #require(clipTexts.gradient).floatArray())
    #expect(locked.gradient == nil)
    var needs = LiT().requirements
    #expect(needs.locksImageTower && needs.reusesImageEmbeddings)
    needs = SoftmaxContrastive().requirements
    #expect(!needs.locksImageTower)
  }

  @Test("exchanging images and texts, or pairs with one another, leaves a loss of pairs as it is")
  func symmetry() throws {
    func permuted(_ rows: [Float]) -> [Float] { [2, 0, 3, 1].flatMap { Array(rows[8 * $0..<8 * $0 + 8]) } }
    let objectives: [any Objective] = [SoftmaxContrastive(), ALIGN(), UniCL()]
    for objective in objectives {
      func loss(_ images: [Float], _ texts: [Float]) throws -> Float {
        try evaluate(objective, embeddings.parameter(images, [4, 8]), embeddings.parameter(texts, [4, 8])).loss
      }
      let plain = try loss(images, texts)
      #expect(abs(try loss(texts, images) - plain) < 2e-6)
      #expect(abs(try loss(permuted(images), permuted(texts)) - plain) < 2e-6)
      #expect(abs(try loss(permuted(images), texts) - plain) > 0.1)
    }
  }

  /// The loss of pages against a teacher's texts, with the gradient of the pages.
  private func distill(_ objective: Distillation, _ pages: [Float], _ captions: [Float]) throws
    -> (loss: Float, gradient: [Float])
  {
    let rows = try embeddings.parameter(pages, [4, 8])
    let input = ObjectiveInput(
      embeddings: [
        ViewRequest(.text): rows, ViewRequest(.text, by: .teacher): Variable(try backend.tensor(captions, [4, 8])),
        ViewRequest(.image): Variable(try backend.tensor(images, [4, 8])),
      ], logScale: try embeddings.parameter([Float(log(1 / 0.07))], [1]), pairs: 4, duplicateIds: { [0, 1, 2, 3] },
      facts: { [RecordFacts](repeating: RecordFacts(), count: 4) })
    let tape = Tape(backend: backend, activation: .float32)
    let result = try objective.evaluate(input, on: tape)
    try tape.backward(from: result.loss)
    return (try result.loss.value.floatArray()[0], try #require(rows.gradient).floatArray())
  }

  @Test("distillation is the weighted sum of its terms, each of which is what it says")
  func distillation() throws {
    func objective(_ matching: Double, _ contrast: Double, _ images: Double) -> Distillation {
      var objective = Distillation()
      (objective.matching, objective.contrast, objective.images) = (matching, contrast, images)
      return objective
    }
    let same = try distill(objective(1, 0, 0), texts, texts)
    #expect(abs(same.loss) < 1e-6)
    let apart = try distill(objective(1, 0, 0), texts, images)
    let cosines = (0..<4).map { row in (0..<8).reduce(Float(0)) { $0 + texts[8 * row + $1] * images[8 * row + $1] } }
    #expect(abs(apart.loss - (1 - cosines.reduce(0, +) / 4)) < 1e-6)
    let clip = try evaluate(
      SoftmaxContrastive(), embeddings.parameter(images, [4, 8]), embeddings.parameter(texts, [4, 8]))
    let contrast = try distill(objective(0, 1, 0), texts, images)
    let withImages = try distill(objective(0, 0, 1), texts, texts)
    #expect(abs(contrast.loss - clip.loss) < 1e-6 && abs(withImages.loss - clip.loss) < 1e-6)
    let sum = try distill(objective(2, 0.5, 3), texts, images)
    #expect(abs(sum.loss - (2 * apart.loss + 0.5 * contrast.loss + 3 * withImages.loss)) < 1e-5)
    for index in sum.gradient.indices {
      let parts = 2 * apart.gradient[index] + 0.5 * contrast.gradient[index] + 3 * withImages.gradient[index]
      #expect(abs(sum.gradient[index] - parts) < 1e-5)
    }
    #expect(objective(1, 1, 0).requests.count == 2 && objective(1, 1, 1).requests.count == 3)
    #expect(objective(0, 0, 1).requests == [ViewRequest(.text), ViewRequest(.image)])
  }
}

import Autograd
import Corpora
import Models
import Objectives
import Runtime
import Tensors
import Testing

@testable import Training

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// A loss of tokens, written with what any module sees: the mean over an image's tokens of the best cosine among a text's, and the
/// other way round, each in a softmax over the batch (FILIP, Yao et al. 2022).
private struct TokenWise: Objective {
  var requests: [ViewRequest] { [ViewRequest(.image, .states), ViewRequest(.text, .states)] }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let images = try input.states(.image)
    let texts = try input.states(.text)
    let toTexts = try similarities(images, texts, on: tape)
    let toImages = try similarities(texts, images, on: tape)
    let own = try tape.backend.tensor((0..<Int32(input.pairs)).map { $0 }, [input.pairs])
    let losses = try [toTexts, toImages].map {
      try tape.softmaxCrossEntropy(tape.scale($0, by: tape.exponential(input.logScale)), targets: own)
    }
    return ObjectiveResult(loss: try tape.scale(tape.add(losses[0], losses[1]), by: 0.5), metrics: [])
  }

  /// `[pairs, pairs]`: of the tokens of a row, their best among the tokens of a column.
  private func similarities(_ rows: PackedStates, _ columns: PackedStates, on tape: Tape) throws -> Variable {
    let pairs = rows.offsets.count - 1
    let ofColumns = try (0..<pairs).map { column -> Variable in
      let tokens = try tape.rows(columns.rows, Int(columns.offsets[column])..<Int(columns.offsets[column + 1]))
      let best = try tape.maximum(tape.matrixProduct(rows.rows, transposed: tokens)).values
      let matrix = try tape.reshape(best, to: [best.value.count, 1])
      return try tape.meanPool(matrix, offsets: tape.backend.tensor(rows.offsets, [rows.offsets.count]))
    }
    return try tape.transpose(tape.concatenate(ofColumns.map { try tape.transpose($0) }))
  }
}

@Suite("An objective over token states")
struct TokenWiseObjectiveTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  /// Three images of four tokens, three texts of three, two and one token, of width 6. The losses were found with the public code of
  /// Wukong and a mask of pads added to it, the gradients with automatic differentiation in double.
  @Test(
    "has its golden loss and gradients in chunks of one sequence, of five tokens and of all", arguments: [1, 5, .max])
  func golden(tokens: Int) throws {
    var images: [[Double]] = []
    for i in 1...3 {
      for p in 1...4 {
        images.append(
          (1...6).map { k in
            let (i, p, k) = (Double(i), Double(p), Double(k))
            return sin(0.7 * i * k + 0.9 * p * (k + 1))
          })
      }
    }
    let lengths = [3, 2, 1]
    var texts: [[Double]] = []
    for i in 1...3 {
      for q in 1...lengths[i - 1] {
        texts.append(
          (1...6).map { k in
            let (i, q, k) = (Double(i), Double(q), Double(k))
            return cos(0.45 * i * (k + 1) - 0.8 * q * k)
          })
      }
    }
    let tower = try LookupTower(images + texts, logScale: log(1 / 0.07), backend: backend)
    let result = try CachedForward(
      tower: tower, objective: TokenWise(), plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(LookupTower.batch(images: [4, 4, 4], texts: lengths))
    #expect(abs(result.loss - 4.205_889_70) < 5e-6)
    // By the tokens at unit length, which go through it once more.
    #expect(abs(Double(try #require(tower.logScale.gradient).floatArray()[0]) - 3.629_856_15) < 1e-4)
  }
}

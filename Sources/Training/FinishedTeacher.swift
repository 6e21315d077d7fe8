import Autograd
import Corpora
import Models
import Tensors

/// A finished model that a student learns from, and that training does not change.
public struct FinishedTeacher {
  let tower: any Tower
  let activation: ElementType

  /// - Parameters:
  ///   - tower: reads texts as tokens; its parameters are frozen here.
  ///   - activation: element type of its activations.
  ///
  /// Throws where the tower reads texts as pages.
  public init(_ tower: any Tower, activation: ElementType) throws {
    guard tower.text != nil else {
      throw TrainingError("the teacher reads texts as pages; a student learns from one that reads tokens")
    }
    tower.parameters.freeze { _ in true }
    self.tower = tower
    self.activation = activation
  }

  /// Unit rows of texts, float32 `[texts, embedding]`, made in chunks.
  func embed(_ texts: PackedTokens, chunkTokens: Int, on backend: any Backend) throws -> Tensor {
    let out = try backend.empty([texts.sequences, tower.embedding], .float32)
    for range in CachedForward.Chunk.ranges(offsets: texts.offsets, tokens: chunkTokens) {
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      let rows = try tower.embed(TokenInput(texts, sequences: range, on: tape), on: tape)
      try backend.kernels.convert(try out.rows(range), rows.value)
    }
    return out
  }
}

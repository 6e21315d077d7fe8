import Autograd
import Tensors

/// Outputs of everything that a batch packs, or of a chunk, or the loss's derivatives by them. Nil where no view's are asked for.
struct PackedOutputs {
  /// float32 `[sequences, embedding]`, known images behind what is packed.
  let embeddings: Tensor?
  /// Of the kinds of sequences whose pooled vectors are asked for, float32 `[sequences of the kind, width]`.
  let pooled: [CachedForward.Chunk.Kind: Tensor]
  /// float32 `[states, width]`.
  let states: Tensor?

  init(embeddings: Tensor?, pooled: [CachedForward.Chunk.Kind: Tensor] = [:], states: Tensor?) {
    self.embeddings = embeddings
    self.pooled = pooled
    self.states = states
  }

  /// The derivatives by outputs that a loss was taken of; zero where it does not depend on one.
  init(
    gradientsOf embeddings: Variable?, _ pooled: [CachedForward.Chunk.Kind: Variable], _ states: Variable?,
    on backend: any Backend
  ) throws {
    func gradient(_ output: Variable) throws -> Tensor {
      try output.gradient ?? backend.zeros(output.value.shape, .float32)
    }
    self.init(
      embeddings: try embeddings.map(gradient), pooled: try pooled.mapValues(gradient), states: try states.map(gradient)
    )
  }

  /// The part of a chunk, which looks at the whole.
  func rows(of chunk: CachedForward.Chunk, _ layout: OutputLayout) throws -> PackedOutputs {
    PackedOutputs(
      embeddings: try embeddings?.rows(chunk.rows),
      pooled: try pooled.filter { $0.key == chunk.kind }.mapValues { try $0.rows(chunk.sequences) },
      states: try states?.rows(layout.states(of: chunk.rows)))
  }
}

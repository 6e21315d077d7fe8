import Autograd
import Models
import Objectives
import Tensors

/// The loss of a batch of any size, and its gradients.
///
/// A batch is embedded in chunks, the loss is taken of all embeddings at once, and the backward pass of each chunk begins from the
/// loss's derivative by its embeddings. Chunks whose activations there is no memory for are embedded a second time for
/// that (GradCache, Gao et al. 2021); the numbers are the same either way, to the last bit.
struct BatchGradients {
  let tower: any Tower
  let objective: Objective
  let plan: TrainingPlan
  let backend: any Backend

  /// Adds the gradients of the loss to those of the parameters.
  func accumulate(_ batch: some PackedBatch) throws -> (loss: Double, metrics: [(name: String, value: Double)]) {
    let chunks = batch.chunks(tokens: plan.chunkTokens)
    let embeddings = try backend.empty([2 * batch.pairs, tower.embedding], .float32)
    var passes: [Pass?] = []
    let before = backend.usedBytes
    var largest = 0
    for chunk in chunks {
      let used = backend.usedBytes
      let keeps = chunks.count == 1 || used - before + largest <= plan.activationBytes
      let pass = try embed(chunk, of: batch, keeping: keeps)
      largest = max(largest, backend.usedBytes - used)
      try backend.kernels.convert(try embeddings.rows(chunk.rows), pass.output.value)
      passes.append(keeps ? pass : nil)
    }
    let (result, gradients) = try evaluate(embeddings, batch)
    let loss = Double(try result.loss.value.floatArray()[0])
    for index in chunks.indices {
      let pass = try passes[index] ?? embed(chunks[index], of: batch, keeping: true)
      passes[index] = nil
      try pass.tape.backward(from: pass.output, gradient: try gradients.rows(chunks[index].rows))
    }
    return (loss, result.metrics)
  }

  /// Bytes that a chunk keeps until its backward pass is over.
  func keptBytes(_ chunk: Chunk, of batch: some PackedBatch) throws -> Int {
    let before = backend.usedBytes
    let pass = try embed(chunk, of: batch, keeping: true)
    return withExtendedLifetime(pass) { backend.usedBytes - before }
  }

  private func embed(_ chunk: Chunk, of batch: some PackedBatch, keeping keeps: Bool) throws -> Pass {
    let tape = Tape(
      backend: backend, activation: plan.activation, isRecording: keeps, recomputation: plan.recomputation)
    switch chunk.kind {
    case .patches:
      let input = try batch.patches(chunk.sequences, configuration: tower.vision, on: tape)
      return Pass(tape: tape, output: try tower.embed(input, on: tape))
    case .tokens:
      let input = try batch.texts(chunk.sequences, on: tape)
      return Pass(tape: tape, output: try tower.embed(input, on: tape))
    }
  }

  /// The loss, and its derivative by all embeddings, [2 · pairs, embedding], in the order in which they are packed.
  private func evaluate(_ embeddings: Tensor, _ batch: some PackedBatch) throws -> (ObjectiveResult, gradients: Tensor)
  {
    let tape = Tape(backend: backend, activation: plan.activation)
    let packed = Variable(embeddings, needsGradient: true)
    let sides = try [0..<batch.pairs, batch.pairs..<2 * batch.pairs].map { half in
      try tape.pickRows(packed, rows: backend.integers(half.count) { batch.order[half] })
    }
    let result = try objective.evaluate(
      ObjectiveInput(
        images: sides[0], texts: sides[1], logScale: tower.logScale, logitBias: tower.logitBias,
        duplicateIds: try backend.integers(batch.pairs) { batch.duplicateIds[...] }), on: tape)
    try tape.backward(from: result.loss)
    return (result, try packed.gradient ?? backend.zeros(embeddings.shape, .float32))
  }

  /// A chunk on its way: what it keeps, and its embeddings.
  private struct Pass {
    let tape: Tape
    let output: Variable
  }
}

extension BatchGradients {
  /// Packed sequences that are embedded together.
  struct Chunk: Equatable {
    enum Kind { case patches, tokens }

    let kind: Kind
    /// Among the packed sequences of the kind.
    let sequences: Range<Int>
    /// Among all packed sequences: patches first, tokens behind them.
    let rows: Range<Int>

    static func all(patches: [Range<Int>], tokens: [Range<Int>], behind: Int) -> [Chunk] {
      patches.map { Chunk(kind: .patches, sequences: $0, rows: $0) }
        + tokens.map {
          Chunk(kind: .tokens, sequences: $0, rows: $0.lowerBound + behind..<$0.upperBound + behind)
        }
    }

    /// Cuts the sequences into runs of at most so many tokens, or of one sequence.
    static func ranges(offsets: [Int32], tokens: Int) -> [Range<Int>] {
      var chunks: [Range<Int>] = []
      var start = 0
      for end in 1..<max(1, offsets.count) {
        let isLast = end + 1 == offsets.count
        if isLast || Int(offsets[end + 1] - offsets[start]) > tokens {
          chunks.append(start..<end)
          start = end
        }
      }
      return chunks
    }
  }
}

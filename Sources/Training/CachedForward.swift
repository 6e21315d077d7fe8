import Autograd
import Corpora
import Models
import Objectives
import Tensors

/// The outputs that an objective asks for of a batch of any size, its loss of them, and the gradients.
///
/// What is packed is embedded in chunks, the loss is taken of all outputs at once, and the backward pass of each chunk begins from
/// the loss's derivatives by its outputs. Chunks whose activations there is no memory for are embedded a second time for
/// that (GradCache, Gao et al. 2021); the numbers are the same either way, to the last bit. Chunking is here and nowhere else: an
/// objective sees whole batches.
struct CachedForward {
  let tower: any Tower
  let objective: any Objective
  let plan: TrainingPlan
  let backend: any Backend
  /// Answers requests for a teacher's outputs.
  var teacher: Teacher?
  /// Of images that are not read.
  var images: ImageEmbeddings?

  /// Adds the gradients of the loss to those of the parameters.
  func accumulate(_ batch: some PackedBatch) throws -> (loss: Double, metrics: [(name: String, value: Double)]) {
    guard tower.sharesPatches || batch.packsPagesApart else {
      throw TrainingError("the model has a tower for photos and one for pages, and the batch does not tell them apart")
    }
    let chunks = batch.chunks(tokens: plan.chunkTokens)
    let requests = objective.requests
    let taught = try taught(batch, requests)
    let layout = try OutputLayout(batch, requests: requests, tower: tower)
    let outputs = try layout.empty(on: backend)
    var passes: [Pass?] = []
    // Nothing goes back into what a locked tower made.
    var isTrained: [Bool] = []
    let before = backend.usedBytes
    var largest = 0
    for chunk in chunks {
      let used = backend.usedBytes
      let keeps = chunks.count == 1 || used - before + largest <= plan.activationBytes
      let pass = try forward(chunk, of: batch, layout, keeping: keeps)
      largest = max(largest, backend.usedBytes - used)
      try pass.copy(into: outputs.rows(of: chunk, layout), backend)
      isTrained.append(pass.isTrained)
      passes.append(keeps && pass.isTrained ? pass : nil)
    }
    try copyKnown(batch, into: outputs, layout)
    let (result, gradients) = try evaluate(outputs, taught, batch, layout, requests)
    let loss = result.loss.value.hasValues ? Double(try result.loss.value.floatArray()[0]) : 0
    for index in chunks.indices where isTrained[index] {
      let pass = try passes[index] ?? forward(chunks[index], of: batch, layout, keeping: true)
      passes[index] = nil
      try pass.backward(from: gradients.rows(of: chunks[index], layout))
    }
    return (loss, result.metrics)
  }

  /// The embeddings of images that are not read.
  private func copyKnown(_ batch: some PackedBatch, into outputs: PackedOutputs, _ layout: OutputLayout) throws {
    guard batch.knownCount > 0, !(backend is CountingBackend), let known = try outputs.embeddings?.rows(layout.known)
    else { return }
    guard let images else { throw TrainingError("the embeddings of images that were not read are not there") }
    try images.copy(batch.knownImages, into: known)
  }

  /// What an average of the weights makes of the views that are asked of it; nil where nobody asks. Nothing is kept for derivatives.
  private func taught(_ batch: some PackedBatch, _ requests: [ViewRequest]) throws -> (PackedOutputs, OutputLayout)? {
    let asked = requests.filter { $0.weights == .teacher }
    guard case .average(let average) = teacher, !asked.isEmpty else { return nil }
    let layout = try OutputLayout(batch, requests: asked, by: .teacher, tower: tower)
    let outputs = try layout.empty(on: backend)
    try average.standingIn {
      for chunk in batch.chunks(tokens: plan.chunkTokens) {
        let pass = try forward(chunk, of: batch, layout, keeping: false)
        try pass.copy(into: outputs.rows(of: chunk, layout), backend)
      }
    }
    try copyKnown(batch, into: outputs, layout)
    return (outputs, layout)
  }

  /// Bytes that a chunk keeps until its backward pass is over.
  func keptBytes(_ chunk: Chunk, of batch: some PackedBatch) throws -> Int {
    let layout = try OutputLayout(batch, requests: objective.requests, tower: tower)
    let before = backend.usedBytes
    let pass = try forward(chunk, of: batch, layout, keeping: true)
    return withExtendedLifetime(pass) { backend.usedBytes - before }
  }

  private func forward(_ chunk: Chunk, of batch: some PackedBatch, _ layout: OutputLayout, keeping keeps: Bool) throws
    -> Pass
  {
    let tape = Tape(
      backend: backend, activation: plan.activation, isRecording: keeps, recomputation: plan.recomputation)
    let encoded =
      switch chunk.kind {
      case .patches:
        try tower.encode(batch.patches(chunk.sequences, configuration: tower.vision, on: tape), as: .image, on: tape)
      case .pages:
        try tower.encode(
          batch.pages(chunk.sequences, configuration: tower.vision(for: .text), on: tape), as: .text, on: tape)
      case .tokens: try tower.encode(batch.texts(chunk.sequences, on: tape), on: tape)
      }
    return Pass(
      tape: tape, embedding: layout.hasEmbeddings ? try encoded.embedding(on: tape) : nil,
      pooled: layout.pools(chunk.kind) ? try encoded.pooled(on: tape) : nil,
      states: layout.hasStates ? try tape.convert(encoded.states(on: tape), to: .float32) : nil)
  }

  /// The loss, and its derivatives by all outputs.
  private func evaluate(
    _ outputs: PackedOutputs, _ taught: (outputs: PackedOutputs, layout: OutputLayout)?, _ batch: some PackedBatch,
    _ layout: OutputLayout, _ requests: [ViewRequest]
  ) throws -> (ObjectiveResult, gradients: PackedOutputs) {
    let tape = Tape(backend: backend, activation: plan.activation)
    let embeddings = outputs.embeddings.map { Variable($0, needsGradient: true) }
    let states = outputs.states.map { Variable($0, needsGradient: true) }
    let pooled = outputs.pooled.mapValues { Variable($0, needsGradient: true) }
    var chosen: [ViewRequest: Variable] = [:]
    var chosenStates: [ViewRequest: PackedStates] = [:]
    for request in requests {
      if request.weights == .teacher, taught == nil {
        chosen[request] = Variable(try teach(request, batch))
        continue
      }
      guard batch.shows(request.view) else {
        throw TrainingError("the objective needs the view '\(request.view.name)', which the batch does not show")
      }
      let isTaught = request.weights == .teacher
      let embeddings = isTaught ? taught?.outputs.embeddings.map { Variable($0) } : embeddings
      let states = isTaught ? taught?.outputs.states.map { Variable($0) } : states
      let pooled = isTaught ? taught?.outputs.pooled.mapValues { Variable($0) } ?? [:] : pooled
      let layout = isTaught ? taught?.layout ?? layout : layout
      switch request.output {
      case .embedding:
        guard let embeddings else { continue }
        chosen[request] = try tape.pickRows(
          embeddings, rows: backend.integers(batch.pairs) { layout.embeddings(of: batch.places(of: request.view))[...] }
        )
      case .pooled:
        let (kind, rows) = layout.pooled(of: batch.places(of: request.view))
        guard let pooled = pooled[kind] else { continue }
        chosen[request] = try tape.pickRows(pooled, rows: backend.integers(batch.pairs) { rows[...] })
      case .states:
        guard let states else { continue }
        let (rows, offsets) = layout.rows(of: batch.places(of: request.view))
        chosenStates[request] = PackedStates(
          rows: try tape.pickRows(states, rows: backend.integers(rows.count) { rows[...] }), offsets: offsets)
      }
    }
    let result = try objective.evaluate(
      ObjectiveInput(
        embeddings: chosen, states: chosenStates, logScale: tower.logScale, logitBias: tower.logitBias,
        pairs: batch.pairs, duplicateIds: { batch.duplicateIds }, facts: { batch.facts },
        shown: { view in batch.places(of: view).map { $0 >= 0 } }), on: tape)
    try tape.backward(from: result.loss)
    return (result, try PackedOutputs(gradientsOf: embeddings, pooled, states, on: backend))
  }

  /// What the teacher makes of a view.
  private func teach(_ request: ViewRequest, _ batch: some PackedBatch) throws -> Tensor {
    guard request.view == .text, request.output == .embedding else {
      throw TrainingError(
        "a teacher gives embeddings of texts, not the output '\(request.output)' of the view '\(request.view.name)'")
    }
    if backend is CountingBackend { return try backend.empty([batch.pairs, tower.embedding], .float32) }
    guard case .finished(let teacher) = teacher, batch.teacherTexts.sequences == batch.pairs else {
      throw TrainingError("the objective learns from a teacher, and there is none")
    }
    return try teacher.embed(batch.teacherTexts, chunkTokens: plan.chunkTokens, on: backend)
  }

  /// A chunk on its way: what it keeps, and its outputs.
  private struct Pass {
    let tape: Tape
    /// float32 `[sequences, embedding]`.
    let embedding: Variable?
    /// float32 `[sequences, width]`.
    let pooled: Variable?
    /// float32 `[tokens, width]`.
    let states: Variable?

    var isTrained: Bool { [embedding, pooled, states].contains { $0?.needsGradient == true } }

    func copy(into outputs: PackedOutputs, _ backend: any Backend) throws {
      if let rows = outputs.embeddings, let embedding { try backend.kernels.convert(rows, embedding.value) }
      for rows in outputs.pooled.values {
        if let pooled { try backend.kernels.convert(rows, pooled.value) }
      }
      if let rows = outputs.states, let states { try backend.kernels.convert(rows, states.value) }
    }

    func backward(from gradients: PackedOutputs) throws {
      let outputs = [
        (embedding, gradients.embeddings), (pooled, gradients.pooled.values.first), (states, gradients.states),
      ].compactMap { output, gradient in
        output.flatMap { output in gradient.map { (output, $0) } }
      }
      try tape.backward(from: outputs)
    }
  }
}

extension CachedForward {
  /// Packed sequences that are embedded together.
  struct Chunk: Equatable {
    enum Kind: CaseIterable {
      /// Photos, or photos and pages, read by the same blocks.
      case patches
      /// Pages that are read by blocks of their own.
      case pages
      case tokens
    }

    let kind: Kind
    /// Among the packed sequences of the kind.
    let sequences: Range<Int>
    /// Among all packed sequences.
    let rows: Range<Int>

    /// - Parameter behind: packed sequences of other kinds that stand in front of those of this kind.
    init(_ kind: Kind, _ sequences: Range<Int>, behind: Int) {
      self.kind = kind
      self.sequences = sequences
      rows = sequences.lowerBound + behind..<sequences.upperBound + behind
    }

    /// All of a kind.
    static func all(_ kind: Kind, offsets: [Int32], tokens: Int, behind: Int) -> [Chunk] {
      ranges(offsets: offsets, tokens: tokens).map { Chunk(kind, $0, behind: behind) }
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

import Autograd
import Corpora
import Models
import Objectives
import Runtime
import Tensors
import TestSupport
import Testing

@testable import Training

/// An objective with everything that one may have: a head of its own, and a memory of texts that are negatives of later batches.
private final class RememberedTexts: Objective {
  private let head: Linear
  /// `[remembered, embedding]`, the oldest first; each row a text of an earlier batch.
  private var memory: Tensor
  private var latest: Tensor?

  init(_ context: ObjectiveContext, backend: any Backend) throws {
    head = try Linear(
      context.heads, "head", inputs: context.embedding, outputs: context.embedding, kernel: .xavierUniform())
    memory = try backend.zeros([8, context.embedding], .float32)
  }

  var requests: [ViewRequest] { .pairs }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let images = try tape.l2Normalize(head(input.embedding(.image), on: tape, out: .float32))
    let texts = try input.embedding(.text)
    latest = texts.value
    let all = try tape.concatenate([texts, Variable(memory)])
    let logits = try tape.scale(
      tape.matrixProduct(images, transposed: all), by: tape.exponential(input.logScale))
    let own = try tape.backend.tensor((0..<Int32(input.pairs)).map { $0 }, [input.pairs])
    return ObjectiveResult(loss: try tape.softmaxCrossEntropy(logits, targets: own), metrics: [])
  }

  func stepped() throws {
    guard let latest else { return }
    let rows = try (memory.floatArray() + latest.floatArray()).suffix(memory.count)
    try memory.withFloats { _ = $0.update(fromContentsOf: rows) }
  }

  var state: [ArrayEntry] { [ArrayEntry(name: "memory", tensor: memory)] }

  func restore(_ state: [ArrayEntry]) throws {
    guard let saved = state.first(where: { $0.name == "memory" }) else { throw ObjectiveError("there is no memory") }
    try saved.copy(into: memory)
  }
}

@Suite("Heads and memories of objectives")
struct ObjectiveStateTests {
  let squares: SquaresCorpus
  let backend: CPUBackend

  init() throws {
    squares = try SquaresCorpus()
    backend = try CPUBackend(pool: try ThreadPool(threads: 2))
  }

  /// A run's parts, at the beginning or where a checkpoint left them.
  private func run(_ checkpoint: CheckpointContent? = nil) throws -> (trainer: Trainer, tower: SharedTower) {
    let tower = try SharedTower(
      configuration: TowerConfiguration(
        width: 32, depth: 1, heads: 2, patch: 4, pooling: .map, embedding: 16, gridRows: 2, gridColumns: 2),
      backend: backend, seed: 1)
    let heads = ParameterStore(backend: backend, seed: 2, prefix: "objective/")
    let objective = PreparedObjective(
      try RememberedTexts(ObjectiveContext(tower, heads: heads), backend: backend), heads: heads,
      logits: LogitSettings(scale: 10))
    let optimizer = try AdamW(
      tower.parameters.trainable + heads.trainable, settings: AdamW.Settings(), backend: backend, pool: backend.pool)
    if let checkpoint {
      try tower.parameters.restore(checkpoint.parameters)
      try optimizer.restore(checkpoint.optimizer)
      try objective.restore(checkpoint.objective)
    }
    let state = try checkpoint?.trainState()
    let loader = try BatchLoader(
      corpus: squares.corpus,
      options: BatchOptions(photo: PhotoPreparation(side: 8, patchSize: 4, augmentation: .none), batch: 4),
      pool: backend.pool, state: state?.loader, makeReader: { TallyRenderer() })
    let trainer = try Trainer(
      tower: tower, objective: objective, optimizer: optimizer,
      plan: TrainingPlan(
        length: .steps(100), schedule: .constant(warmUp: 0), clip: 1, activation: .float32, evaluateEvery: 1e9,
        checkpointEvery: 1e9),
      loader: loader, backend: backend, state: state ?? TrainState(loader: loader.state))
    return (trainer, tower)
  }

  @Test("are trained, saved and gone on with, to the bit")
  func goesOn() throws {
    let folder = try TemporaryFolder()
    let whole = try run()
    let before = try #require(whole.trainer.objective.heads["objective/head/kernel"]).value.floatArray()
    for _ in 0..<3 { _ = try whole.trainer.step() }
    let path = try CheckpointFolder(path: folder.path).save(
      CheckpointContent(
        whole.trainer.state, parameters: whole.tower.parameters, optimizer: whole.trainer.optimizer,
        objective: whole.trainer.objective, recipe: [:], rendererContract: [:]))
    #expect(try #require(whole.trainer.objective.heads["objective/head/kernel"]).value.floatArray() != before)
    let resumed = try run(try Checkpoint.read(path))
    for _ in 0..<3 {
      let (one, other) = (try whole.trainer.step(), try resumed.trainer.step())
      #expect(one.loss == other.loss && one.gradientNorm == other.gradientNorm)
    }
    for (one, other) in zip(whole.trainer.objective.arrays, resumed.trainer.objective.arrays) {
      #expect(try one.floats() == other.floats(), "\(one.name)")
    }
    for (one, other) in zip(whole.tower.parameters.parameters, resumed.tower.parameters.parameters) {
      #expect(try one.value.floatArray() == other.value.floatArray(), "\(one.name)")
    }
    // Searching needs none of it.
    #expect(try Checkpoint.readModel(path).objective.isEmpty)
  }

  @Test("another objective's are refused by name")
  func refused() throws {
    let trainer = try run().trainer
    let arrays = trainer.objective.arrays
    func complaint(_ arrays: [ArrayEntry]) -> String {
      do { try trainer.objective.restore(arrays) } catch { return "\(error)" }
      return ""
    }
    #expect(complaint(arrays).isEmpty)
    #expect(complaint(arrays.filter { !$0.name.hasSuffix("kernel") }).contains("no parameter 'objective/head/kernel'"))
    #expect(complaint(arrays.filter { !$0.name.hasPrefix("state/") }).contains("there is no memory"))
    #expect(
      complaint(arrays + [ArrayEntry(name: "parameters/objective/more", wholeNumber: 1)]).contains("objective/more"))
    let plain = try PreparedObjective(ObjectiveSettings(), for: run().tower, backend: backend)
    #expect(throws: ObjectiveError.self) { try plain.restore(arrays) }
  }
}

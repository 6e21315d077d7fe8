import Corpora
import Models
import Objectives
import Runtime
import Tensors
import Testing

@testable import Training

@Suite("The training loop")
struct TrainerTests {
  let squares: SquaresCorpus
  let backend: CPUBackend

  init() throws {
    squares = try SquaresCorpus()
    backend = try CPUBackend(pool: try ThreadPool(threads: 2))
  }

  func trainer(
    steps: Int, learningRate: Double = 3e-3, activation: ElementType = .float32, backend other: CPUBackend? = nil,
    profile: Profile? = nil
  ) throws -> Trainer {
    let backend = other ?? backend
    let options = BatchOptions(photo: PhotoPreparation(side: 8, patchSize: 4, augmentation: .none), batch: 8)
    let loader = try BatchLoader(
      corpus: squares.corpus, options: options, pool: backend.pool, makeReader: { TallyRenderer() })
    let tower = try SharedTower(
      configuration: TowerConfiguration(
        width: 32, depth: 1, heads: 2, patch: 4, embedding: 16, gridRows: 2, gridColumns: 2),
      backend: backend, seed: 1)
    var settings = AdamW.Settings()
    settings.learningRate = learningRate
    let optimizer = try AdamW(tower.parameters.trainable, settings: settings, backend: backend, pool: backend.pool)
    return try Trainer(
      tower: tower, objective: PreparedObjective(ObjectiveSettings(), for: tower, backend: backend),
      optimizer: optimizer,
      plan: TrainingPlan(
        length: .steps(steps), schedule: .cosine(warmUp: 0.1, floor: 0), clip: 1, activation: activation,
        evaluateEvery: 1e9, checkpointEvery: 1e9),
      loader: loader, backend: backend, state: TrainState(loader: loader.state), profile: profile)
  }

  @Test("learns pairs by heart", arguments: [ElementType.float32, .bfloat16])
  func learns(activation: ElementType) throws {
    let trainer = try trainer(steps: 150, activation: activation)
    var losses: [Double] = []
    let outcome = try trainer.run(TrainingEvents(stepped: { losses.append($0.loss) }))
    #expect(outcome == .finished)
    #expect(losses.count == 150)
    #expect(losses.prefix(5).reduce(0, +) / 5 > 1.5)
    #expect(losses.suffix(5).reduce(0, +) / 5 < 0.4)
  }

  @Test("counts what it has seen, and evaluates and saves at the end")
  func counts() throws {
    let trainer = try trainer(steps: 3)
    var evaluated: [Int] = []
    var saved: [Int] = []
    _ = try trainer.run(
      TrainingEvents(evaluate: { evaluated.append($0.step) }, save: { saved.append($0.step) }))
    #expect(trainer.state.step == 3)
    #expect(trainer.state.pairs == 24)
    #expect(trainer.state.tokens == 3 * (8 * 4 + 8))
    #expect(trainer.state.loader.pairs == 24)
    #expect(evaluated == [3] && saved == [3])
  }

  @Test("stops when it is asked to, after saving")
  func stops() throws {
    let trainer = try trainer(steps: 100)
    var saved: [Int] = []
    let outcome = try trainer.run(
      TrainingEvents(save: { saved.append($0.step) }, shouldStop: { trainer.state.step == 2 }))
    #expect(outcome == .stopped)
    #expect(saved == [2])
  }

  @Test("a loss that is not finite names the step and the pairs, and leaves the parameters")
  func diverges() throws {
    let trainer = try trainer(steps: 5)
    let kernel = try #require(trainer.tower.parameters["encoder/head/kernel"])
    try kernel.value.withFloats { $0[0] = .nan }
    let before = try #require(trainer.tower.parameters["encoder/head/bias"]).value.floatArray()
    let error = #expect(throws: NonFiniteLoss.self) { try trainer.run(TrainingEvents()) }
    #expect(error?.step == 1)
    #expect(error?.origins.count == 8)
    #expect(error?.description.contains("pictures.jsonl") == true)
    #expect(try #require(trainer.tower.parameters["encoder/head/bias"]).value.floatArray() == before)
  }

  @Test("a profile knows every part of a step and nothing of what runs between")
  func profiles() throws {
    let profile = Profile()
    let own = try CPUBackend(pool: backend.pool, profile: profile)
    let trainer = try trainer(steps: 3, backend: own, profile: profile)
    _ = try trainer.run(
      TrainingEvents(evaluate: { _ in
        _ = try own.kernels.scale(own.zeros([9], .float32), own.zeros([9], .float32), by: 1)
      }))
    #expect(profile.steps.count == 3)
    let calls = Dictionary(uniqueKeysWithValues: profile.totals.map { ($0.name, $0.calls) })
    for part in ["wait for data", "optimizer", "gradient norm", "contrastive loss"] {
      #expect(calls[part] == 3, "\(part)")
    }
    #expect(calls["scale"] == nil)
    #expect(profile.totals.reduce(0) { $0 + $1.seconds } <= profile.steps.seconds)
  }

  @Test("after the first steps no memory is asked of the system", arguments: [ElementType.float32, .bfloat16])
  func memoryIsUsedAgain(activation: ElementType) throws {
    let trainer = try trainer(steps: 12, activation: activation)
    var requests: [Int] = []
    _ = try trainer.run(TrainingEvents(stepped: { _ in requests.append(backend.systemRequests) }))
    #expect(requests[0] > 0)
    #expect(Set(requests.dropFirst(2)).count == 1)
  }

  @Test("the same seed gives the same losses, to the last bit")
  func repeats() throws {
    func losses() throws -> [Double] {
      var losses: [Double] = []
      _ = try trainer(steps: 10).run(TrainingEvents(stepped: { losses.append($0.loss) }))
      return losses
    }
    #expect(try losses() == losses())
  }
}

import Autograd
import Corpora
import Models
import Objectives
import Runtime
import Tensors
import TestSupport
import Testing

@testable import Training

@Suite("Gradients of a batch in chunks")
struct CachedForwardTests {
  let squares: SquaresCorpus
  let backend: CPUBackend

  init() throws {
    squares = try SquaresCorpus()
    backend = try CPUBackend(pool: try ThreadPool(threads: 2))
  }

  enum TowerKind: CaseIterable {
    case pages, sharedTokens, twin

    var reader: any CaptionReading { self == .pages ? TallyRenderer() as any CaptionReading : TallyTokens() }

    var shape: ModelShape {
      let image = TowerConfiguration(
        width: 32, depth: 2, heads: 2, patch: 4, pooling: .map, embedding: 16, gridRows: 2, gridColumns: 2)
      let text = TextConfiguration(encoder: image.encoder, vocabulary: 10, context: 16)
      return switch self {
      case .pages: .pages(image)
      case .sharedTokens: .sharedTokens(image, text)
      case .twin: .twin(image: image, text: text.withCLIPArchitecture())
      }
    }

    func tower(on backend: any Backend) throws -> any Tower {
      try shape.tower(logitScale: 10, logitBias: -1, backend: backend, seed: 1)
    }
  }

  /// Loss and all gradients of the first batch.
  func run(
    chunkTokens: Int, activationBytes: Int, recomputation: ActivationCheckpointing = .normsAndActivations,
    activation: ElementType = .float32, objective: ObjectiveSettings = ObjectiveSettings(),
    kind: TowerKind = .pages
  ) throws -> (loss: Double, gradients: [[Float]]) {
    let loader = try BatchLoader(
      corpus: squares.corpus,
      options: BatchOptions(photo: PhotoPreparation(side: 8, patchSize: 4, augmentation: .none), batch: 8),
      pool: backend.pool, makeReader: { kind.reader })
    let tower = try kind.tower(on: backend)
    var plan = TrainingPlan(
      length: .steps(1), schedule: .cosine(warmUp: 0.1, floor: 0), clip: 1, activation: activation, evaluateEvery: 1e9,
      checkpointEvery: 1e9)
    plan.chunkTokens = chunkTokens
    plan.activationBytes = activationBytes
    plan.recomputation = recomputation
    let prepared = try PreparedObjective(objective, for: tower, backend: backend)
    let result = try CachedForward(tower: tower, objective: prepared.objective, plan: plan, backend: backend)
      .accumulate(try loader.next())
    let gradients = try tower.parameters.parameters.map { try #require($0.variable.gradient).floatArray() }
    return (result.loss, gradients)
  }

  @Test(
    "are those of the whole batch", arguments: [1, 7, 12, 39],
    [
      (ObjectiveSettings(), TowerKind.pages),
      (ObjectiveSettings(SigmoidContrastive()), .pages), (ObjectiveSettings(), .sharedTokens),
      (ObjectiveSettings(SigmoidContrastive()), .twin),
    ])
  func equalsOnePass(chunkTokens: Int, trained: (objective: ObjectiveSettings, kind: TowerKind)) throws {
    let (objective, kind) = trained
    let whole = try run(chunkTokens: .max, activationBytes: .max, objective: objective, kind: kind)
    let parts = try run(chunkTokens: chunkTokens, activationBytes: 0, objective: objective, kind: kind)
    #expect(abs(whole.loss - parts.loss) <= Self.rounding * whole.loss)
    for (left, right) in zip(whole.gradients, parts.gradients) {
      let largest = max(1e-4, left.map(abs).max() ?? 0)
      let worst = zip(left, right).map { Double(abs($0 - $1)) }.max() ?? 0
      #expect(worst <= Self.rounding * Double(largest))
    }
  }

  /// What two orders of sums may make of one gradient: through the towers and the contrast of eight pairs, and back.
  private static let rounding: Double = {
    let sums = TowerSums(input: 48, width: 32, mlp: 128, heads: 2, depth: 2, tokens: 16, embedding: 16)
    return Rounding.float32.twoWays(throughSumsOf: sums.andBack(batchTokens: 2 * 8 * 4) + [8, 8, 16, 16])
  }()

  @Test("are those of the pairs, whichever side is packed first", arguments: TowerKind.allCases)
  func everyTowerLearns(kind: TowerKind) throws {
    let tower = try kind.tower(on: backend)
    let loader = try BatchLoader(
      corpus: squares.corpus,
      options: BatchOptions(photo: PhotoPreparation(side: 8, patchSize: 4, augmentation: .none), batch: 8),
      pool: backend.pool, makeReader: { kind.reader })
    var settings = AdamW.Settings()
    settings.learningRate = 3e-3
    let trainer = try Trainer(
      tower: tower, objective: PreparedObjective(ObjectiveSettings(), for: tower, backend: backend),
      optimizer: AdamW(tower.parameters.trainable, settings: settings, backend: backend, pool: backend.pool),
      plan: TrainingPlan(
        length: .steps(150), schedule: .cosine(warmUp: 0.1, floor: 0), clip: 1, activation: .float32,
        evaluateEvery: 1e9, checkpointEvery: 1e9),
      loader: loader, backend: backend, state: TrainState(loader: loader.state))
    let first = try trainer.step().loss
    var last = first
    for _ in 1..<150 { last = try trainer.step().loss }
    #expect(first > 1.5 && last < 0.3, "\(kind): \(first) to \(last)")
  }

  @Test(
    "do not depend on what there was room for, to the last bit", arguments: [ElementType.float32, .bfloat16],
    ActivationCheckpointing.allCases)
  func memoryDoesNotShow(activation: ElementType, recomputation: ActivationCheckpointing) throws {
    let kept = try run(
      chunkTokens: 12, activationBytes: .max, recomputation: recomputation, activation: activation)
    for bytes in [0, 20_000] {
      let other = try run(
        chunkTokens: 12, activationBytes: bytes, recomputation: recomputation, activation: activation)
      #expect(kept.loss == other.loss && kept.gradients == other.gradients)
    }
  }

  @Test(
    "chunks hold whole sequences and as many tokens as they may",
    arguments: [
      ([0], 5, []), ([0, 3], 5, [0..<1]), ([0, 3, 5, 6], 5, [0..<2, 2..<3]), ([0, 9, 18], 5, [0..<1, 1..<2]),
      ([0, 0, 0], 5, [0..<2]), ([0, 1, 2, 3], 1, [0..<1, 1..<2, 2..<3]), ([0, 2, 4], .max, [0..<2]),
    ] as [([Int32], Int, [Range<Int>])])
  func chunks(offsets: [Int32], tokens: Int, expected: [Range<Int>]) {
    #expect(CachedForward.Chunk.ranges(offsets: offsets, tokens: tokens) == expected)
  }
}

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
    case pages, sharedTokens, twin, twinPages

    /// Pages of twins have larger patches than photos.
    private static let pagePatch = 5

    var reader: any CaptionReading {
      switch self {
      case .pages: TallyRenderer()
      case .twinPages: TallyRenderer(patchSize: Self.pagePatch)
      case .sharedTokens, .twin: TallyTokens()
      }
    }

    var options: BatchOptions {
      var options = BatchOptions(photo: PhotoPreparation(side: 8, patchSize: 4, augmentation: .none), batch: 8)
      options.pagePatchSize = self == .twinPages ? Self.pagePatch : nil
      return options
    }

    var shape: ModelShape {
      let image = TowerConfiguration(
        width: 32, depth: 2, heads: 2, patch: 4, pooling: .map, embedding: 16, gridRows: 2, gridColumns: 2)
      let text = TextConfiguration(encoder: image.encoder, vocabulary: 10, context: 16)
      return switch self {
      case .pages: .pages(image)
      case .sharedTokens: .sharedTokens(image, text)
      case .twin: .twin(image: image, text: text.withCLIPArchitecture())
      case .twinPages:
        .twinPages(
          image: image,
          page: TowerConfiguration(
            width: 24, depth: 1, heads: 3, patch: Self.pagePatch, embedding: 16, gridRows: 1, gridColumns: 1
          ).withCLIPArchitecture())
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
      corpus: squares.corpus, options: kind.options, pool: backend.pool, makeReader: { kind.reader })
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
      (ObjectiveSettings(SigmoidContrastive()), .twin), (ObjectiveSettings(), .twinPages),
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
      corpus: squares.corpus, options: kind.options, pool: backend.pool, makeReader: { kind.reader })
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

  @Test("What is frozen is embedded once, and the others' gradients are what they always are")
  func frozen() throws {
    let kind = TowerKind.twinPages
    let batch = try BatchLoader(
      corpus: squares.corpus, options: kind.options, pool: backend.pool, makeReader: { kind.reader }
    ).next()
    /// Gradients, and how many layers were computed forwards.
    func run(freezing prefix: String?) throws -> (gradients: [String: [Float]], layers: Int) {
      let profile = Profile()
      let own = try CPUBackend(pool: backend.pool, profile: profile)
      let tower = try kind.tower(on: own)
      if let prefix { tower.parameters.freeze { $0.name.hasPrefix(prefix) } }
      // No chunk has room to keep anything.
      profile.reset()
      _ = try CachedForward(
        tower: tower, objective: SoftmaxContrastive(), plan: .oneStep(chunkTokens: 9), backend: own
      ).accumulate(batch)
      let found = try tower.parameters.parameters.compactMap { parameter in
        try parameter.variable.gradient.map { (parameter.name, try $0.floatArray()) }
      }
      let layers = profile.totals.filter { $0.name.contains("linear") && !$0.name.contains("gradient") }
      return (Dictionary(uniqueKeysWithValues: found), layers.reduce(0) { $0 + $1.calls })
    }
    let whole = try run(freezing: nil)
    var layers = 0
    for prefix in ["image/", "text/"] {
      let part = try run(freezing: prefix)
      let isRight = part.gradients == whole.gradients.filter { !$0.key.hasPrefix(prefix) }
      #expect(isRight, "\(prefix) frozen")
      #expect(part.gradients.count < whole.gradients.count)
      layers += part.layers
    }
    // What is embedded a second time is what is trained.
    let none = try run(freezing: "")
    #expect(none.gradients.isEmpty && none.layers > 0 && whole.layers > none.layers)
    #expect(layers == whole.layers + none.layers)
  }

  @Test("Towers that read photos and pages apart refuse batches that do not tell them apart, and states of two widths")
  func apart() throws {
    let mixed = try BatchLoader(
      corpus: squares.corpus, options: TowerKind.pages.options, pool: backend.pool,
      makeReader: { TowerKind.pages.reader }
    ).next()
    let tower = try TowerKind.twinPages.tower(on: backend)
    func complaint(_ objective: any Objective, _ batch: TrainingBatch) -> String {
      let forward = CachedForward(
        tower: tower, objective: objective, plan: .oneStep(chunkTokens: 9), backend: backend)
      return #expect(throws: TrainingError.self) { try forward.accumulate(batch) }?.description ?? ""
    }
    #expect(complaint(SoftmaxContrastive(), mixed).contains("the batch does not tell them apart"))
    let grouped = try BatchLoader(
      corpus: squares.corpus, options: TowerKind.twinPages.options, pool: backend.pool,
      makeReader: { TowerKind.twinPages.reader }
    ).next()
    #expect(
      complaint(StatesOfBothViews(), grouped).contains("32 wide in the image tower and 24 in the page tower"))
  }

  private struct StatesOfBothViews: Objective {
    var requests: [ViewRequest] { [ViewRequest(.image, .states), ViewRequest(.text, .states)] }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      ObjectiveResult(loss: try tape.sum(input.states(.image).rows), metrics: [])
    }
  }

  @Test("States of two towers of one width stand in the order of the views, class tokens among them")
  func states() throws {
    var image = TowerConfiguration(
      width: 24, depth: 1, heads: 2, patch: 4, embedding: 16, gridRows: 2, gridColumns: 2)
    image.hasClassToken = true
    let page = TowerConfiguration(
      width: 24, depth: 1, heads: 2, patch: 5, embedding: 16, gridRows: 1, gridColumns: 1)
    let tower = try TwinPageTowers(image: image, page: page, backend: backend, seed: 1)
    let batch = try BatchLoader(
      corpus: squares.corpus, options: TowerKind.twinPages.options, pool: backend.pool,
      makeReader: { TowerKind.twinPages.reader }
    ).next()
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let expected = try [
      tower.encode(PatchInput(batch, sequences: 0..<8, configuration: image, on: tape), as: .image, on: tape),
      tower.encode(
        PatchInput(#require(batch.pages), sequences: 0..<8, configuration: page, on: tape), as: .text, on: tape),
    ].map { try $0.states(on: tape).value.floatArray() }
    let seen = SeenStates()
    for tokens in [3, 9, .max] {
      _ = try CachedForward(tower: tower, objective: seen, plan: .oneStep(chunkTokens: tokens), backend: backend)
        .accumulate(batch)
      for (index, states) in seen.values.enumerated() {
        let worst = zip(states, expected[index]).map { Double(abs($0 - $1)) }.max() ?? 1
        #expect(states.count == expected[index].count && worst < 1e-5)
      }
      // Four patches and a class token of a photo; one patch of a page.
      #expect(seen.offsets == [(0...8).map { 5 * $0 }, (0...8).map { $0 }])
    }
  }

  private final class SeenStates: Objective, @unchecked Sendable {
    var values: [[Float]] = []
    var offsets: [[Int32]] = []
    var requests: [ViewRequest] { [ViewRequest(.image, .states), ViewRequest(.text, .states)] }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      let states = try [BatchView.image, .text].map { try input.states($0) }
      values = try states.map { try $0.rows.value.floatArray() }
      offsets = states.map(\.offsets)
      return ObjectiveResult(loss: try tape.sum(states[0].rows), metrics: [])
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

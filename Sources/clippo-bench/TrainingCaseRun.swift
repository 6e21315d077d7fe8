import Application
import Console
import Corpora
import FoundationEssentials
import JSON
import Models
import Objectives
import Recipes
import Runtime
import Tensors
import TextRendering
import Training

/// One case in this process.
struct TrainingCaseRun {
  private let trainingCase: TrainingCase
  private let captions: String
  private let pool: ThreadPool
  let profile: Profile?
  private let backend: CPUBackend

  /// - Parameter captions: path of a list of captions.
  init(_ trainingCase: TrainingCase, captions: String, profile: Profile?) throws {
    self.trainingCase = trainingCase
    self.captions = captions
    self.profile = profile
    let cores = ProcessInfo.processInfo.activeProcessorCount
    pool = try ThreadPool(threads: trainingCase.threads > 0 ? trainingCase.threads : cores)
    backend = try CPUBackend(pool: pool, floatProducts: trainingCase.floatProducts, profile: profile)
  }

  /// The median of `steps` steps after `warmUp` that do not count.
  func measure(steps: Int, warmUp: Int = 2) throws -> TrainingCaseResult {
    let overrides = try trainingCase.overrides.map { try RecipeOverride(parsing: $0) }
    var recipe = try Recipe.resolve([:], source: "the default recipe", overrides: overrides)
    let source = MeasuredBatches(try batches(&recipe))
    let objective = ObjectiveSettings()
    let tower = try SharedTower(configuration: trainingCase.configuration, backend: backend, seed: 0)
    let optimizer = try AdamW(tower.parameters.trainable, settings: AdamW.Settings(), backend: backend, pool: pool)
    var plan = try recipe.plan(activation: trainingCase.activation, available: FreeMemory.bytes())
    plan.length = .steps(1_000_000)
    let trainer = try Trainer(
      tower: tower, objective: PreparedObjective(objective, for: tower, backend: backend), optimizer: optimizer,
      plan: plan,
      loader: source, backend: backend, state: TrainState(loader: source.state), profile: profile)
    var seconds: [Double] = []
    for index in 0..<warmUp + steps {
      if index == warmUp { profile?.reset() }
      seconds.append(try trainer.step().stepSeconds)
    }
    let median = seconds.dropFirst(warmUp).sorted()[steps / 2]
    let lengths = source.lengths.last ?? []
    let peak = PeakMemory.bytes()
    let tokens = lengths.reduce(0, +)
    let operations = try CountedModel(.pages(trainingCase.configuration), objective: objective)
      .operations(BatchOutline(patches: lengths, tokens: []))
    return TrainingCaseResult(
      pairsPerSecond: Double(trainingCase.pairs) / median, tokens: tokens,
      gigaflops: operations / median / 1e9,
      peakBytes: peak,
      productGigaflops: try ProductRate(backend: backend)
        .gigaflops(trainingCase.configuration, tokens: min(tokens, plan.chunkTokens), trainingCase.activation))
  }

  private func batches(_ recipe: inout Recipe) throws -> any BatchSource {
    let configuration = trainingCase.configuration
    func random(_ photo: Int, pages: [Int]) -> RandomBatches {
      RandomBatches(
        photos: Array(repeating: photo, count: trainingCase.pairs), pages: pages,
        columns: min(configuration.gridColumns, Int(Double(photo).squareRoot())), patchWidth: configuration.patchWidth)
    }
    switch trainingCase.batches {
    case .allPatches(let count):
      return random(count, pages: Array(repeating: count, count: trainingCase.pairs))
    case .inkedPatches(let count):
      return random(count, pages: try inkedPatches())
    case .corpus(let joined):
      let corpus = try recipe.openCorpus(pool: pool) { StandardStream.error.writeLine($0) }
      let renderers = try CaptionRenderers(recipe)
      let loader = try BatchLoader(
        corpus: corpus, languages: recipe.languages, options: recipe.batchOptions, pool: pool, seed: 0,
        makeReader: renderers.make)
      return JoinedBatches(loader, count: joined)
    }
  }

  /// Patches that captions of the list ink on pages of 14 by 14 patches, as many captions as a batch has pairs, from all
  /// over the list.
  private func inkedPatches() throws -> [Int] {
    let list = try CaptionList(path: captions).captions
    let renderer = try TextRenderer(fonts: try FontStack.load(from: nil))
    var page = Page()
    return try (0..<trainingCase.pairs).map { index in
      let caption = list[index * list.count / trainingCase.pairs]
      try caption.text.withUnsafeBufferPointer {
        try renderer.draw(utf8: $0, language: caption.language, into: &page)
      }
      return max(1, page.patches.count)
    }
  }
}

/// What was measured of a case.
struct TrainingCaseResult {
  let pairsPerSecond: Double
  let tokens: Int
  /// Of the whole step.
  let gigaflops: Double
  /// Most physical memory of the process until the last step.
  let peakBytes: Int
  /// Of the step's matrix products by themselves.
  let productGigaflops: Double

  var json: JSONValue {
    [
      "pairs_per_second": .number(pairsPerSecond), "tokens": .integer(tokens), "gigaflops": .number(gigaflops),
      "peak_bytes": .integer(peakBytes), "product_gigaflops": .number(productGigaflops),
    ]
  }
}

import Console
import Corpora
import Recipes
import Runtime
import Tensors
import Training

/// What a run would do, as `clippo-train --dry-run` prints it.
public struct RunPlan {
  let recipe: Recipe
  let corpus: Corpus
  let readers: CaptionReaders
  let activation: ElementType
  let compute: ComputeContext
  private let memory: MemoryPlan
  private let parameters: ParameterPlan
  /// Values that are not frozen.
  private let trained: Int
  /// Floating-point operations of a step with full captions.
  private let operations: Double
  /// Those of products that the optimizer takes.
  private let optimizerOperations: Double
  /// Names of parameters that stay as they are.
  private let frozen: Set<String>

  /// The plan in words and tables, without a line break at the end.
  public func text() -> String {
    """
    \(recipe.json.prettyText)
    \(corpusTable.text())

    \(parameterTable.text())

    batch        \(batchText)
    work         \(NumberText.fixed(operations / 1e9, decimals: 1)) GFLOP per step, forward and backward passes\(optimizerWork)
    precision    \(compute.explanation(recipe.training.precision))
    processor    \(compute.processor); \(NumberText.counted(compute.pool.threads, "thread", "threads"))
    memory       about \(NumberText.bytes(memory.total)): \(NumberText.bytes(memory.state)) for the model and its \
    optimizer, \(NumberText.bytes(memory.step)) for a step, the rest for images and fonts
    captions     \(captions)
    ends after   \(ending)
    """
  }

  private var optimizerWork: String {
    guard optimizerOperations > 0 else { return "" }
    return "; \(NumberText.fixed(optimizerOperations / 1e9, decimals: 1)) GFLOP for the optimizer's products"
  }

  private var captions: String {
    if let tokenizer = readers.tokenizer {
      return "tokens of \(NumberText.thousands(tokenizer.vocabularySize)), \(tokenizer.contract.kind.rawValue)"
    }
    let renderers = readers.renderers
    let fonts = renderers.contract.fonts
    let absent = fonts.count { $0.hash == "absent" }
    let missing = absent == 0 ? "" : ", \(absent) not installed"
    return "\(fonts.count) fonts\(missing); \(renderers.contract.libraries)"
  }

  private var ending: String {
    let steps = recipe.training.steps > 0 ? NumberText.counted(recipe.training.steps, "step", "steps") : nil
    let seconds = recipe.training.seconds > 0 ? "\(NumberText.duration(seconds: recipe.training.seconds)) minutes" : nil
    return [steps, seconds].compactMap { $0 }.joined(separator: " or ")
  }

  private var batchText: String {
    let batch = BatchPlan(recipe)
    let texts = readers.tokenizer == nil ? "pages" : "texts"
    let photos =
      switch batch.images {
      case .packed: "\(batch.pairs * batch.photos) photos of \(batch.photoTokens) patches and "
      case .known: "\(batch.pairs) photos whose embeddings are known and "
      case .absent: ""
      }
    return "\(photos)\(batch.pairs * batch.texts) \(texts) of at most "
      + "\(batch.textTokens): at most \(NumberText.thousands(batch.tokens)) tokens"
  }

  private var corpusTable: TextTable {
    let splits = corpus.counts.splits.filter { (corpus.counts.images[$0] ?? 0) > 0 }
    var table = TextTable([.left("language")] + splits.map { .right($0.rawValue) })
    for language in recipe.languages {
      table.add([language] + splits.map { NumberText.thousands(corpus.counts.captioned[$0]?[language] ?? 0) })
    }
    return table
  }

  /// Blocks of the tower that reads captions alone, where there is one.
  private var textDepth: Int { readers.shape.text?.encoder.depth ?? readers.shape.page?.depth ?? 1 }

  /// Blocks are alike, so only the first is listed. What updates a parameter is said where not all are updated alike.
  private var parameterTable: TextTable {
    let words = parameters.entries.map { recipe.optimizer.word(for: $0.name, shape: Shape($0.shape)) }
    let isMixed = words.contains { $0 != nil }
    var table = TextTable(
      [.left("parameter"), .right("shape"), .right("values")] + (isMixed ? [.left("optimizer")] : []))
    for (entry, word) in zip(parameters.entries, words) {
      let block = entry.name.split(separator: "/").dropFirst().first
      if let block, block.hasPrefix("block"), block != "block0" { continue }
      let shape = entry.shape.map(String.init).joined(separator: " × ")
      let depth = entry.name.hasPrefix("text/") ? textDepth : recipe.model.depth
      let times = block == "block0" && depth > 1 ? " (\(depth) blocks)" : ""
      table.add([
        entry.name + times, shape, NumberText.thousands(entry.count),
        frozen.contains(entry.name) ? "frozen" : word ?? "",
      ])
    }
    table.add(["all parameters", "", NumberText.thousands(parameters.count)])
    if trained != parameters.count { table.add(["trained", "", NumberText.thousands(trained)]) }
    return table
  }
}

extension RunPlan {
  /// Checks everything that can be checked without training: memory, corpus, languages, fonts.
  ///
  /// Throws a sentence for what would stop the run.
  public static func check(_ recipe: Recipe, report: (String) -> Void = { _ in }) throws -> RunPlan {
    var recipe = try recipe.adoptingTeacher(report: report)
    let compute = try ComputeContext(threads: recipe.training.threads, precision: recipe.training.precision)
    let activation = compute.activation(recipe.training.precision)
    let available = FreeMemory.bytes()
    let memory = try MemoryPlan(recipe, activation: activation, available: available)
    if let available { try memory.check(available: available) }
    let corpus = try recipe.openCorpus(pool: compute.pool, findsCopies: true, report: report)
    try recipe.requireTraining(on: corpus)
    let readers = try CaptionReaders(recipe, learningFrom: corpus, report: report)
    let model = try CountedModel(readers.shape, objective: recipe.objective, groups: recipe.parameterGroups)
    let optimizer = try recipe.optimizer.optimizer(
      of: model.trainable, activation: activation, on: model.device, pool: compute.pool)
    return RunPlan(
      recipe: recipe, corpus: corpus, readers: readers, activation: activation, compute: compute, memory: memory,
      parameters: ParameterPlan(model), trained: model.trainable.reduce(0) { $0 + $1.shape.count },
      operations: try model.operations(BatchPlan(recipe).outline()),
      optimizerOperations: try model.operations(of: optimizer),
      frozen: Set((model.tower.parameters.parameters + model.heads.parameters).filter(\.isFrozen).map(\.name)))
  }
}

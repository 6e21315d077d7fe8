import Console
import Evaluation
import Tensors
import Training

/// Recomputes the numbers of a run: `clippo-eval`.
public enum RunEvaluation {
  /// Measures the run's model on every split, and writes summary, report and index anew.
  ///
  /// Throws a sentence when the checkpoint is missing, damaged or of another renderer, or the corpus cannot be read.
  public static func run(_ folder: RunFolder, options: LoadingOptions = LoadingOptions()) throws -> RecallTable {
    let (model, checkpoint) = try RunModel.load(folder, options: options)
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.workshop.pool)
    // What is measured may be older than the run.
    let whole = try Checkpoint.readModel(folder.latestCheckpoint()).trainState()
    let results = try RunResults(
      folder, evaluator: RunEvaluator(model, corpus: corpus), corpus: corpus, state: whole,
      measuredStep: checkpoint.step)
    try results.write()
    return results.recall
  }

  /// Measures the run's model on every split as a convention counts, and writes `recall-CONVENTION.json`; the summary stays as
  /// it is.
  ///
  /// - Returns: the numbers, and the path of the file.
  ///
  /// Throws as `run` does.
  public static func run(
    _ folder: RunFolder, convention: RetrievalConvention, options: LoadingOptions = LoadingOptions()
  ) throws -> (recall: RecallTable, file: String) {
    let (model, _) = try RunModel.load(folder, options: options)
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.workshop.pool)
    let recall = try RunEvaluator(model, corpus: corpus).recall(convention)
    let file = "\(folder.path)/recall-\(convention.rawValue).json"
    try AtomicFile.write(recall.json(convention).prettyText + "\n", to: file)
    return (recall, file)
  }
}

import Evaluation
import Training

/// Recomputes the numbers of a run: `clippo-eval`.
public enum RunEvaluation {
  /// Measures the latest checkpoint on every split, and writes summary, report and index anew.
  ///
  /// Throws a sentence when the checkpoint is missing, damaged or of another renderer, or the corpus cannot be read.
  public static func run(_ folder: RunFolder, options: LoadingOptions = LoadingOptions()) throws -> RecallTable {
    let (model, checkpoint) = try RunModel.load(folder, options: options)
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.workshop.pool)
    let results = try RunResults(
      folder, evaluator: RunEvaluator(model, corpus: corpus), corpus: corpus, state: checkpoint.trainState())
    try results.write()
    return results.recall
  }
}

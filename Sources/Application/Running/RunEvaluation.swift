import Evaluation
import Files
import JSON
import Training

/// Recomputes the numbers of a run: `clippo-eval`.
public enum RunEvaluation {
  /// Measures the run's model on every split, and writes summary, report and index anew.
  ///
  /// - Parameter report: told when the corpus is another than before.
  ///
  /// Throws a sentence when the checkpoint is missing, damaged or of another renderer, or the corpus cannot be read.
  public static func run(
    _ folder: RunFolder, options: LoadingOptions = LoadingOptions(), report: (String) -> Void = { _ in }
  ) throws -> RecallTable {
    let (model, checkpoint) = try RunModel.load(folder, options: options)
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.compute.pool)
    // What is measured may be older than the run.
    let whole = try Checkpoint.readModel(folder.latestCheckpoint()).trainState()
    let evaluator = try RunEvaluator(model, corpus: corpus)
    if let known = (try? RunSummary(folder: folder.path))?.corpus, known.fingerprint != evaluator.corpus.fingerprint {
      report(
        "the corpus is another than when the run was last measured (\(known.sentence)): recall is not comparable, and what is "
          + "held out now may have been trained on")
    }
    let results = try RunResults(
      folder, evaluator: evaluator, corpus: corpus, state: whole, measuredStep: checkpoint.step,
      checkpoint: options.checkpoint)
    try results.write()
    return results.recall
  }

  /// Measures the run's model on every split as a protocol counts, and writes `recall-CONVENTION.json`; the summary stays as
  /// it is.
  ///
  /// - Returns: the numbers, and the path of the file.
  ///
  /// Throws as `run` does.
  public static func run(
    _ folder: RunFolder, retrievalProtocol: RetrievalProtocol, options: LoadingOptions = LoadingOptions()
  ) throws -> (recall: RecallTable, file: String) {
    let (model, _) = try RunModel.load(folder, options: options)
    var recipe = model.recipe
    let corpus = try recipe.openCorpus(pool: model.compute.pool)
    let recall = try RunEvaluator(model, corpus: corpus).recall(retrievalProtocol)
    let file = "\(folder.path)/recall-\(retrievalProtocol.rawValue).json"
    try AtomicFile.write(recall.json(retrievalProtocol).prettyText + "\n", to: file)
    return (recall, file)
  }
}

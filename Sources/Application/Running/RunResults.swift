import Corpora
import Evaluation
import JSON
import Reports
import Runtime
import TextRendering
import Training

/// What a run leaves behind beside its checkpoints: `summary.json`, `report.html` and the index that searching reads.
struct RunResults {
  let folder: RunFolder
  let model: RunModel
  let corpus: Corpus
  let state: TrainState
  /// The checkpoint with the measured weights.
  let checkpoint: String
  /// Steps that the measured weights were trained for.
  let measuredStep: Int
  let measured: [RunEvaluator.Measured]
  /// With an interval around every number.
  let recall: RecallTable

  /// Measures the model on every split.
  ///
  /// - Parameters:
  ///   - state: of the whole run.
  ///   - measuredStep: of the model's weights; nil where they are the last.
  ///   - checkpoint: that has them; nil for the one that the run's model is in.
  init(
    _ folder: RunFolder, evaluator: RunEvaluator, corpus: Corpus, state: TrainState, measuredStep: Int? = nil,
    checkpoint: String? = nil
  ) throws {
    self.checkpoint = try checkpoint ?? folder.modelCheckpoint()
    self.measuredStep = measuredStep ?? state.step
    self.folder = folder
    self.corpus = corpus
    self.state = state
    model = evaluator.model
    measured = try evaluator.measure()
    recall = evaluator.recall(of: measured)
  }

  /// Writes the three.
  func write() throws {
    let summary = try summary()
    try summary.write(toFolder: folder.path)
    let indexed = try IndexModel(model, of: folder, checkpoint: checkpoint, step: measuredStep)
    do { try RunIndex.make(indexed, in: folder, corpus: corpus) } catch {
      // Whoever learns from captions alone may have no images to search.
      guard !model.recipe.objective.views.contains(where: \.isImage) else { throw error }
    }
    try ReportPage(RunReport(results: self, summary: summary).content()).write(toFolder: folder.path)
  }

  private func summary() throws -> RunSummary {
    // Measuring alone must not lower the peak that training reached.
    let earlier = try? RunSummary(folder: folder.path)
    let training = earlier?.steps == state.step ? earlier?.peakMemoryBytes ?? 0 : 0
    return RunSummary(
      recall: recall, trainSeconds: state.seconds, steps: state.step, measuredStep: measuredStep,
      pairsPerSecond: state.seconds > 0 ? Double(state.pairs) / state.seconds : 0,
      tokensPerSecond: state.seconds > 0 ? Double(state.tokens) / state.seconds : 0,
      parameters: model.tower.parameters.count, peakMemoryBytes: max(PeakMemory.bytes(), training),
      renderer: try model.readers.rendererContract.objectValue ?? [],
      truncation: state.truncation.json.objectValue ?? [])
  }
}

import Console
import Corpora
import Evaluation
import TextRendering
import Training

/// What a run leaves behind beside its checkpoints: `summary.json`, `report.html` and the index that searching reads.
struct RunResults {
  let folder: RunFolder
  let model: RunModel
  let corpus: Corpus
  let evaluator: RunEvaluator
  let state: TrainState

  /// Measures the model on every split and writes the three. Returns the recall.
  func write() throws -> RecallTable {
    let measured = try evaluator.measure()
    let recall = evaluator.recall(of: measured)
    let summary = try summary(recall)
    try summary.write(toFolder: folder.path)
    try SearchIndex.make(model, corpus: corpus).write(toFolder: folder.path)
    let report = RunReport(results: self, summary: summary, recall: recall, measured: measured)
    try ReportPage(try report.content()).write(toFolder: folder.path)
    return recall
  }

  private func summary(_ recall: RecallTable) throws -> RunSummary {
    // Measuring alone must not lower the peak that training reached.
    let earlier = try? RunSummary(folder: folder.path)
    let training = earlier?.steps == state.step ? earlier?.peakMemoryBytes ?? 0 : 0
    return RunSummary(
      recall: recall, trainSeconds: state.seconds, steps: state.step,
      pairsPerSecond: state.seconds > 0 ? Double(state.pairs) / state.seconds : 0,
      tokensPerSecond: state.seconds > 0 ? Double(state.tokens) / state.seconds : 0,
      parameters: model.tower.parameters.count, peakMemoryBytes: max(PeakMemory.bytes(), training),
      renderer: try model.renderers.contractJSON.objectValue ?? [], lost: state.lost.json.objectValue ?? [])
  }
}

import Console
import Evaluation
import Training

/// What a person sees of a run while it trains.
final class RunDisplay {
  private let line: ProgressLine
  private var recall = ""

  /// Sentences on embeddings that are alike that an evaluation shows; the run's report has more.
  private static let warnings = 2

  init(startingAt trainer: Trainer) {
    let state = trainer.state
    line = ProgressLine(
      label: "training", unit: "pairs",
      start: .init(
        completed: state.pairs, fraction: trainer.plan.progress(step: state.step, seconds: state.seconds),
        workSeconds: state.seconds))
  }

  func show(_ report: StepReport, pairs: Int) {
    let loss = "loss \(NumberText.fixed(report.loss, decimals: 3))"
    line.update(
      completed: pairs, fraction: report.progress, fields: recall.isEmpty ? loss : "\(loss)  R@1 \(recall)",
      workSeconds: report.seconds)
  }

  func show(_ table: RecallTable, at state: TrainState) {
    recall = table.rows.first.map { NumberText.fixed($0.textToImage.percent[0], decimals: 1) } ?? ""
    let time = NumberText.duration(seconds: state.seconds)
    line.interject("step \(state.step), \(time): R@1/R@5 of \(table.line())")
    for warning in table.warnings.prefix(Self.warnings) { line.interject("warning: \(warning)") }
  }

  /// Says which weights are the run's, where they are not the last.
  func show(keptStep step: Int, of state: TrainState) {
    guard step != state.step else { return }
    line.interject(
      "the best evaluation was that of step \(NumberText.thousands(step)); its weights are the run's model")
  }

  func finish() { line.finish() }
}

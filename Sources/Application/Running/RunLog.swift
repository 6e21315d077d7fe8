import Recipes
import Evaluation
import JSON
import Training

/// What a run writes down while it trains: one line a step and an evaluation in `metrics.jsonl`, and the same for
/// TensorBoard.
final class RunLog {
  private let metrics: MetricLog
  private let events: EventFile
  private let peakLearningRate: Double

  /// - Parameter step: where the run continues; later lines of an earlier session are dropped. 0 for a new run.
  init(_ folder: RunFolder, recipe: Recipe, continuingAfter step: Int) throws {
    metrics = try MetricLog(path: folder.metricsFile, continuingAfter: step)
    events = try EventFile(folder: folder.path + "/events", continuingAfter: step)
    peakLearningRate = recipe.optimizer.learningRate
  }

  func add(_ report: StepReport) throws {
    // A clock of coarse ticks may not have moved.
    func rate(_ count: Int) -> Double { report.stepSeconds > 0 ? Double(count) / report.stepSeconds : 0 }
    let scalars: [(String, Double)] =
      [
        ("loss", report.loss), ("learning_rate", report.scheduleFactor * peakLearningRate),
        ("gradient_norm", report.gradientNorm), ("pairs_per_second", rate(report.pairs)),
        ("tokens_per_second", rate(report.tokens)), ("load_seconds", report.loadSeconds),
      ] + report.metrics.map { ($0.name, $0.value) }
    let members = [("seconds", report.seconds)] + scalars
    try metrics.append(step: report.step, members.map { JSONMember($0.0, .number($0.1)) })
    try events.append(step: report.step, scalars.map { (tag: "train/\($0.0)", value: $0.1) })
  }

  func add(_ recall: RecallTable, at state: TrainState) throws {
    let rows = recall.rows.map { row -> JSONValue in
      [
        "split": .string(row.split), "language": .string(row.language), "t2i": row.textToImage.percent.json,
        "i2t": row.imageToText.percent.json,
      ]
    }
    let corpus = recall.corpus.map { [JSONMember("corpus", .string($0.fingerprint))] } ?? []
    try metrics.append(
      step: state.step, [JSONMember("seconds", .number(state.seconds)), JSONMember("recall", .array(rows))] + corpus)
    let scalars = recall.rows.flatMap { row in
      [("t2i", row.textToImage), ("i2t", row.imageToText)].flatMap { direction, recall in
        zip(RetrievalRecall.depths, recall.percent).map { depth, percent in
          (tag: "\(row.split)/\(row.language)/\(direction)_R@\(depth)", value: percent)
        }
      }
    }
    try events.append(step: state.step, scalars)
  }
}

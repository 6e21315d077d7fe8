import Evaluation
import JSON
import Models
import Objectives
import Training

/// The weights of a run's best evaluation, beside its checkpoints: the run's model, where `training.selectCheckpoint` says so.
///
/// They are chosen by the recall that is reported of them afterwards, so that it flatters them a little.
final class BestWeights {
  private let checkpoints: CheckpointFolder
  /// Mean recall of the best evaluation so far, in percent.
  private var best: Double?

  private static let metric = "meanRecall"

  /// - Parameter isNew: whether the run begins, so that what an earlier one left in its folder is removed.
  /// - Throws: where what was kept is damaged or cannot be removed.
  init(_ folder: RunFolder, isNew: Bool) throws {
    checkpoints = folder.best
    if isNew { try checkpoints.removeAll() }
    best = try checkpoints.latest().flatMap { try Checkpoint.readModel($0).metrics[Self.metric]?.doubleValue }
  }

  /// Keeps the weights where they are better than all before.
  ///
  /// - Parameter content: the run as it is now; its optimizer's state is not kept.
  func offer(_ recall: RecallTable, _ content: @autoclosure () throws -> CheckpointContent) throws {
    guard let mean = recall.meanRecall, mean > best ?? -.infinity else { return }
    var content = try content()
    content.optimizer = []
    content.metrics = .object([JSONMember(Self.metric, .number(mean))])
    try checkpoints.save(content)
    best = mean
  }

  /// Puts the best weights in the place of a model's and of its objective's heads. Returns the step that they are of; nil where nothing was ever measured.
  func restore(into parameters: ParameterStore, _ objective: PreparedObjective? = nil) throws -> Int? {
    guard let path = try checkpoints.latest() else { return nil }
    let checkpoint = try Checkpoint.readModel(path, withObjective: true)
    try parameters.restore(checkpoint.parameters)
    if !checkpoint.objective.isEmpty { try objective?.restore(checkpoint.objective) }
    return checkpoint.step
  }
}

import Recipes
import Console
import Evaluation
import Files
import FoundationEssentials
import Runtime

/// Trains the models of a comparison, each in a process of its own, so that its memory is its own too.
public struct ComparisonRun {
  public let folder: String
  public let plan: ComparisonPlan
  /// Runs at a time.
  private let parallel: Int

  /// - Parameter folder: takes the runs, each in a folder named after its model and seed.
  public init(_ plan: ComparisonPlan, folder: String, parallel: Int = 1) {
    self.plan = plan
    self.folder = folder
    self.parallel = max(1, parallel)
  }

  /// The folders of trainings, in their order.
  public func folders(of runs: [ComparisonPlan.Run]) -> [(model: String, folder: RunFolder)] {
    runs.map { ($0.model, RunFolder(path: "\(folder)/\($0.folderName)")) }
  }

  /// Trains every model's short runs that are not finished yet, and says what they led to; nothing where the plan has none.
  ///
  /// Throws as `train` does.
  public func tune(report: (String) -> Void) throws -> [TunedModel] {
    let trials = plan.trials
    guard !trials.isEmpty else { return [] }
    try Disk().makeFolder("\(folder)/tuning")
    try train(trials, report: report)
    let reached = try zip(trials, folders(of: trials)).map { run, found in
      let summary = try RunSummary(folder: found.folder.path)
      if summary.retrievalProtocol != .clippo {
        report(
          "\(run.folderName): its recall was written by an earlier version, to which ties cost nothing; delete the run to "
            + "try the setting again")
      }
      summary.warnings.prefix(2).forEach { report("\(run.folderName): \($0)") }
      return (model: run.model, recall: summary.meanRecall)
    }
    return plan.models.map { model in
      let recalls = reached.filter { $0.model == model.name }.map(\.recall)
      let tried = zip(model.trials, recalls).map { TunedModel.Trial(setting: $0.setting, meanRecall: $1) }
      // The first of equals, so that running it again chooses the same.
      let best = tried.reduce(tried[0]) { $1.meanRecall > $0.meanRecall ? $1 : $0 }
      let tuned = TunedModel(model: model.name, trials: tried, chosen: best.setting)
      report("\(model.name): \(best.setting)\(tuned.isAtGridBoundary ? ", at the edge of what was tried" : "")")
      return tuned
    }
  }

  /// Trains what is not finished yet; what was begun goes on.
  ///
  /// - Parameter report: told one sentence a run.
  ///
  /// Throws a sentence when a run fails, and `Interrupted` when a person stopped it.
  public func train(_ runs: [ComparisonPlan.Run], report: (String) -> Void) throws {
    try Disk().makeFolder(folder)
    // The signal reaches the runs by itself; this process waits for them to save.
    let signal = try StopSignal()
    var waiting = runs[...]
    while !waiting.isEmpty {
      let group = waiting.prefix(parallel)
      waiting = waiting.dropFirst(parallel)
      let children = try group.compactMap { run in try start(run, report: report).map { (run, $0) } }
      let codes = children.map { (run: $0.0, code: $0.1.wait()) }
      if signal.isRaised {
        throw Interrupted(
          signal: signal.received ?? 2, "stopped and saved; the same words with --out \(folder) go on from there")
      }
      if let failed = codes.first(where: { $0.code != 0 }) {
        let log = parallel > 1 ? "; see \(folder)/\(failed.run.folderName).log" : ""
        throw CommandError("\(failed.run.folderName) ended with \(failed.code)\(log)")
      }
    }
  }

  /// Nil where the run is finished.
  private func start(_ run: ComparisonPlan.Run, report: (String) -> Void) throws -> ChildProgram? {
    let path = "\(folder)/\(run.folderName)"
    let runFolder = RunFolder(path: path)
    try requireSame(run, in: "\(path).json")
    if try isFinished(run, runFolder) {
      report("\(run.folderName) is finished")
      return nil
    }
    let log = parallel > 1 ? "\(path).log" : nil
    if try runFolder.checkpoints.latest() != nil {
      report("\(run.folderName) goes on")
      return try ChildProgram("clippo-train", ["--resume", "--out", path], log: log)
    }
    report("\(run.folderName)")
    let recipe = "\(path).json"
    try AtomicFile.write(run.recipe.json.prettyText, to: recipe)
    let threads =
      parallel > 1
      ? ["--threads", "\(max(1, ProcessInfo.processInfo.activeProcessorCount / parallel))"] : []
    return try ChildProgram("clippo-train", ["--config", recipe, "--out", path] + threads, log: log)
  }

  /// Throws where the folder holds a run of another recipe: what was trained must not be shown as something else.
  private func requireSame(_ run: ComparisonPlan.Run, in file: String) throws {
    guard FileManager.default.fileExists(atPath: file), try !Recipe.load(file: file).learnsAlike(run.recipe) else {
      return
    }
    throw CommandError(
      "\(folder)/\(run.folderName) was begun with another recipe (\(file)); name another folder with --out, or delete that run"
    )
  }

  private func isFinished(_ run: ComparisonPlan.Run, _ folder: RunFolder) throws -> Bool {
    guard let summary = try? RunSummary(folder: folder.path) else { return false }
    let length = run.recipe.training
    return length.steps > 0 ? summary.steps >= length.steps : summary.trainSeconds >= length.seconds
  }
}

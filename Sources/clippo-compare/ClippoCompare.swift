import Application
import Console
import Evaluation
import Files
import FoundationEssentials
import Recipes
import Reports

@main
struct ClippoCompare: Command {
  static let name = "clippo-compare"
  static let summary = "Trains models alike and compares them, or compares runs that are finished."
  static let examples = [
    CommandExample(
      "clippo-compare configs/compare-emoji.json", "one tower from pixels, one from tokens, two towers: train, compare"),
    CommandExample("clippo-compare configs/photos-zh.json --data FOLDER --steps 2000", "the same three on other data"),
    CommandExample(
      "clippo-compare configs/compare-emoji.json --equalize flops", "equal computation instead of equal steps"),
    CommandExample("clippo-compare runs/a runs/b", "two runs that are finished"),
  ]

  @Argument("a comparison, a recipe whose usual three models are compared, or the folders of finished runs") var what:
    [String]
  var training = ComparedTrainings()
  @Option("folder of the comparison; a new one under runs/ by default") var out: FilePath?
  @Option("compare runs of other data or seeds too, and say so in the report") var allowMismatch = false
  @Option("go on although the renderer or the tokenizer is not the training's") var ignoreContract = false
  @Option("languages that training holds nothing of, asked at the end") var unseen: CommaSeparated<String>?
  @Option("queries with typos, in other fonts and the like as well") var robustness = true
  @Option("discriminative examples of each kind, shown as images", in: 0...50) var examples = 6

  func run() throws {
    guard let first = what.first else {
      throw UsageError("name a comparison, a recipe, or the folders of runs")
    }
    guard FileManager.default.fileExists(atPath: "\(first)/recipe.json") else { return try trainAndCompare(first) }
    try training.refuse("runs that are finished are compared as they are")
    try compareFinished()
  }

  private var report: (String) -> Void { StandardStream.error.writeLine }

  private func compareFinished() throws {
    guard what.count > 1 else { throw UsageError("a comparison needs two runs or more") }
    try refuseRepeated()
    let runs = what.map { path in
      (model: path.split(separator: "/").last.map(String.init) ?? path, folder: RunFolder(path: path))
    }
    let folder = out?.string ?? RunFolder.newPath(named: "compare")
    try write(compared(runs, unseen: []), title: runs.map(\.model).joined(separator: " · "), to: folder)
  }

  /// One run under two names would count as two seeds.
  private func refuseRepeated() throws {
    var names: [String: String] = [:]
    for path in what {
      let place = URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
      if let other = names.updateValue(path, forKey: place) {
        throw UsageError(
          "\(path) is named twice\(other == path ? "" : ", as \(other) too"); a run is compared with others")
      }
    }
  }

  private func compared(
    _ runs: [(model: String, folder: RunFolder)], unseen known: [String], isPlanned: Bool = false
  ) -> ComparedRuns {
    ComparedRuns(
      runs,
      questions: ComparedRuns.Questions(
        unseen: unseen?.elements ?? known, asksChanged: robustness, shown: examples, allowsOtherSeeds: isPlanned),
      options: LoadingOptions(ignoresContract: ignoreContract))
  }

  private func trainAndCompare(_ file: String) throws {
    guard what.count == 1 else { throw UsageError("one recipe at a time; several words must be folders of runs") }
    var comparison = try ComparisonRecipe.load(file: file)
    if let budget = training.equalize { comparison.equalize = budget }
    if let seeds = training.seeds {
      comparison.seeds = seeds.elements
      for place in comparison.models.indices { comparison.models[place].seeds = nil }
    }
    let plan = try ComparisonPlan(comparison, overrides: training.overrides(), report: report)
    if training.dryRun { return StandardStream.output.writeLine(plan.text()) }
    let folder = out?.string ?? RunFolder.newPath(named: comparison.name)
    let run = ComparisonRun(plan, folder: folder, parallel: training.parallel)
    let tuned = try run.tune(report: report)
    let runs = try plan.runs(tuned)
    try run.train(runs, report: report)
    try write(
      compared(run.folders(of: runs), unseen: comparison.unseen, isPlanned: true), title: comparison.name,
      tuned: tuned, to: folder)
  }

  private func write(
    _ runs: ComparedRuns, title: String, tuned: [TunedModel] = [], to folder: String
  ) throws {
    let (compared, galleries) = try runs.compare(title: title, allowMismatch: allowMismatch, report: report)
    var comparison = compared
    comparison.tuning = tuned
    StandardStream.output.writeLine(comparison.text())
    try Disk().makeFolder(folder)
    try AtomicFile.write(comparison.json.prettyText + "\n", to: "\(folder)/comparison.json")
    try AtomicFile.write(comparison.markdown(), to: "\(folder)/comparison.md")
    try ComparisonPage(comparison, galleries: galleries).write(to: "\(folder)/comparison.html")
    report("\(folder): comparison.html, comparison.md, comparison.json")
  }
}

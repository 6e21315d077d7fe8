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
      "clippo-compare configs/compare-emoji.json --match flops", "equal computation instead of equal steps"),
    CommandExample("clippo-compare runs/a runs/b", "two runs that are finished"),
  ]

  @Argument("a comparison, a recipe whose usual three models are compared, or the folders of finished runs") var what:
    [String]
  @Option("what the models have equally much of; the comparison's own word, or steps") var match: MatchWord?
  @Option("seeds that every model is trained with", name: "seeds") var seeds: CommaSeparated<Int>?
  @Option("languages of the captions; all stands for every one") var lang: CommaSeparated<String>?
  @Option("folder of a corpus that is built already") var data: FilePath?
  @Option("end after this many steps", in: 1...) var steps: Int?
  @Option("end after this many seconds of training", in: 1...1e9) var seconds: Double?
  @Option("change a field of the recipe that all models share", placeholder: "field=value") var set: [String]
  @Option("folder of the comparison; a new one under runs/ where it is left out") var out: FilePath?
  @Option("trainings at a time", in: 1...256) var parallel = 1
  @Option("compare runs of other data or seeds too, and say so in the report") var anyway = false
  @Option("go on although the fonts draw differently now") var anyRenderer = false
  @Option("languages that training holds nothing of, asked at the end") var unseen: CommaSeparated<String>?
  @Option("asks the queries as they are, and leaves out typing errors, other fonts and the like") var unchanged = false
  @Option("queries of each kind that are shown as pictures", in: 0...50) var shown = 6
  @Option("print the plan and stop") var check = false

  func run() throws {
    guard let first = what.first else {
      throw UsageError("name a comparison, a recipe, or the folders of runs")
    }
    let isFolder = FileManager.default.fileExists(atPath: "\(first)/recipe.json")
    try isFolder ? compareFinished() : trainAndCompare(first)
  }

  private var report: (String) -> Void { StandardStream.error.writeLine }

  private func compareFinished() throws {
    guard what.count > 1 else { throw UsageError("a comparison needs two runs or more") }
    let runs = what.map { path in
      (arm: path.split(separator: "/").last.map(String.init) ?? path, folder: RunFolder(path: path))
    }
    let folder = out?.string ?? RunFolder.newPath(named: "compare")
    try write(compared(runs, unseen: []), title: runs.map(\.arm).joined(separator: " · "), to: folder)
  }

  private func compared(_ runs: [(arm: String, folder: RunFolder)], unseen known: [String]) -> ComparedRuns {
    ComparedRuns(
      runs,
      questions: ComparedRuns.Questions(unseen: unseen?.elements ?? known, asksChanged: !unchanged, shown: shown),
      options: LoadingOptions(anyRenderer: anyRenderer))
  }

  private func trainAndCompare(_ file: String) throws {
    guard what.count == 1 else { throw UsageError("one recipe at a time; several words must be folders of runs") }
    var comparison = try ComparisonRecipe.load(file: file)
    if let match { comparison.match = match }
    if let seeds { comparison.seeds = seeds.elements }
    let overrides = try RecipeOverride.all(
      languages: lang?.elements, data: data?.string, steps: steps, seconds: seconds, threads: nil, seed: nil,
      fields: set)
    let plan = try ComparisonPlan(comparison, overrides: overrides, report: report)
    if check { return StandardStream.output.writeLine(plan.text()) }
    let folder = out?.string ?? RunFolder.newPath(named: comparison.name)
    let run = ComparisonRun(plan, folder: folder, parallel: parallel)
    let tuned = try run.tune(report: report)
    let runs = try plan.runs(tuned)
    try run.train(runs, report: report)
    try write(
      compared(run.folders(of: runs), unseen: comparison.unseen), title: comparison.name, tuned: tuned, to: folder)
  }

  private func write(
    _ runs: ComparedRuns, title: String, tuned: [TunedArm] = [], to folder: String
  ) throws {
    let (compared, galleries) = try runs.compare(title: title, anyway: anyway, report: report)
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

extension MatchWord: OptionValue {}

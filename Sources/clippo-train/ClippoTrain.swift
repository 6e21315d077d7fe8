import Application
import Console
import Recipes
import Runtime

@main
struct ClippoTrain: Command {
  static let name = "clippo-train"
  static let summary = "Trains a model of images and drawn captions from scratch, and says how well it searches."
  static let examples = [
    CommandExample("clippo-train --lang zh", "emoji and their Chinese names, about ten minutes"),
    CommandExample("clippo-train --lang zh,en,ja --dry-run", "what that would do, with shapes and memory"),
    CommandExample("clippo-train --set model.width=256 --set model.heads=4", "the same recipe, a wider model"),
    CommandExample("clippo-train --resume", "go on with the newest run"),
  ]

  @Option("recipe file; the recipe configs/emoji.json by default") var config: FilePath?
  @Option("languages of the captions; all stands for every one") var lang: CommaSeparated<String>?
  @Option("folder of a corpus that is built already") var data: FilePath?
  @Option("end after this many steps", in: 1...) var steps: Int?
  @Option("end after this many seconds of training", in: 1...1e9) var seconds: Double?
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads: Int?
  @Option("seed of every random choice", in: 0...) var seed: Int?
  @Option("change a field of the recipe", placeholder: "field=value") var set: [String]
  @Option("folder of the run; a new one under runs/ by default") var out: FilePath?
  @Option("go on with the run in --out, or with the newest one") var resume = false
  @Option("with --resume: go on although the renderer or the tokenizer is not the run's") var ignoreContract = false
  @Option("with --resume: go on although the files of the corpus have changed") var ignoreCorpus = false
  @Option("print where the time of a step goes, and write trace.json for a browser's trace viewer into the run")
  var profile = false
  @Option("print the recipe as it would be run, and stop") var showRecipe = false
  @Option("print the plan, the shapes and the memory, and stop") var dryRun = false

  func validate() throws {
    if resume {
      guard config == nil, !dryRun, !showRecipe else {
        throw UsageError("--resume takes the run's own recipe; leave out --config, --dry-run and --show-recipe")
      }
    } else if ignoreContract {
      throw UsageError("--ignore-contract would change nothing without --resume: a new run makes a contract of its own")
    }
    if ignoreCorpus, !resume { throw UsageError("--ignore-corpus would change nothing without --resume") }
    if dryRun, showRecipe { throw UsageError("--dry-run does not go with --show-recipe") }
  }

  func run() throws {
    let overrides = try RecipeOverride.all(
      languages: lang?.elements, data: data?.string, steps: steps, seconds: seconds, threads: threads, seed: seed,
      fields: set)
    let report = StandardStream.error.writeLine
    let folder = out.map { RunFolder(path: $0.string) }
    let run: TrainingRun
    if resume {
      run = try TrainingRun(
        resuming: folder ?? RunFolder.newest(), overrides: overrides,
        options: LoadingOptions(ignoresContract: ignoreContract, ignoresCorpus: ignoreCorpus),
        profile: profile ? Profile() : nil, report: report)
    } else {
      let recipe = try Recipe.load(file: config?.string, overrides: overrides)
      if showRecipe { return StandardStream.output.write(recipe.json.prettyText) }
      if dryRun { return StandardStream.output.writeLine(try RunPlan.check(recipe, report: report).text()) }
      run = try TrainingRun(recipe, folder: folder, profile: profile ? Profile() : nil, report: report)
    }
    StandardStream.output.writeLine(try run.train().text())
    if let table = try run.writeProfile() {
      StandardStream.output.writeLine("\n\(table.text())")
      report("\(run.folder.path)/trace.json opens in a browser's trace viewer")
    }
    if let skipped = run.skipped { report(skipped) }
    if let loss = run.loss { report("in training, \(loss); see report.html") }
    report("the run is in \(run.folder.path): report.html, summary.json; ask it with: clippo-search TEXT")
  }
}

import Application
import Console
import Corpora
import Evaluation
import Runtime

/// What of a test is in a training, too.
struct ContaminationCommand: Command {
  static let name = "contamination"
  static let summary = "Images and captions of a test that are in a training, too: same files, near copies, same texts."
  static let examples = [
    CommandExample(
      "clippo-eval contamination --data xtd10 --train coco/captions_train2014.json --train-lang en",
      "what is in both"),
    CommandExample(
      "clippo-eval contamination --data test.csv --images a --train shards --train-format webdataset --train-lang zh",
      "of corpora that are written differently"),
  ]

  @Option("the test: images with captions", required: true) var data: FilePath = ""
  @Option("the training that it is looked for in; read as --data unless a --train-… option is given", required: true)
  var train: FilePath = ""
  @Option("bits of 64 that perceptual hashes may differ in", in: 0...15) var distance = LeakFinder.usualDistance
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0
  var unreadable = UnreadableOption()
  var report = ReportOptions()
  var language = LanguageOption()
  var files = SourceOptions()
  var trainLanguage = LanguageOption(for: ContaminationCommand.training)
  var trainFiles = SourceOptions(for: ContaminationCommand.training)

  private static let training = OptionPurpose(prefix: "train", subject: "--train")

  func validate() throws {
    try report.validate()
    try language.validate()
    try trainLanguage.validate()
  }

  func run() throws {
    let pool = try ComputeContext(threads: threads).pool
    let line = ProgressLine(label: "reading", unit: "images")
    defer { line.finish() }
    let source = try files.source(data.string, language: language.lang)
    let test = LeakRun.Side(try unreadable.open(source, pool: pool), named: data.string)
    let training = LeakRun.Side(try openTraining(pool: pool), named: train.string)
    let run = LeakRun(pool: pool, distance: distance) { line.update(completed: $0, of: $1) }
    let (found, leaks) = try run.run(test: test, training: training)
    line.finish()
    try report.publish(found)
    try LeakRun.require(leaks, unreadable: unreadable.maxUnreadable, test: test, training: training)
  }

  /// Whether the training's files have options of their own.
  private var isTrainingDescribed: Bool { trainFiles.isGiven || trainLanguage.isGiven }

  private func openTraining(pool: ThreadPool) throws -> SourceContent {
    do { return try unreadable.open(trainingSource(), pool: pool) } catch let error as CorpusError
      where isTrainingDescribed
    {
      throw CorpusError(
        "\(error.description) (the training is read by the --train-… options alone as soon as one is given: --train-lang "
          + "takes the place of --lang there, and so on)", skipped: error.skipped)
    }
  }

  /// How the training's files are read: as its own options say where any is given, else as those of --data, but for the split.
  private func trainingSource() throws -> CorpusSource {
    if isTrainingDescribed { return try trainFiles.source(train.string, language: trainLanguage.lang) }
    var source = try files.source(train.string, language: language.lang)
    source.split = nil
    return source
  }
}

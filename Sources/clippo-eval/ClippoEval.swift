import Application
import Console
import Evaluation
import Reports

@main
struct ClippoEval: Command {
  static let name = "clippo-eval"
  static let summary =
    "Measures a model: recall, classification by texts, probes, translation, what scores are worth, leaks."
  static let examples = [
    CommandExample("clippo-eval", "recall of the newest run on its own corpus"),
    CommandExample("clippo-eval --run runs/emoji-zh", "recall of that run, written to its summary.json again"),
    CommandExample("clippo-eval --convention chinese-clip", "the same as Chinese-CLIP's scripts count"),
    CommandExample(
      "clippo-eval recall --data xm3600 --out xm3600.html", "recall on Crossmodal-3600, all its languages"),
    CommandExample(
      "clippo-eval recall --data coco-cn --split test --images coco --convention wukong", "COCO-CN as papers report it"),
    CommandExample(
      "clippo-eval recall --data MUGE/valid_texts.jsonl --files out", "with features and predictions as files"),
    CommandExample(
      "clippo-eval predict --data MUGE/test_imgs.tsv --queries MUGE/test_texts.jsonl --predictions out.jsonl",
      "a test without answers, for a leaderboard"),
    CommandExample(
      "clippo-eval classify --data cifar-10-batches-bin --set cifar10 --lang zh", "CIFAR-10 by Chinese texts"),
    CommandExample(
      "clippo-eval classify --data imagenet/val --classes names.txt --templates templates.txt", "with files of your own"
    ),
    CommandExample("clippo-eval probe --data dtd/test --train dtd/train --shots 1,5,10", "few-shot probes"),
    CommandExample("clippo-eval texts --data captions.jsonl --lang zh,en,ar", "captions that find their translations"),
    CommandExample(
      "clippo-eval sentences --data MRPC/test.tsv --train MRPC/train.tsv", "pairs of sentences by a linear head"),
    CommandExample("clippo-eval questions --data val.jsonl --train train.jsonl", "questions drawn above pictures"),
    CommandExample("clippo-eval diagnose --out diagnosis.html", "modality gap, calibration, lengths"),
    CommandExample(
      "clippo-eval leaks --data xtd10 --train coco/captions_train2014.json --train-language en", "what is in both"),
    CommandExample(
      "clippo-eval leaks --data test.csv --images a --train shards --train-format webdataset --train-language zh",
      "the same of corpora that are written otherwise"),
    CommandExample("clippo-eval --golden one_tower.npz", "errors against recorded embeddings, loss and gradients"),
  ]

  enum Action: String, CaseIterable, OptionValue {
    case recall, predict, classify, probe, texts, sentences, questions, diagnose, robustness, leaks
  }

  @Argument("what to measure; recall where it is left out", name: "action") var chosenAction: Action?
  var action: Action { chosenAction ?? .recall }
  @Option("folder of the run; the newest one under runs/ where it is left out", name: "run") var folder: FilePath?
  @Option("pictures with captions, or with classes for classify and probe; the run's own corpus where it is left out")
  var data: FilePath?
  @Option(
    "languages of the captions, all of the data where it is left out; or of the texts for classes, the run's first where it is "
      + "left out; all stands for every one", name: "lang")
  var languages: CommaSeparated<String>?
  @Option("how recall is counted: as ours, or as a package's or a paper's numbers are") var convention =
    RetrievalConvention.clippo
  @Option("report to write besides what is printed, .html for people or .json for programs") var out: [FilePath] = []
  @Option("share of the records and pictures that may be left out because they cannot be read", in: 0...1)
  var unreadable = 0.0
  @Option("folder for features and predictions of recall as files") var files: FilePath?
  @Option(
    "texts to look for pictures by with predict: lines, or JSON lines with ids; of pictures of equal score the earlier one "
      + "stands first") var queries: FilePath?
  @Option("file for what predict found, a line of JSON a query") var predictions: FilePath?
  /// How the files of pairs are read.
  var pairs = SourceOptions()
  /// How those of a training are read that leaks looks through.
  var trainPairs = SourceOptions(
    for: OptionPurpose(prefix: "train", subject: "leaks --train; where none is given, that corpus is read as --data is")
  )

  @Option("names of the classes: a file of lines or JSON; the built-in ones of --lang unless given") var classes:
    FilePath?
  @Option("texts around names: a file of lines or JSON; the built-in ones of --lang unless given") var templates:
    FilePath?
  @Option(
    "which list of names or templates, where a file has several; built in are cifar10, cifar100, stl10 and eurosat",
    name: "set")
  var list: String?

  @Option("what probe, sentences and questions take their examples from, and where leaks looks for the data")
  var train: FilePath?
  @Option("one or two columns with the texts of sentences; guessed from usual names unless given")
  var textColumns: CommaSeparated<String>?
  @Option("column with the label of sentences; guessed from usual names unless given") var labelColumn: String?
  @Option("how sentences makes one row of two texts: both embedded and compared, or drawn together on a page")
  var joining =
    SentenceRun.Joining.compared
  @Option("answers that questions can give, the most frequent ones", in: 1...100_000) var answers = 1_000
  @Option("probes that are fitted") var probes = CommaSeparated([ProbeRun.Kind.ridge])
  @Option("what probes see of a picture: its embedding, or what the tower's last layer gets, as in big_vision")
  var features = PictureFeatures.embedding
  @Option("examples a class; all takes every one") var shots = CommaSeparated(["1", "5", "10", "25"])
  @Option("draws of the examples", in: 1...100) var draws = 3
  @Option("decides what is drawn") var seed: UInt64 = 0
  @Option("penalty of the ridge's weights", in: 1e-9...1e12) var ridge = RidgeProbe.usualPenalty
  @Option("penalty of the linear probe's weights; chosen by a fifth of the examples unless given", in: 0...1e6)
  var penalty: Double?
  @Option("neighbours that vote", in: 1...10_000) var neighbours = 20
  @Option("bits of 64 that perceptual hashes of leaks may differ in", in: 0...15) var distance = LeakFinder
    .usualDistance

  @Option("arrays that another implementation recorded (.npz)") var golden: FilePath?
  @Option("largest relative error that passes, with --golden", in: 0...1) var tolerance = 1e-4
  @Option("worker threads; 0 takes every core", in: 0...1024) var threads = 0
  @Option("evaluate although the fonts draw differently now") var anyRenderer = false

  func run() throws {
    for file in out { try MeasureReport.check(path: file.string) }
    if let golden {
      guard folder == nil, action == .recall else { throw UsageError("--golden stands alone") }
      let check = try GoldenCheck(file: golden.string, threads: threads)
      StandardStream.output.writeLine(check.text())
      return try check.check(tolerance: tolerance)
    }
    if trainPairs.isGiven, action != .leaks {
      throw UsageError(
        "the options --train-… say how leaks reads its training; \(action.rawValue) has none of such files")
    }
    if data == nil { try pairs.refuse("without --data the run's own corpus is measured, as its recipe says") }
    switch action {
    case .recall: try data == nil && out.isEmpty && files == nil ? ownRecall() : measureRecall()
    case .predict: try predict()
    case .classify: try classify()
    case .probe: try probe()
    case .texts: try publish(try retrieval(needsPictures: false).texts(title: title))
    case .sentences: try classifySentences()
    case .questions: try answerQuestions()
    case .diagnose: try publish(try retrieval().diagnosis(title: title))
    case .robustness:
      try publish(try retrieval().robustness(title: title, report: StandardStream.error.writeLine))
    case .leaks: try findLeaks()
    }
  }

  /// The run that is measured.
  func chosenRun() throws -> RunFolder { try folder.map { RunFolder(path: $0.string) } ?? RunFolder.newest() }

  var loading: LoadingOptions { LoadingOptions(threads: threads, anyRenderer: anyRenderer, convention: convention) }

  /// Prints a report and writes it wherever it is wanted.
  func publish(_ report: MeasureReport) throws {
    StandardStream.output.writeLine(report.text())
    for file in out {
      try report.write(to: file.string)
      StandardStream.error.writeLine("written to \(file.string)")
    }
  }

  /// The run's own recall, which its summary and report show.
  private func ownRecall() throws {
    let run = try chosenRun()
    guard convention == .clippo else {
      let (recall, file) = try RunEvaluation.run(run, convention: convention, options: loading)
      StandardStream.output.writeLine(recall.text(convention))
      return StandardStream.error.writeLine("the same in \(file)")
    }
    let recall = try RunEvaluation.run(run, options: loading, report: StandardStream.error.writeLine)
    StandardStream.output.writeLine(recall.text())
    StandardStream.error.writeLine("\(run.path): summary.json and report.html are written anew")
  }
}

extension RetrievalConvention: OptionValue {}

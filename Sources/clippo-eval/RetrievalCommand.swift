import Application
import Console
import Evaluation

/// How often a caption finds its image, and an image its caption.
struct RetrievalCommand: Command {
  static let name = "retrieval"
  static let summary = "Recall of images by captions and of captions by images."
  static let examples = [
    CommandExample("clippo-eval --run runs/emoji-zh", "of that run, written to its summary.json again"),
    CommandExample("clippo-eval --protocol chinese-clip", "the same as Chinese-CLIP's scripts count"),
    CommandExample(
      "clippo-eval retrieval --data coco-cn --split test --images coco --protocol wukong",
      "COCO-CN as papers report it"),
    CommandExample("clippo-eval retrieval --data MUGE/valid_texts.jsonl --files out", "with files for other programs"),
  ]

  var trained = RunOptions()
  var pairs = PairOptions()
  @Option("how recall is counted: as ours, or as a package's or a paper's numbers are", name: "protocol")
  var retrievalProtocol = RetrievalProtocol.clippo
  @Option("by what images and captions are compared; by default what the run has trained", name: "compare")
  var compared: ComparedOutputs?
  @Option("folder for features and predictions as files") var files: FilePath?
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    try pairs.validate()
  }

  func run() throws {
    // The run's summary keeps what the run has trained.
    if pairs.isOwn, report.out.isEmpty, files == nil, compared == nil { return try measureOwn() }
    let (measured, written) = try pairs.retrieval(
      trained.model(retrievalProtocol, comparing: compared)
    ).recall(
      retrievalProtocol, title: trained.title(pairs.data), files: files?.string, showsQueries: report.isShown)
    try report.publish(measured)
    if let folder = files {
      StandardStream.error.writeLine("\(NumberText.counted(written.count, "file", "files")) in \(folder.string)")
    }
  }

  /// The run's own recall, which its summary and report show.
  private func measureOwn() throws {
    let folder = try trained.chosen()
    guard retrievalProtocol == .clippo else {
      let (recall, file) = try RunEvaluation.run(
        folder, retrievalProtocol: retrievalProtocol, options: trained.loading(retrievalProtocol))
      StandardStream.output.writeLine(recall.text(retrievalProtocol))
      return StandardStream.error.writeLine("the same in \(file)")
    }
    let recall = try RunEvaluation.run(
      folder, options: trained.loading(), report: StandardStream.error.writeLine)
    StandardStream.output.writeLine(recall.text())
    StandardStream.error.writeLine("\(folder.path): summary.json and report.html are written anew")
  }
}

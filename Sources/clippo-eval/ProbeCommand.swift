import Application
import Console
import Corpora
import Evaluation

/// Classifiers on embeddings of images, fitted to a few examples of every class.
struct ProbeCommand: Command {
  static let name = "probe"
  static let summary = "Few-shot classification by ridge, linear and nearest-neighbor probes."
  static let examples = [
    CommandExample("clippo-eval probe --data dtd/test --train dtd/train --shots 1,5,10", "few-shot probes")
  ]

  @Option("test: a folder of classes, tar shards with .cls, CIFAR's files or JSON lines", required: true)
  var data: FilePath = ""
  @Option("what examples are drawn from, as --data; its split train", required: true) var train: FilePath = ""
  @Option("split of --data where the files name splits; all by default") var split: String?
  @Option("probes that are fitted: ridge, linear, neighbors") var probes = CommaSeparated([ProbeRun.Kind.ridge])
  @Option("what probes see: the embedding, or what the tower's last layer gets, as in big_vision")
  var features = ImageFeatures.embedding
  @Option("examples per class; all takes every one") var shots = CommaSeparated(["1", "5", "10", "25"])
  @Option("times that examples are drawn anew", in: 1...100) var resamples = 3
  @Option("decides what is drawn") var seed: UInt64 = 0
  @Option("penalty of the ridge's weights", in: 1e-9...1e12) var ridge = RidgeProbe.usualPenalty
  @Option("penalty of the linear probe's weights; chosen by a fifth of the examples by default", in: 0...1e6)
  var penalty: Double?
  @Option("neighbors that vote", in: 1...10_000) var knn = 20
  var trained = RunOptions()
  var unreadable = UnreadableOption()
  var report = ReportOptions()

  func validate() throws {
    try report.validate()
    _ = try shotCounts()
  }

  private func shotCounts() throws -> [Int] {
    try shots.elements.filter { $0 != "all" }.map { word in
      guard let count = Int(word), count > 0 else {
        throw UsageError("--shots should be numbers from 1 on, or all, not “\(word)”")
      }
      return count
    }
  }

  func run() throws {
    let test = try LabeledImages.open(data.string, split: split)
    let training = try LabeledImages.open(train.string, usual: "train")
    var probing = ProbeRun()
    probing.kinds = probes.elements
    probing.usesAll = shots.elements.contains("all")
    probing.shots = try shotCounts()
    (probing.features, probing.draws, probing.seed) = (features, resamples, seed)
    (probing.ridgePenalty, probing.linearPenalty, probing.neighbors) = (ridge, penalty, knn)
    try report.publish(
      unreadable.embedding(trained.model()) {
        try probing.run($0, training: training, test: test, title: trained.title(data))
      })
  }
}

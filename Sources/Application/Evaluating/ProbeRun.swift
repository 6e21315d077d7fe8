import Console
import Corpora
import Evaluation
import Reports

/// Fits probes to a model's embeddings of one set of images and measures them on another.
public struct ProbeRun {
  /// What is fitted.
  public enum Kind: String, CaseIterable, Sendable, OptionValue {
    /// Least squares in closed form.
    case ridge
    /// Logistic regression.
    case linear
    /// Votes of neighbors.
    case neighbors
  }

  public var kinds: [Kind] = [.ridge]
  /// What probes see of an image.
  public var features = ImageFeatures.embedding
  /// Examples a class; all of them besides where `all` is true.
  public var shots = [1, 5, 10, 25]
  public var usesAll = false
  /// Draws of the examples.
  public var draws = 3
  public var seed: UInt64 = 0
  public var ridgePenalty = RidgeProbe.usualPenalty
  /// Nil chooses among some by a fifth of the examples.
  public var linearPenalty: Double?
  public var neighbors = 20

  public init() {}

  /// - Parameters:
  ///   - training: what examples are drawn from.
  ///   - test: what probes are measured on; of the same classes.
  public func run(
    _ embedding: ModelEmbedding, training: LabeledImages, test: LabeledImages, title: String
  ) throws -> MeasureReport {
    try check(training, test)
    let embedded = try (train: embedding.images(training, as: features), test: embedding.images(test, as: features))
    let train = try labeled(embedded.train, classes: training.classes.count)
    let queried = try labeled(embedded.test, classes: test.classes.count)
    var rows: [ProbeRow] = []
    for kind in kinds {
      for shots in shots.map(Optional.some) + (usesAll ? [nil] : []) {
        // All examples are the same examples in every draw.
        let results = try (0..<(shots == nil ? 1 : UInt64(draws))).map { draw in
          let drawn = shots.map {
            FewShots(shots: $0, seed: seed + draw).rows(of: train.labels, classes: train.classes)
          }
          return try probe(kind, drawn.map(train.rows) ?? train).result(on: queried)
        }
        rows.append(ProbeRow(probe: kind.rawValue, shots: shots, results: results))
      }
    }
    var report = MeasureReport.probes(
      rows, title: title,
      about:
        "The model's \(features == .embedding ? "embeddings" : "features before its last layer") stay as they are; probes are fitted to examples of \(training.path) and measured on "
        + "\(NumberText.counted(queried.count, "image", "images")) of \(test.path).")
    let few = train.labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }.values.min() ?? 0
    if let most = shots.max(), few < most {
      report.notes.append("Some classes have \(few) examples only, and give all they have.")
    }
    report.notes += [embedded.train, embedded.test].compactMap { $0.skipped.sentence("Images") }
    return report
  }

  private func check(_ training: LabeledImages, _ test: LabeledImages) throws {
    guard training.classes == test.classes else {
      throw CommandError(
        "\(training.path) and \(test.path) have different classes (\(training.classes.count) and \(test.classes.count)); "
          + "probes need the same in both")
    }
    for images in [training, test] where images.hasSeveralLabels {
      throw CommandError("\(images.path): some images have several classes or none; probes need one each")
    }
  }

  private func labeled(_ images: EmbeddedImages, classes: Int) throws -> LabeledFeatures {
    try LabeledFeatures(width: images.width, values: images.values, labels: images.labels, classes: classes)
  }

  private func probe(_ kind: Kind, _ examples: LabeledFeatures) throws -> any Probe {
    switch kind {
    case .ridge: try RidgeProbe(fitting: examples, penalty: ridgePenalty)
    case .linear: try LinearHead(penalty: linearPenalty, seed: seed).fit(examples)
    case .neighbors: try NeighborProbe(examples: examples, neighbors: min(neighbors, examples.count))
    }
  }
}

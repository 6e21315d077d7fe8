import Console
import Corpora
import Evaluation
import Reports

/// Tells classes of texts, or of pairs of texts, apart by a linear head on the model's embeddings: how well it understands text, which
/// for a model of pages is text in pixels.
public struct SentenceRun {
  /// How two texts become one row of features.
  public enum Joining: String, CaseIterable, Sendable, OptionValue {
    /// Each embedded by itself; both, their distance and their product side by side (Conneau et al. 2017).
    case compared
    /// One below the other on one page, as CLIPPO does.
    case together
  }

  public var joining = Joining.compared
  public var language = "en"
  /// Nil chooses among some by a fifth of the examples.
  public var penalty: Double?

  public init() {}

  public func run(
    _ embedding: ModelEmbedding, training: LabeledTexts, test: LabeledTexts, title: String
  ) throws -> MeasureReport {
    guard training.rows[0].texts.count == test.rows[0].texts.count else {
      throw CommandError("\(training.path) and \(test.path) have different numbers of texts a row")
    }
    let classes = training.rows.map(\.label).distinct.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
    let unknown = test.rows.filter { numbers[$0.label] == nil }
    guard unknown.isEmpty else {
      throw CommandError(
        "\(test.path): the label “\(unknown[0].label)” is not among those of \(training.path): \(classes.prefix(10).joined(separator: ", "))"
      )
    }
    func features(_ texts: LabeledTexts) throws -> LabeledFeatures {
      let (width, values) = try self.features(texts, embedding)
      return try LabeledFeatures(
        width: width, values: values, labels: texts.rows.map { numbers[$0.label] ?? 0 }, classes: classes.count)
    }
    let train = try features(training)
    let probe = try LinearHead(penalty: penalty).fit(train)
    let result = try probe.result(on: features(test))
    let most = test.rows.reduce(into: [String: Int]()) { $0[$1.label, default: 0] += 1 }.values.max() ?? 0
    var report = MeasureReport.classification(
      result, title: title, kind: "text classification",
      about:
        "A linear head on frozen embeddings\(train.width > embedding.model.recipe.model.embedding ? " of both texts" : ""), "
        + "fitted to \(NumberText.thousands(training.rows.count)) rows of \(training.path). Always the most frequent class would reach "
        + "\(NumberText.fixed(100 * Double(most) / Double(test.rows.count), decimals: 1)) %.",
      names: classes)
    for texts in [training, test] where !texts.skipped.isEmpty {
      report.notes.append(
        "\(texts.path): \(texts.skipped.total.text) rows were skipped, the first: \(texts.skipped.first[0])"
      )
    }
    return report
  }

  private func features(_ texts: LabeledTexts, _ embedding: ModelEmbedding) throws -> (width: Int, values: [Float]) {
    guard texts.rows[0].texts.count == 2, joining == .compared else {
      let table = try embedding.texts(texts.rows.map { $0.texts.joined(separator: "\n") }, language: language).table
      return (table.width, table.values)
    }
    let first = try embedding.texts(texts.rows.map { $0.texts[0] }, language: language).table
    let second = try embedding.texts(texts.rows.map { $0.texts[1] }, language: language).table
    var values: [Float] = []
    values.reserveCapacity(4 * first.values.count)
    for row in 0..<first.count {
      let (left, right) = (first[row], second[row])
      values += left
      values += right
      values += zip(left, right).map { abs($0 - $1) }
      values += zip(left, right).map(*)
    }
    return (4 * first.width, values)
  }
}

/// A linear probe whose penalty is chosen by a fifth of the examples where nobody gives one.
struct LinearHead {
  let penalty: Double?
  var seed: UInt64 = 0

  func fit(_ examples: LabeledFeatures) throws -> LogisticProbe {
    try LogisticProbe(fitting: examples, penalty: penalty ?? chosen(for: examples))
  }

  /// The penalty that tells the held-out fifth apart best, fitted to the others; the largest of those that are as good.
  private func chosen(for examples: LabeledFeatures) throws -> Double {
    let counts = examples.labels.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    let shots = max(1, (counts.values.min() ?? 1) / 5)
    let held = Set(FewShots(shots: shots, seed: seed).rows(of: examples.labels, classes: examples.classes))
    let rest = examples.labels.indices.filter { !held.contains($0) }
    // With one example a class there is nothing to choose by.
    guard !rest.isEmpty, (counts.values.min() ?? 0) > 1 else { return 1e-2 }
    let (fitted, queried) = (try examples.rows(rest), try examples.rows(held.sorted()))
    let scores = try LogisticProbe.usualPenalties.map { penalty in
      (penalty, try LogisticProbe(fitting: fitted, penalty: penalty, iterations: 100).result(on: queried).top1)
    }
    return scores.max { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 < $1.0 }?.0 ?? 1e-2
  }
}

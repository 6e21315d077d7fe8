import Autograd
import Corpora
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// An image and its captions in two languages, each compared with each: the contrastive part of ERNIE-UniX2 (Shan et al. 2022) in the form
/// of `docs/objectives/unix2.md`. With A and B the captions it is the mean of CLIP's losses of (image, A), (image, B) and (A, B); a pair
/// that lacks a member is left out where that is compared.
public struct UniX2: ObjectiveKind, Objective, Hashable {
  package static let names = ["unix2"]

  var scale = LogitScale(initial: 1 / 0.07)
  /// Language of the first caption; nil takes the pair's own caption.
  public var first: String?
  /// Language of the second caption; nil takes one in any other language of the run than the pair's.
  public var second: String?
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked

  public init() {}

  package static var fields: [RecipeField<UniX2>] {
    LogitScale.fields(\.scale) + [
      .value("first", \.first), .value("second", \.second), .value("duplicatePairs", \.duplicates),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    for (name, language) in [("first", first), ("second", second)] where language?.isEmpty == true {
      throw path.field(name).error("is empty; give a language such as \"zh\", or null")
    }
    guard let first, first == second else { return }
    throw path.field("second").error("is \(first), and so is first; compare captions in two languages")
  }

  package var logits: LogitSettings { scale.settings() }

  private var firstView: BatchView {
    first.map { .caption(CaptionChoice(language: .only($0), isAnother: false)) } ?? .text
  }

  private var secondView: BatchView {
    let language = second.map(CaptionChoice.Language.only) ?? first.map { .except($0) } ?? .other
    return .caption(CaptionChoice(language: language, isAnother: false))
  }

  public var requests: [ViewRequest] { [.image, firstView, secondView].map { ViewRequest($0) } }

  public func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let members = [("i", BatchView.image), ("a", firstView), ("b", secondView)]
    var (losses, metrics): ([Variable], [(name: String, value: Double)]) = ([], [])
    for (one, other) in [(0, 1), (0, 2), (1, 2)] {
      let views = [members[one].1, members[other].1]
      guard let (loss, result, pairs) = try contrast(views, input, on: tape) else { continue }
      losses.append(loss)
      let names = ("\(members[one].0)2\(members[other].0)_accuracy", "\(members[other].0)2\(members[one].0)_accuracy")
      metrics += [
        (names.0, Double(result.correctRows) / Double(pairs)), (names.1, Double(result.correctColumns) / Double(pairs)),
      ]
    }
    metrics.append(("logit_scale", try input.logScale.value.withFloats { Double(exp($0[0])) }))
    guard let first = losses.first else {
      // Nothing can be told apart: a loss of 0 through which nothing flows back.
      return ObjectiveResult(loss: try tape.scale(tape.sum(input.embedding(.image)), by: 0), metrics: metrics)
    }
    let sum = try losses.dropFirst().reduce(first) { try tape.add($0, $1) }
    return ObjectiveResult(loss: try tape.scale(sum, by: 1 / Float(losses.count)), metrics: metrics)
  }

  /// CLIP's loss of the pairs that have both views; nil where fewer than two have.
  private func contrast(
    _ views: [BatchView], _ input: ObjectiveInput, on tape: Tape
  ) throws -> (loss: Variable, result: ContrastiveLossResult, pairs: Int)? {
    let isShown = views.map(input.shows)
    let shown = (0..<input.pairs).filter { pair in isShown.allSatisfy { $0[pair] } }
    guard shown.count > 1 else { return nil }
    let captions = views.filter { $0 != .image }
    let ids = try tape.backend.integers(shown.count) {
      let all = captions == [.text] ? input.duplicateIds : input.duplicateIds(sharing: captions)
      return shown.map { all[$0] }[...]
    }
    var rows = try views.map { try input.embedding($0) }
    if shown.count < input.pairs {
      let places = try tape.backend.integers(shown.count) { shown.map { Int32($0) }[...] }
      rows = try rows.map { try tape.pickRows($0, rows: places) }
    }
    let (loss, result) = try tape.contrastiveLoss(
      rows[0], rows[1], logScale: input.logScale, duplicateIds: ids, duplicates: duplicates)
    return (loss, result, shown.count)
  }
}

import Autograd
import Corpora
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Adaptive pretraining with synthetic captions (ALIP, Yang et al. 2023): an image is compared with the caption that was found beside it and
/// with one that a program made of it, and each comparison weighs what the three embeddings say of the pair (`CaptionGates`).
///
/// The caption of the pair should be the one that was found: `corpus.captionRoles` `["raw"]`.
public struct ALIP: ObjectiveKind, Hashable {
  package static let names = ["alip"]

  var scale = LogitScale(initial: 1 / 0.07, smallest: 1, largest: 100)
  /// Role of the second caption.
  public var second = CaptionRole.synthetic
  /// Exponent of the gate on samples, by how alike their captions are.
  public var sampleGate = 2.0
  /// Exponent of the gates on the two descriptions of an image.
  public var pairGate = 2.0
  /// Share of the mean similarities of before that stays at every step.
  public var momentum = 0.99
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.negative

  public init() {}

  package static var fields: [RecipeField<ALIP>] {
    LogitScale.fields(\.scale) + [
      .value("second", \.second), .value("sampleGate", \.sampleGate, in: 0...100),
      .value("pairGate", \.pairGate, in: 0...100), .value("momentum", \.momentum, in: 0...0.999_999),
      .value("duplicatePairs", \.duplicates, among: [.negative, .masked]),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  /// Of the caption that is compared beside that of the pair.
  var secondView: BatchView { .caption(CaptionChoice(role: second, language: .same)) }

  package var views: Set<BatchView> { [.image, .text, secondView] }

  package func objective(_ context: ObjectiveContext) -> any Objective { AdaptivePairs(self) }
}

/// The objective at work.
final class AdaptivePairs: Objective {
  private let settings: ALIP
  private(set) var gates: CaptionGates
  /// What the last batch makes of the mean similarities, until it has been learned from.
  private var next: CaptionGates?

  init(_ settings: ALIP) {
    self.settings = settings
    gates = CaptionGates(sampleGate: settings.sampleGate, pairGate: settings.pairGate, momentum: settings.momentum)
  }

  var requests: [ViewRequest] { [ViewRequest(.image), ViewRequest(.text), ViewRequest(settings.secondView)] }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let view = settings.secondView
    let (images, texts) = (try input.embedding(.image), try input.embedding(.text))
    var (seconds, shownImages) = (try input.embedding(view), images)
    let isShown = input.shows(view)
    let shown = isShown.indices.filter { isShown[$0] }
    if shown.count < input.pairs {
      let places = try tape.backend.integers(shown.count) { shown.map { Int32($0) }[...] }
      (seconds, shownImages) = (try tape.pickRows(seconds, rows: places), try tape.pickRows(images, rows: places))
    }
    let weights = try weights(images.value, texts.value, seconds.value, shown: shown)
    func ids(_ view: BatchView) -> [Int32]? {
      settings.duplicates == .masked && images.value.hasValues ? input.duplicateIds(sharing: [view]) : nil
    }
    var loss = try WeightedContrast(weights: weights.texts, ids: ids(.text))
      .loss(images, texts, logScale: input.logScale, on: tape)
    if !shown.isEmpty {
      let shared = ids(view)
      let second = try WeightedContrast(weights: weights.seconds, ids: shared.map { ids in shown.map { ids[$0] } })
        .loss(shownImages, seconds, logScale: input.logScale, on: tape)
      loss = try tape.add(loss, second)
    }
    guard loss.value.hasValues else { return ObjectiveResult(loss: loss, metrics: []) }
    func mean(_ values: [Float]) -> Double { values.isEmpty ? 0 : Double(values.reduce(0, +)) / Double(values.count) }
    return ObjectiveResult(
      loss: loss,
      metrics: [
        ("logit_scale", try input.logScale.value.withFloats { Double(exp($0[0])) }),
        ("text_weight", mean(weights.texts)), ("second_weight", mean(weights.seconds)),
        ("second_captions", Double(shown.count) / Double(max(1, input.pairs))),
      ])
  }

  /// The weights of the comparisons with the pair's caption, `[pairs]`, and with the second, `[shown]`. A pair without a second one is trusted.
  private func weights(
    _ images: Tensor, _ texts: Tensor, _ seconds: Tensor, shown: [Int]
  ) throws -> (texts: [Float], seconds: [Float]) {
    guard images.hasValues else { return ([], []) }
    let (images, texts, seconds) = (
      try EmbeddedRows(images), try EmbeddedRows(texts), try EmbeddedRows(seconds)
    )
    let similarities = shown.enumerated().map { place, pair in
      CaptionGates.Similarities(
        captions: texts.cosine(pair, seconds, place), text: images.cosine(pair, texts, pair),
        second: images.cosine(pair, seconds, place))
    }
    var gates = gates
    gates.follow(similarities)
    next = gates
    var first = [Float](repeating: 1, count: images.count)
    let open = similarities.map(gates.weights)
    for (weight, pair) in zip(open, shown) { first[pair] = Float(weight.sample * weight.text) }
    return (first, open.map { Float($0.sample * $0.second) })
  }

  func stepped() {
    gates = next ?? gates
    next = nil
  }

  private static let name = "similarities"

  var state: [ArrayEntry] { [.numbers(Self.name, [gates.means.captions, gates.means.text, gates.means.second])] }

  func restore(_ state: [ArrayEntry]) throws {
    try state.allowOnly([Self.name])
    let numbers = try state.named(Self.name).numbers(as: Double.self)
    guard numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
      throw ObjectiveError("the saved objective's '\(Self.name)' should be three numbers; it is damaged")
    }
    gates.means = .init(captions: numbers[0], text: numbers[1], second: numbers[2])
    next = nil
  }
}

/// Rows of a tensor as the host reads them.
private struct EmbeddedRows {
  let count: Int
  private let width: Int
  private let values: [Float]

  init(_ tensor: Tensor) throws {
    count = tensor.shape.rows
    width = tensor.shape.width
    values = try tensor.floatArray()
  }

  /// The cosine of one of the rows and one of others, all of unit length.
  func cosine(_ row: Int, _ others: EmbeddedRows, _ other: Int) -> Double {
    (0..<width).reduce(0) {
      $0 + Double(values[row * width + $1]) * Double(others.values[other * width + $1])
    }
  }
}

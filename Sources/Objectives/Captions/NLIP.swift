import Autograd
import Corpora
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Contrastive learning that trusts pairs by how well they are learned: NLIP's noise harmonization (Huang et al. 2023). The losses of records
/// are kept; after a warm-up two normal distributions are fitted to them, and the probability that a record is of the upper one is ε, by which
/// its target is smoothed (`NoiseSmoothing`).
///
/// NLIP's other half, captions that a model completes, is not here.
public struct NLIP: ObjectiveKind, Hashable {
  package static let names = ["nlip"]

  var scale = LogitScale(initial: 1 / 0.07)
  /// λ: share of the target that a pair of pure noise loses, 0…1.
  public var strength = 0.5
  /// Steps before the first fit, in which all pairs are trusted.
  public var warmUpSteps = 1000
  /// Steps between two fits after that.
  public var refitSteps = 1000
  /// Share of a record's loss that stays when another is measured, 0…1.
  public var lossMomentum = 0.5
  /// Whether what counts is by how much a loss exceeds the mean of its batch, so that records that were met long ago, when the model was
  /// worse, are not taken for noise.
  public var relativeLosses = true
  /// What becomes of pairs that show the same image or have the same caption.
  public var duplicates = DuplicateRule.masked
  var directions = DirectionReduction.mean

  public init() {}

  package static var fields: [RecipeField<NLIP>] {
    LogitScale.fields(\.scale) + [
      .value("strength", \.strength, in: 0...1), .value("warmUpSteps", \.warmUpSteps, in: 0...Int(Int32.max)),
      .value("refitSteps", \.refitSteps, in: 1...Int(Int32.max)),
      .value("lossMomentum", \.lossMomentum, in: 0...0.999), .value("relativeLosses", \.relativeLosses),
      .value("directions", \.directions),
      .value("duplicatePairs", \.duplicates, among: [.masked, .negative]),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  package var views: Set<BatchView> { Set([ViewRequest].pairs.map(\.view)) }

  package func objective(_ context: ObjectiveContext) -> any Objective { NoiseHarmonization(self) }
}

/// The objective at work.
final class NoiseHarmonization: RecordJudging {
  /// Losses that a mixture is fitted to at most.
  private static let fitLimit = 200_000

  private let settings: NLIP
  private var losses = RecordLosses()
  private(set) var mixture: GaussianMixture?
  /// Updates so far.
  private var steps = 0
  /// What the last batch makes of the losses of its records, until it has been learned from.
  private var measured: [(record: RecordFacts.Number, loss: Double)] = []

  init(_ settings: NLIP) { self.settings = settings }

  var requests: [ViewRequest] { .pairs }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let noise = try noise(of: input, backend: tape.backend)
    var result = try NoiseSmoothing(strength: settings.strength, duplicates: settings.duplicates)
      .evaluate(input, noise: { noise }, on: tape)
    if settings.directions != .mean {
      result = ObjectiveResult(
        loss: try tape.scale(result.loss, by: settings.directions.factor), metrics: result.metrics)
    }
    guard !noise.isEmpty else { return result }
    let mean = noise.reduce(0, +) / Double(noise.count)
    return ObjectiveResult(loss: result.loss, metrics: result.metrics + [("noise", mean)])
  }

  /// ε of each pair, and what is measured of the batch; none where nothing is held.
  private func noise(of input: ObjectiveInput, backend: any Backend) throws -> [Double] {
    let (images, texts) = (try input.embedding(.image).value, try input.embedding(.text).value)
    guard images.hasValues else { return [] }
    var own = try PairLosses(
      images: images, texts: texts, scale: input.logScale.value.withFloats { exp($0[0]) },
      ids: settings.duplicates == .masked ? input.duplicateIds : nil, backend: backend
    ).values
    if settings.relativeLosses {
      let mean = own.reduce(0, +) / Double(max(1, own.count))
      own = own.map { $0 - mean }
    }
    let facts = input.facts
    measured = zip(facts, own).map { facts, loss in
      (facts.record, losses.updated(facts.record, by: loss, momentum: settings.lossMomentum))
    }
    return measured.map { mixture?.posterior($0.loss) ?? 0 }
  }

  func stepped() {
    for (record, loss) in measured { losses[record] = loss }
    measured = []
    steps += 1
    let since = steps - settings.warmUpSteps
    if since == 0 || since > 0 && (since % settings.refitSteps == 0 || mixture == nil) {
      mixture = GaussianMixture(losses.values(atMost: Self.fitLimit)) ?? mixture
    }
  }

  var judgments: [RecordJudgment] {
    losses.sorted.map { record, loss in
      RecordJudgment(record: record, loss: Double(loss), noise: mixture?.posterior(Double(loss)))
    }
  }

  private static let (stepsName, mixtureName) = ("steps", "mixture")

  var state: [ArrayEntry] {
    let components = mixture.map { [$0.low, $0.high] } ?? []
    return losses.entries + [
      ArrayEntry(name: Self.stepsName, wholeNumber: steps),
      .numbers(Self.mixtureName, components.flatMap { [$0.mean, $0.variance, $0.weight] }),
    ]
  }

  func restore(_ state: [ArrayEntry]) throws {
    try state.allowOnly(RecordLosses.names + [Self.stepsName, Self.mixtureName])
    let losses = try RecordLosses(state)
    let numbers = try state.named(Self.mixtureName).numbers(as: Double.self)
    guard numbers.isEmpty || numbers.count == 6, numbers.allSatisfy(\.isFinite) else {
      throw ObjectiveError(
        "the saved objective's 'mixture' is no mean, variance and weight of two components; it is damaged")
    }
    guard let steps = try state.named(Self.stepsName).numbers(as: Int64.self).first else {
      throw ObjectiveError("the saved objective's 'steps' is no number; it is damaged")
    }
    func component(_ place: Int) -> GaussianMixture.Component {
      .init(mean: numbers[place], variance: numbers[place + 1], weight: numbers[place + 2])
    }
    mixture = numbers.isEmpty ? nil : GaussianMixture(low: component(0), high: component(3))
    self.losses = losses
    self.steps = Int(steps)
    measured = []
  }
}

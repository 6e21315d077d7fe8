import Autograd
import Corpora
import Models
import Schema
import Tensors

/// BagFormer (Hou et al. 2022): the patches of a caption's page are put into bags, entities or words, and the tokens of an image look
/// for bags instead of patches. Beside it stands CLIP's loss of pooled embeddings.
///
///     tokens · ½ [CE(Σ over an image's tokens of max over bags) + CE(Σ over bags of max over an image's tokens)]  +  pooled · CLIP
///
/// A bag is the sum of the states of its patches, projected and brought to unit length; the first loss has no temperature.
public struct BagFormer: ObjectiveKind, Hashable {
  package static let names = ["bagformer"]

  var scale = LogitScale(initial: 1 / 0.07)
  var loss = SoftmaxLoss()
  var late = LateInteraction(padding: .zero)
  /// A file with an entity on each line; nil takes words as ICU finds them.
  public var entities: String?
  /// Weight of the loss of tokens and bags.
  public var tokenWeight = 1.0
  /// Weight of the loss of pooled embeddings.
  public var pooledWeight = 1.0

  public init() {}

  package static var fields: [RecipeField<BagFormer>] {
    LogitScale.fields(\.scale) + SoftmaxLoss.fields(\.loss) + LateInteraction.fields(\.late) + [
      .value("entities", \.entities), .value("tokenWeight", \.tokenWeight, in: 0...1000),
      .value("pooledWeight", \.pooledWeight, in: 0...1000),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    try late.validate(at: path)
    guard tokenWeight + pooledWeight > 0 else {
      throw path.field("tokenWeight").error("is 0, and so is pooledWeight; there would be nothing to learn")
    }
  }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.layout = true
    requirements.entities = entities
    return requirements
  }

  package var views: Set<BatchView> { [.image, .text] }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    let list: EntityList?
    do { list = try entities.map { try EntityList(path: $0) } } catch {
      throw ObjectiveError("\(context.place).entities: \(error)")
    }
    return BagContrast(
      settings: self, heads: try TokenHeads(context, embedding: late.embedding, keepsClassTokens: true),
      bags: try CaptionBags(entities: list))
  }
}

/// BagFormer at work.
private struct BagContrast: Objective {
  let settings: BagFormer
  let heads: TokenHeads
  let bags: CaptionBags

  var requests: [ViewRequest] {
    (settings.tokenWeight > 0 ? [ViewRequest(.image, .states), ViewRequest(.text, .states)] : [])
      + (settings.pooledWeight > 0 ? .pairs : [])
  }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    var terms: [Variable] = []
    var metrics: [(name: String, value: Double)] = []
    if settings.pooledWeight > 0 {
      let pooled = try settings.loss.evaluate(input, on: tape)
      terms.append(try tape.scale(pooled.loss, by: Float(settings.pooledWeight)))
      metrics = pooled.metrics
    }
    if settings.tokenWeight > 0 {
      let found = try TokenSimilarities(
        images: heads.tokens(input.states(.image), as: .image, on: tape),
        texts: heads.tokens(bagStates(input, on: tape), as: .text, on: tape), padding: settings.late.padding,
        reduction: .sum, on: tape)
      let tokens = try settings.loss.evaluate(
        images: found.images, texts: found.texts, input, isScaled: false, on: tape)
      terms.append(try tape.scale(tokens.loss, by: Float(settings.tokenWeight)))
      metrics += tokens.metrics.map { ("bags_\($0.name)", $0.value) }
    }
    return ObjectiveResult(loss: try terms.dropFirst().reduce(terms[0]) { try tape.add($0, $1) }, metrics: metrics)
  }

  /// Sums of the states of patches, one for each bag. A text that is no page has a bag for each of its tokens.
  private func bagStates(_ input: ObjectiveInput, on tape: Tape) throws -> PackedStates {
    let states = try heads.withoutClassTokens(input.states(.text), as: .text, on: tape)
    guard states.rows.value.hasValues else { return states }
    var (rows, places, shares): ([Int32], [Int32], [Float]) = ([], [], [])
    var offsets: [Int32] = [0]
    for (text, facts) in input.facts.enumerated() {
      let (first, count) = (states.offsets[text], Int(states.offsets[text + 1] - states.offsets[text]))
      let found =
        facts.layout.count == count
        ? try bags.bags(of: facts.caption, layout: facts.layout)
        : (0..<count).map { PatchBag(patches: [$0], shares: [1]) }
      for (number, bag) in found.enumerated() {
        rows += bag.patches.map { first + Int32($0) }
        shares += bag.shares
        places += bag.patches.map { _ in offsets[text] + Int32(number) }
      }
      offsets.append(offsets[text] + Int32(found.count))
    }
    let picked = try tape.pickRows(states.rows, rows: tape.backend.tensor(rows, [rows.count]))
    let weighted = try tape.multiply(picked, by: Variable(tape.backend.tensor(shares, [shares.count])), per: .row)
    let sums = try tape.scatterRows(
      weighted, into: Int(offsets[input.pairs]), at: tape.backend.tensor(places, [places.count]))
    return PackedStates(rows: sums, offsets: offsets)
  }
}

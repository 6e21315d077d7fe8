import Autograd
import Corpora
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// What an objective is evaluated on: the outputs that it asked for, and what is known of the pairs of the batch.
public struct ObjectiveInput {
  /// The logarithm of the logit scale, `[1]`.
  public let logScale: Variable
  /// Added to the logits, `[1]`, where the objective learns one.
  public let logitBias: Variable?
  public let pairs: Int
  // Made when they are asked for: a device that only counts asks for those of batches of any size.
  private let makeDuplicateIds: () -> [Int32]
  private let makeFacts: () -> [RecordFacts]
  private let makeShown: (BatchView) -> [Bool]
  private let embeddings: [ViewRequest: Variable]
  private let states: [ViewRequest: PackedStates]

  /// `[pairs]`; equal numbers mark pairs that show the same image or share a caption.
  public var duplicateIds: [Int32] { makeDuplicateIds() }
  /// `[pairs]`; what else is known of each.
  public var facts: [RecordFacts] { makeFacts() }

  /// `[pairs]`: which pairs have what the view shows. The others' embeddings are rows of zeros, and they have no states.
  public func shows(_ view: BatchView) -> [Bool] { makeShown(view) }

  /// `[pairs]`; equal numbers mark pairs that show the same image, or of which views show the same caption in the same language.
  ///
  /// - Parameter views: `.text` and views of captions.
  public func duplicateIds(sharing views: [BatchView]) -> [Int32] {
    DuplicateIds(duplicateIds, facts: facts, views: views).ids
  }

  /// - Parameters:
  ///   - embeddings: unit rows, float32 `[pairs, embedding]`, and pooled rows, float32 `[pairs, width]`, by request.
  ///   - states: by request.
  ///   - logScale: logarithm of the logit scale, `[1]`.
  ///   - logitBias: added to the logits, `[1]`, where the objective learns one.
  ///   - pairs: of the batch.
  ///   - duplicateIds: `[pairs]`, once it is asked for.
  ///   - facts: of each pair, once they are asked for.
  ///   - shown: which pairs have what a view shows, once that is asked for; nil where all have.
  public init(
    embeddings: [ViewRequest: Variable], states: [ViewRequest: PackedStates] = [:], logScale: Variable,
    logitBias: Variable? = nil, pairs: Int, duplicateIds: @escaping () -> [Int32],
    facts: @escaping () -> [RecordFacts], shown: ((BatchView) -> [Bool])? = nil
  ) {
    self.embeddings = embeddings
    self.states = states
    self.logScale = logScale
    self.logitBias = logitBias
    self.pairs = pairs
    makeDuplicateIds = duplicateIds
    makeFacts = facts
    makeShown = shown ?? { _ in [Bool](repeating: true, count: pairs) }
  }

  /// Pairs of which nothing but the embeddings is known.
  ///
  /// - Parameters:
  ///   - images: unit rows, float32 `[batch, embedding]`.
  ///   - texts: unit rows, float32 `[batch, embedding]`; row `i` belongs to image `i`.
  ///   - logScale: logarithm of the logit scale, `[1]`.
  ///   - logitBias: added to the logits, `[1]`, where the objective learns one.
  ///   - duplicateIds: int32 `[batch]`; nil where all pairs differ.
  ///   - labels: of the pairs; nil where none has any.
  public init(
    images: Variable, texts: Variable, logScale: Variable, logitBias: Variable? = nil, duplicateIds: [Int32]? = nil,
    labels: [UInt64?]? = nil
  ) {
    let pairs = images.value.shape.rows
    self.init(
      embeddings: [ViewRequest(.image): images, ViewRequest(.text): texts], logScale: logScale, logitBias: logitBias,
      pairs: pairs, duplicateIds: { duplicateIds ?? (0..<Int32(pairs)).map { $0 } },
      facts: { (0..<pairs).map { RecordFacts(label: labels?[$0]) } })
  }

  /// Unit rows, float32 `[pairs, embedding]`. Throws where the objective did not ask for them.
  public func embedding(_ view: BatchView, by weights: ViewRequest.Weights = .student) throws -> Variable {
    let request = ViewRequest(view, .embedding, by: weights)
    guard let found = embeddings[request] else { throw Self.missing(request) }
    return found
  }

  /// What the last layer makes embeddings of, float32 `[pairs, width]`. Throws where the objective did not ask for it.
  public func pooled(_ view: BatchView, by weights: ViewRequest.Weights = .student) throws -> Variable {
    let request = ViewRequest(view, .pooled, by: weights)
    guard let found = embeddings[request] else { throw Self.missing(request) }
    return found
  }

  /// States of patches or tokens. Throws where the objective did not ask for them.
  public func states(_ view: BatchView, by weights: ViewRequest.Weights = .student) throws -> PackedStates {
    let request = ViewRequest(view, .states, by: weights)
    guard let found = states[request] else { throw Self.missing(request) }
    return found
  }

  private static func missing(_ request: ViewRequest) -> ObjectiveError {
    ObjectiveError(
      "the objective uses the output '\(request.output)' of the view '\(request.view.name)' but does not request it")
  }
}

/// States of what every pair shows in a view, one pair after another.
public struct PackedStates {
  /// float32 `[tokens, width]`.
  public let rows: Variable
  /// `[pairs + 1]`, rising; pair `p` owns rows `offsets[p] ..< offsets[p + 1]`.
  public let offsets: [Int32]

  public init(rows: Variable, offsets: [Int32]) {
    self.rows = rows
    self.offsets = offsets
  }
}

extension ContrastiveLossResult {
  /// Share of images and of texts, 0…1, whose most similar partner is their own, and the logit scale.
  func metrics(_ input: ObjectiveInput) throws -> [(name: String, value: Double)] {
    let count = Double(input.pairs)
    return [
      ("i2t_accuracy", Double(correctRows) / count), ("t2i_accuracy", Double(correctColumns) / count),
      ("logit_scale", try input.logScale.value.withFloats { Double(exp($0[0])) }),
    ]
  }
}

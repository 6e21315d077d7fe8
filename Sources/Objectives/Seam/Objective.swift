import Autograd
import Corpora
import Tensors

/// A training objective at work: from what a model makes of a batch to one number. It never sees a layer of the model.
///
/// Most objectives are their own settings (`ObjectiveKind`). One with heads or a memory is made of its settings when training
/// begins.
public protocol Objective {
  /// Which outputs of which views are needed. Equal requests are computed once, whoever makes them.
  var requests: [ViewRequest] { get }
  /// The loss of a batch, and figures for the log.
  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult
  /// The objective that compares token by token: itself, or one of those that it is made of; nil where none does.
  var tokenWise: (any TokenWiseObjective)? { get }
  /// The objective that judges records: itself, or one of those that it is made of; nil where none does.
  var recordJudging: (any RecordJudging)? { get }
  /// After every update of the parameters.
  func stepped() throws
  /// What the next step depends on besides parameters: queues, histories. Checkpoints keep it under these names.
  var state: [ArrayEntry] { get }
  /// Continues from a saved `state`, to the bit. Throws, naming the array, where it is not this objective's.
  func restore(_ state: [ArrayEntry]) throws
}

extension Objective {
  public var tokenWise: (any TokenWiseObjective)? { self as? any TokenWiseObjective }

  public var recordJudging: (any RecordJudging)? { self as? any RecordJudging }

  /// Whether it trains the embeddings of images and texts, so that they can be compared.
  public var trainsEmbeddings: Bool {
    [BatchView.image, .text].allSatisfy { requests.contains(ViewRequest($0)) }
  }

  public func stepped() {}

  public var state: [ArrayEntry] { [] }

  public func restore(_ state: [ArrayEntry]) throws {
    if let array = state.first {
      throw ObjectiveError("the saved objective has '\(array.name)', this one has no state")
    }
  }
}

/// What an objective says of a batch.
public struct ObjectiveResult {
  /// float32 `[1]`.
  public let loss: Variable
  /// Named figures for the log, such as `t2i_accuracy` in 0…1.
  public let metrics: [(name: String, value: Double)]

  public init(loss: Variable, metrics: [(name: String, value: Double)]) {
    self.loss = loss
    self.metrics = metrics
  }
}

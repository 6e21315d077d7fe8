import Corpora

/// One output of a model that an objective needs of a batch.
public struct ViewRequest: Hashable, Sendable {
  /// What a model makes of what a view shows.
  public enum Output: Hashable, Sendable {
    /// One unit row a pair, `[pairs, embedding]`.
    case embedding
    /// One row a pair: what the last layer makes an embedding of, `[pairs, width]`.
    case pooled
    /// One row a patch or token: the states after the last block and its norm, `[tokens, width]`; the class token is the first
    /// row of a sequence where the model has one.
    case states
  }

  /// Whose weights make it.
  public enum Weights: Hashable, Sendable {
    /// The model that is trained.
    case student
    /// A finished model, or an average of the student's own weights; see `ObjectiveRequirements.teacher` and `.averagedTeacher`. No
    /// gradient flows into what it makes.
    case teacher
  }

  public var view: BatchView
  public var output: Output
  public var weights: Weights

  public init(_ view: BatchView, _ output: Output = .embedding, by weights: Weights = .student) {
    self.view = view
    self.output = output
    self.weights = weights
  }
}

extension [ViewRequest] {
  /// The embeddings of both sides of a pair, which is all that contrastive losses of pairs compare.
  public static let pairs = [ViewRequest(.image), ViewRequest(.text)]
}

import Models
import Tensors

/// What an objective is made for.
public struct ObjectiveContext {
  /// Takes the parameters of the objective's heads. They are trained and saved beside the model's, and no part of it.
  public let heads: ParameterStore
  /// Where it keeps what it remembers.
  public var backend: any Backend { heads.backend }
  /// Length of the embeddings that are compared.
  public let embedding: Int
  /// Width of the states of images, and of texts.
  public let widths: (image: Int, text: Int)
  /// Whether a class token stands before the states of an image, and of a text.
  public let hasClassToken: (image: Bool, text: Bool)
  /// Where the objective stands in the recipe, such as `objective.terms[1].objective`, for sentences that name it.
  public private(set) var place = "objective"

  public init(
    heads: ParameterStore, embedding: Int, widths: (image: Int, text: Int),
    hasClassToken: (image: Bool, text: Bool) = (false, false)
  ) {
    self.heads = heads
    self.embedding = embedding
    self.widths = widths
    self.hasClassToken = hasClassToken
  }

  /// The same for an objective that another is made of.
  ///
  /// - Parameter part: where it stands in the other.
  func within(_ part: String) -> ObjectiveContext {
    var context = self
    context.place += ".\(part)"
    return context
  }

  /// - Parameters:
  ///   - tower: that is trained.
  ///   - heads: takes the parameters of the objective's heads.
  public init(_ tower: any Tower, heads: ParameterStore) {
    self.init(
      heads: heads, embedding: tower.embedding,
      widths: (tower.vision.width, tower.text?.encoder.width ?? tower.vision(for: .text).width),
      hasClassToken: (tower.vision.hasClassToken, tower.text == nil && tower.vision(for: .text).hasClassToken))
  }
}

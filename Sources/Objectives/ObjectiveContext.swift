import Models

/// What an objective is made for.
public struct ObjectiveContext {
  /// Takes the parameters of the objective's heads. They are trained and saved beside the model's, and no part of it.
  public let heads: ParameterStore
  /// Length of the embeddings that are compared.
  public let embedding: Int
  /// Width of the states of images, and of texts.
  public let widths: (image: Int, text: Int)

  public init(heads: ParameterStore, embedding: Int, widths: (image: Int, text: Int)) {
    self.heads = heads
    self.embedding = embedding
    self.widths = widths
  }

  /// - Parameters:
  ///   - tower: that is trained.
  ///   - heads: takes the parameters of the objective's heads.
  public init(_ tower: any Tower, heads: ParameterStore) {
    self.init(
      heads: heads, embedding: tower.embedding,
      widths: (tower.vision.width, tower.text?.encoder.width ?? tower.vision.width))
  }
}

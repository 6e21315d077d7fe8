/// A vector that a search found.
public struct VectorHit: Sendable, Equatable {
  /// Number of the vector in its gallery.
  public let index: Int
  /// Product with the query; of unit vectors their cosine, -1…1.
  public let score: Float

  public init(index: Int, score: Float) {
    self.index = index
    self.score = score
  }

  /// Whether this hit stands before `other`: the higher score first, and of equal scores the lower number.
  public func precedes(_ other: VectorHit) -> Bool {
    score != other.score ? score > other.score : index < other.index
  }
}

/// A caption as a tokenizer gives it to a text tower.
public struct TokenizedText: Sendable, Equatable {
  /// Special tokens included, never more than the limit.
  public var ids: [Int32]
  /// Tokens of the whole caption that stand for text which the vocabulary does not have.
  public var unknown: Int
  /// Tokens of the caption that did not fit.
  public var cut: Int

  public init(ids: [Int32], unknown: Int, cut: Int) {
    self.ids = ids
    self.unknown = unknown
    self.cut = cut
  }
}

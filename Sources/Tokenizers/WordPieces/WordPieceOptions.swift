extension WordPiece {
  /// What happens to a caption before it is cut into words.
  public struct Options: Sendable, Equatable {
    /// Lower case, each code point by itself.
    public var lowercase: Bool
    /// Normal form D without marks that take no room (general category Mn); also takes Hangul syllables apart.
    public var stripAccents: Bool
    /// Words of more code points are one unknown token.
    public var longestWord: Int

    /// BERT's uncased models, Chinese ones too; Chinese-CLIP's `longestWord` is 200.
    public init(lowercase: Bool = true, stripAccents: Bool = true, longestWord: Int = 100) {
      self.lowercase = lowercase
      self.stripAccents = stripAccents
      self.longestWord = longestWord
    }

    /// BERT's cased models.
    public static let cased = Options(lowercase: false, stripAccents: false)

    var described: [TokenizerContract.Option] {
      [
        .init("lowercase", lowercase ? 1 : 0), .init("stripAccents", stripAccents ? 1 : 0),
        .init("longestWord", longestWord),
      ]
    }
  }
}

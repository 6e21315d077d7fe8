extension WordPiece {
  /// What happens to a caption before it is cut into words.
  public struct Options: Sendable, Equatable {
    /// Lower case, each code point by itself.
    public var lowercase: Bool
    /// Normal form D without marks that take no room (general category Mn); also takes Hangul syllables apart.
    public var stripAccents: Bool
    /// Words of more code points are one unknown token.
    public var longestWord: Int
    /// What a caption goes through before all that.
    public var cleaning: TextCleaning
    /// Whose reading of BERT's rules.
    public var rules: Rules

    /// Implementations of BERT's rules, which differ in rare characters.
    public enum Rules: String, Sendable, CaseIterable {
      /// The package `tokenizers`, and with it transformers.
      case tokenizers
      /// BERT's own source, and with it cn_clip: characters for private use stay, and a sigma at a word's end has its own small form.
      case original
    }

    /// BERT's uncased models, Chinese ones too; Chinese-CLIP's `longestWord` is 200.
    public init(
      lowercase: Bool = true, stripAccents: Bool = true, longestWord: Int = 100, cleaning: TextCleaning = .none,
      rules: Rules = .tokenizers
    ) {
      self.lowercase = lowercase
      self.stripAccents = stripAccents
      self.longestWord = longestWord
      self.cleaning = cleaning
      self.rules = rules
    }

    /// BERT's cased models.
    public static let cased = Options(lowercase: false, stripAccents: false)

    var described: [TokenizerContract.Option] {
      [
        .init("lowercase", lowercase ? 1 : 0), .init("stripAccents", stripAccents ? 1 : 0),
        .init("longestWord", longestWord),
      ] + cleaning.described + (rules == .original ? [.init("original", 1)] : [])
    }
  }
}

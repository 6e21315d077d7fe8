/// Where pairs come from.
public enum CorpusRecipe: RecipeChoice {
  /// Emoji and their names, built from packages of the distribution.
  case emoji(EmojiCorpusRecipe)

  static var kinds: [RecipeKind<CorpusRecipe>] {
    [.kind("emoji", CorpusRecipe.emoji) { if case .emoji(let payload) = $0 { payload } else { nil } }]
  }
}

/// The emoji corpus.
public struct EmojiCorpusRecipe: RecipeSection {
  /// A built corpus; nil builds one into the cache folder on first use.
  public var folder: String?

  public init() {}

  static var fields: [RecipeField<EmojiCorpusRecipe>] { [.value("folder", \.folder)] }
}

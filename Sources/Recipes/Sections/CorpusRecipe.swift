import Schema

/// Where pairs come from.
public enum CorpusRecipe: RecipeChoice {
  /// Emoji and their names, built from packages of the distribution.
  case emoji(EmojiCorpusRecipe)
  /// People's own images and captions.
  case pairs(PairCorpusRecipe)

  package static var kinds: [RecipeKind<CorpusRecipe>] {
    [
      .kind("emoji", CorpusRecipe.emoji) { if case .emoji(let payload) = $0 { payload } else { nil } },
      .kind("pairs", CorpusRecipe.pairs) { if case .pairs(let payload) = $0 { payload } else { nil } },
    ]
  }
}

/// The emoji corpus.
public struct EmojiCorpusRecipe: RecipeSection {
  /// A built corpus; nil builds one into the cache folder on first use.
  public var folder: String?
  /// A folder that the distribution's packages are unpacked in; nil takes those that are installed.
  public var packages: String?
  /// Decides what is held out; nil takes the run's seed.
  public var splitSeed: Int?
  /// How languages share the training: each is drawn as often as its number of captions to this power. 1 follows the
  /// corpus, 0 treats all alike.
  public var languageSamplingExponent = 1.0
  /// Share of captions that are a few of the image's keywords instead of its name.
  public var keywordFraction = 0.0
  /// Share of the training images that are shown with another's captions: noise that is planted to measure what becomes of it.
  public var shuffledFraction = 0.0

  public init() {}

  package static var fields: [RecipeField<EmojiCorpusRecipe>] {
    [
      .value("folder", \.folder), .value("packages", \.packages), .value("splitSeed", \.splitSeed),
      .value("languageSamplingExponent", \.languageSamplingExponent, in: 0...2),
      .value("keywordFraction", \.keywordFraction, in: 0...1),
      .value("shuffledFraction", \.shuffledFraction, in: 0...1),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard splitSeed ?? 0 >= 0 else { throw path.field("splitSeed").error("\(splitSeed ?? 0) is less than 0") }
  }
}

import JSON
import Schema
import Tokenizers

/// A vocabulary that is a file or is learned.
public struct VocabularyRecipe: RecipeSection {
  /// Its file; nil learns one.
  public var file: String?
  /// Tokens that are learned at most; few captions may have fewer.
  public var vocabulary = 8000

  public init() {}

  package static var fields: [RecipeField<VocabularyRecipe>] {
    [.value("file", \.file), .value("vocabulary", \.vocabulary, in: 300...1_000_000)]
  }
}

/// CLIP's vocabulary, and what a caption goes through before its words are looked for.
public struct CLIPVocabularyRecipe: RecipeSection {
  /// Its file; nil learns one.
  public var file: String?
  /// Tokens that are learned at most; few captions may have fewer.
  public var vocabulary = 8000
  /// `none` is transformers' normal form C and small letters; `openClip` repairs text first, as open_clip and OpenAI do.
  public var cleaning = TextCleaning.none

  public init() {}

  package static var fields: [RecipeField<CLIPVocabularyRecipe>] {
    [
      .value("file", \.file), .value("vocabulary", \.vocabulary, in: 300...1_000_000),
      .value("cleaning", \.cleaning),
    ]
  }
}

/// WordPiece's vocabulary and rules.
public struct WordPieceRecipe: RecipeSection {
  /// A `vocab.txt`; nil learns one.
  public var file: String?
  /// Tokens that are learned at most; few captions may have fewer.
  public var vocabulary = 8000
  /// Whether capitals and accents do not count.
  public var lowercase = true
  /// Words of more code points are one unknown token; 200 in Chinese-CLIP.
  public var longestWord = 100
  /// What a caption goes through first; `chineseClip` is what Chinese-CLIP's scripts do.
  public var cleaning = TextCleaning.none
  /// Whose reading of BERT's rules; `original` is cn_clip's.
  public var rules = WordPiece.Options.Rules.tokenizers

  public init() {}

  package static var fields: [RecipeField<WordPieceRecipe>] {
    [
      .value("file", \.file), .value("vocabulary", \.vocabulary, in: 300...1_000_000),
      .value("lowercase", \.lowercase), .value("longestWord", \.longestWord, in: 1...100_000),
      .value("cleaning", \.cleaning), .value("rules", \.rules),
    ]
  }
}

/// SentencePiece's model.
public struct SentencePieceRecipe: RecipeSection {
  /// A `.model`; nil learns one.
  public var file: String?
  /// Pieces that are learned at most; few captions may have fewer.
  public var vocabulary = 8000
  public var algorithm = SentencePieceWord.unigram
  /// What a caption goes through before the model's own normal form.
  public var cleaning = TextCleaning.none

  public init() {}

  package static var fields: [RecipeField<SentencePieceRecipe>] {
    [
      .value("file", \.file), .value("vocabulary", \.vocabulary, in: 300...1_000_000),
      .value("algorithm", \.algorithm), .value("cleaning", \.cleaning),
    ]
  }

  /// Recipes of earlier versions know `canonical`, which is transformers' cleaning for SigLIP.
  package static func current(_ members: [JSONMember], at path: RecipePath) throws(RecipeError) -> [JSONMember] {
    var members = members
    if let place = members.firstIndex(where: { $0.name == "canonical" }) {
      let isCanonical = try Bool(json: members[place].value, at: path.field("canonical"))
      members[place] = JSONMember("cleaning", .string((isCanonical ? TextCleaning.siglip : .none).rawValue))
    }
    return members
  }
}

extension TextCleaning: RecipeWord {}
extension WordPiece.Options.Rules: RecipeWord {}

/// How SentencePiece learns.
public enum SentencePieceWord: String, RecipeWord {
  case unigram, bytePairs
}

/// Bytes need no vocabulary.
public struct ByteRecipe: RecipeSection {
  public init() {}
  package static var fields: [RecipeField<ByteRecipe>] { [] }
}

import JSON
import Schema

/// What becomes of a caption's words before it is drawn, step by step in the order of the fields: captions as bags of words (Tejankar et
/// al. 2021, "A Fistful of Words").
public struct WordTransforms: RecipeSection {
  /// Whether words stand in a random order, another one at every visit.
  public var shuffle = false
  /// Whether stop words go, and whatever has no letter.
  public var dropStopWords = false
  /// Most frequent words of each language that may stay; 0 lets all stay.
  public var baseVocabulary = 0
  /// A file of words, one a line, that may stay, in all languages; relative to the corpus' folder. Nil where there is none.
  public var vocabularyFile: String?
  /// Most frequent words of each language that go, counted behind the steps before.
  public var dropMostFrequent = 0
  /// Words that stay of a caption, the first ones; 0 lets all stay.
  public var keep = 0

  public init() {}

  package static var fields: [RecipeField<WordTransforms>] {
    [
      .value("shuffle", \.shuffle), .value("dropStopWords", \.dropStopWords),
      .value("baseVocabulary", \.baseVocabulary, in: 0...Int(Int32.max)), .value("vocabularyFile", \.vocabularyFile),
      .value("dropMostFrequent", \.dropMostFrequent, in: 0...Int(Int32.max)),
      .value("keep", \.keep, in: 0...100_000),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard baseVocabulary == 0 || vocabularyFile == nil else {
      throw path.field("vocabularyFile").error("and baseVocabulary both say which words may stay; leave one out")
    }
  }

  /// Whether captions stay as they are.
  public var isEmpty: Bool { self == WordTransforms() }

  /// The steps, as a folder of shards remembers them.
  public var requestJSON: JSONValue { json }

  /// Whether words must be counted first.
  var countsWords: Bool { baseVocabulary > 0 || dropMostFrequent > 0 }
}

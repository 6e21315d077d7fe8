import Schema
import Tokenizers

/// How captions become tokens. A vocabulary is read from a file, or learned from the captions of the training.
public enum TokenizerRecipe: RecipeChoice {
  /// BERT's, with characters of Chinese apart.
  case wordPiece(WordPieceRecipe)
  /// Pairs of bytes with CLIP's rules for words.
  case clip(CLIPVocabularyRecipe)
  /// Pairs of bytes with GPT-2's rules for words.
  case gpt2(VocabularyRecipe)
  case sentencePiece(SentencePieceRecipe)
  /// UTF-8 as it is.
  case bytes(ByteRecipe)

  package static var kinds: [RecipeKind<TokenizerRecipe>] {
    [
      .kind("wordPiece", TokenizerRecipe.wordPiece) { if case .wordPiece(let payload) = $0 { payload } else { nil } },
      .kind("clip", TokenizerRecipe.clip) { if case .clip(let payload) = $0 { payload } else { nil } },
      .kind("gpt2", TokenizerRecipe.gpt2) { if case .gpt2(let payload) = $0 { payload } else { nil } },
      .kind("sentencePiece", TokenizerRecipe.sentencePiece) {
        if case .sentencePiece(let payload) = $0 { payload } else { nil }
      },
      .kind("bytes", TokenizerRecipe.bytes) { if case .bytes(let payload) = $0 { payload } else { nil } },
    ]
  }
}

extension TokenizerRecipe {
  /// The vocabulary's file that a person named.
  package var file: String? {
    switch self {
    case .wordPiece(let recipe): recipe.file
    case .clip(let recipe): recipe.file
    case .gpt2(let recipe): recipe.file
    case .sentencePiece(let recipe): recipe.file
    case .bytes: nil
    }
  }

  /// What the vocabulary is called in a run's folder; nil where there is none.
  package var fileName: String? {
    switch self {
    case .wordPiece: "vocab.txt"
    case .clip, .gpt2: "merges.txt"
    case .sentencePiece: "sentencepiece.model"
    case .bytes: nil
    }
  }

  /// Tokens that there will be at most, as far as one knows before a file is read or captions are.
  package var plannedVocabulary: Int {
    // What CLIP's, GPT-2's and BERT's multilingual files have at most.
    let largest = 120_000
    switch self {
    case .wordPiece(let recipe): return recipe.file == nil ? recipe.vocabulary : largest
    case .clip(let recipe): return recipe.file == nil ? recipe.vocabulary : largest
    case .gpt2(let recipe): return recipe.file == nil ? recipe.vocabulary : largest
    case .sentencePiece(let recipe): return recipe.file == nil ? recipe.vocabulary : largest
    case .bytes: return ByteTokenizer().vocabularySize
    }
  }

  /// The tokenizer of a vocabulary's file.
  package func tokenizer(reading path: String) throws -> any Tokenizer {
    switch self {
    case .wordPiece(let recipe): try WordPiece(vocabulary: path, options: recipe.options)
    case .clip(let recipe): try BytePairEncoding(merges: path, style: recipe.style)
    case .gpt2: try BytePairEncoding(merges: path, style: .gpt2())
    case .sentencePiece(let recipe):
      try SentencePiece(model: path, options: SentencePiece.Options(cleaning: recipe.cleaning))
    case .bytes: ByteTokenizer()
    }
  }

  /// A tokenizer whose vocabulary is learned.
  package func tokenizer(learningFrom captions: [String]) throws -> any Tokenizer {
    switch self {
    case .wordPiece(let recipe):
      try WordPieceTraining(vocabularySize: recipe.vocabulary, options: recipe.options).train(on: captions)
    case .clip(let recipe):
      try BytePairTraining(style: recipe.style, vocabularySize: recipe.vocabulary).train(on: captions)
    case .gpt2(let recipe):
      try BytePairTraining(style: .gpt2(), vocabularySize: recipe.vocabulary).train(on: captions)
    case .sentencePiece(let recipe):
      try SentencePieceTraining(
        kind: recipe.algorithm.kind, vocabularySize: recipe.vocabulary
      ).train(on: captions, options: SentencePiece.Options(cleaning: recipe.cleaning))
    case .bytes: ByteTokenizer()
    }
  }

  /// Writes a tokenizer's vocabulary so that `tokenizer(reading:)` gives it back.
  package static func write(_ tokenizer: any Tokenizer, to path: String) throws {
    switch tokenizer {
    case let tokenizer as WordPiece: try tokenizer.writeVocabulary(to: path)
    case let tokenizer as BytePairEncoding: try tokenizer.writeMerges(to: path)
    case let tokenizer as SentencePiece: try tokenizer.writeModel(to: path)
    default: break
    }
  }
}

extension WordPieceRecipe {
  fileprivate var options: WordPiece.Options {
    WordPiece.Options(
      lowercase: lowercase, stripAccents: lowercase, longestWord: longestWord, cleaning: cleaning, rules: rules)
  }
}

extension CLIPVocabularyRecipe {
  fileprivate var style: BytePairEncoding.Style { cleaning == .none ? .clip : .openCLIP(cleaning) }
}

extension SentencePieceWord {
  fileprivate var kind: SentencePieceTraining.Kind {
    switch self {
    case .unigram: .unigram
    case .bytePairs: .bytePairs
    }
  }
}

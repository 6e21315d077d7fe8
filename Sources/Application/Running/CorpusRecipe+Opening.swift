import Console
import Corpora
import Recipes
import Runtime

extension Recipe {
  /// Opens the corpus, building it into the cache where it may and must, and replaces `languages` by their proper tags.
  ///
  /// - Parameters:
  ///   - findsCopies: whether images that are trained and held out are found under different names too.
  ///   - report: told one sentence when something takes a while.
  ///
  /// Throws when a language is not there, with near ones, or the corpus cannot be built or read.
  public mutating func openCorpus(
    pool: ThreadPool, findsCopies: Bool = false, report: (String) -> Void = { _ in }
  ) throws -> Corpus {
    try openUnshuffled(pool: pool, findsCopies: findsCopies, report: report)
      .shufflingCaptions(corpus.shuffledFraction, pool: pool)
  }

  private mutating func openUnshuffled(
    pool: ThreadPool, findsCopies: Bool, report: (String) -> Void
  ) throws -> Corpus {
    switch corpus {
    case .emoji(let emoji):
      guard let folder = emoji.folder else {
        let sources = try EmojiSources.installed(root: emoji.packages ?? "")
        let builder = try EmojiCorpus(
          languages: languages, seed: UInt64(max(0, emoji.splitSeed ?? seed)), sources: sources)
        languages = builder.languages
        return try builder.openCached(pool: pool, report: report)
      }
      let corpus = try Corpus.open(folder)
      languages = try Self.chosen(languages, in: corpus)
      return corpus
    case .pairs(let pairs):
      let corpus = try pairs.corpus.open(pool: pool, findsCopies: findsCopies, report: report)
      for line in corpus.skipped.lines(atMost: 20) { report(line) }
      languages = try Self.chosen(languages, in: corpus)
      return corpus
    }
  }

  /// What becomes of the words of captions in training; nil where they stay as they are. Counts the words of all training captions where
  /// that is needed.
  func bagOfWords(in corpus: Corpus, pool: ThreadPool) throws -> BagOfWords? {
    guard case .pairs(let pairs) = self.corpus, !pairs.words.isEmpty else { return nil }
    return try BagOfWords(pairs.words, of: corpus, languages: languages, folder: pairs.folder ?? ".", pool: pool)
  }

  /// The languages a person typed, as the corpus writes them.
  private static func chosen(_ typed: [String], in corpus: Corpus) throws -> [String] {
    if typed == [LanguageWords.all] { return corpus.languages }
    return try typed.map { word in
      let found = corpus.languages.first { $0.lowercased() == word.lowercased() }
      guard let found else {
        let near = Suggestion.tail(word, in: corpus.languages)
        throw CommandError(
          "\(corpus.folder): there are no captions in '\(word)'\(near); "
            + "there are \(corpus.languages.joined(separator: ", "))")
      }
      return found
    }
  }
}

extension CorpusRecipe {
  /// Share of the training records that are shown with another's captions, 0…1.
  fileprivate var shuffledFraction: Double {
    switch self {
    case .emoji(let emoji): emoji.shuffledFraction
    case .pairs(let pairs): pairs.shuffledFraction
    }
  }
}

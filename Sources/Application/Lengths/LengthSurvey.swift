import Recipes
import Console
import Corpora
import Evaluation
import Runtime

/// Counts how long the captions of a corpus are as pixels and for tokenizers.
public struct LengthSurvey {
  private let title: String
  private let corpus: Corpus
  private let languages: [String]
  private let recipe: Recipe
  private let tokenizers: [CountedTokenizer]

  /// Captions that a vocabulary is learned from at most.
  private static let learnedLimit = 1_000_000

  /// - Parameters:
  ///   - title: what the corpus is called.
  ///   - languages: those of the corpus that are counted and learned from.
  ///   - recipe: its page and its text's context are what captions are read with.
  public init(_ corpus: Corpus, title: String, languages: [String], recipe: Recipe, tokenizers: [CountedTokenizer]) {
    self.title = title
    self.corpus = corpus
    self.languages = languages
    self.recipe = recipe
    self.tokenizers = tokenizers
  }

  /// Learns what must be learned, then counts.
  ///
  /// - Parameters:
  ///   - sample: captions of each language that are counted at most, evenly spread.
  ///   - report: told one sentence when something takes a while.
  ///   - progress: told how many captions are read, and how many readings there are.
  ///
  /// A vocabulary that cannot be learned is skipped, with a note. Throws a sentence when a vocabulary's file, a font or a
  /// record cannot be read.
  public func run(
    sample: Int, pool: ThreadPool, report: (String) -> Void = { _ in },
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> LengthReport {
    let renderers = try CaptionRenderers(recipe)
    let found = try tokenReaders(report)
    let captions = try languages.map { (language: $0, texts: try corpus.spreadCaptions(in: $0, limit: sample)) }
    let pages = NamedCaptionReader(name: "pixels", make: renderers.make)
    let table = try CaptionLengthTable(
      of: captions, with: [pages] + found.readers.map(\.reader), pool: pool, progress: progress)
    let page = LengthReport.Reader.pages(
      rows: recipe.rendering.rows, columns: recipe.rendering.columns, patch: recipe.model.pageConfiguration.patch)
    return LengthReport(
      title: title, table: table, readers: [page] + found.readers.map(\.about), context: recipe.model.text.context,
      notes: found.notes)
  }

  typealias TokenReaders = (readers: [(reader: NamedCaptionReader, about: LengthReport.Reader)], notes: [String])

  /// The tokenizers that can be made, and a sentence for each that cannot be learned.
  func tokenReaders(_ report: (String) -> Void = { _ in }) throws -> TokenReaders {
    let captions =
      tokenizers.contains(where: \.learns)
      ? try corpus.trainingCaptions(in: languages, limit: Self.learnedLimit) : []
    let context = recipe.model.text.context
    var found: TokenReaders = ([], [])
    // Files first: a person should not wait for a vocabulary to be told of a wrong path.
    let read = try tokenizers.map { try $0.learns ? nil : $0.make(learningFrom: []) }
    for (tokenizer, read) in zip(tokenizers, read) {
      do {
        if tokenizer.learns, !captions.isEmpty {
          report("learning \(tokenizer.name) from \(NumberText.thousands(captions.count)) captions")
        }
        let made = try read ?? tokenizer.make(learningFrom: captions)
        found.readers.append(
          (
            NamedCaptionReader(name: tokenizer.name) { try TokenReader(made.tokenizer, context: context) },
            .tokens(vocabulary: made.tokenizer.vocabularySize, origin: made.origin)
          ))
      } catch {
        found.notes.append(
          "\(tokenizer.name) cannot be learned from this corpus and is skipped: \(ErrorSentence.text(for: error)); "
            + "--tokenizer \(tokenizer.name)=FILE reads a vocabulary")
      }
    }
    return found
  }
}

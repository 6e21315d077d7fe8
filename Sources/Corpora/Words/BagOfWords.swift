import Runtime
import Tokenizers

/// Steps on the words of captions, with the words that they are about.
public struct BagOfWords: Sendable, Equatable {
  public let transforms: WordTransforms
  /// Words that may stay; nil where all may.
  private let vocabulary: Set<String>?
  private let languages: [String: Lists]

  /// The words of a language.
  private struct Lists: Equatable {
    var base: Set<String>?
    var frequent: Set<String> = []
  }

  /// Words that each step dropped of some captions.
  public struct Counts: Sendable, Equatable {
    public var captions = 0
    public var words = 0
    public var stopWords = 0
    public var outsideVocabulary = 0
    public var mostFrequent = 0
    public var beyondKept = 0
    /// Captions of which nothing was left, so that they stay as they are.
    public var emptied = 0

    public init() {}

    static func += (left: inout Counts, right: Counts) {
      left.captions += right.captions
      left.words += right.words
      left.stopWords += right.stopWords
      left.outsideVocabulary += right.outsideVocabulary
      left.mostFrequent += right.mostFrequent
      left.beyondKept += right.beyondKept
      left.emptied += right.emptied
    }
  }

  /// - Parameters:
  ///   - counts: of the words of each language, by their keys; needed where a step asks for the most frequent ones.
  ///   - vocabulary: of a file; nil where there is none.
  package init(_ transforms: WordTransforms, counts: [String: [String: Int]] = [:], vocabulary: Set<String>? = nil) {
    self.transforms = transforms
    self.vocabulary = vocabulary
    languages = counts.reduce(into: [:]) { languages, entry in
      let (language, counts) = entry
      let stop = transforms.dropStopWords ? StopWords.of(language) : []
      // What the steps before leave, the most frequent first; equals by their spelling.
      var left = counts.filter { !stop.contains($0.key) && vocabulary?.contains($0.key) ?? true }
        .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
      var lists = Lists()
      if transforms.baseVocabulary > 0 {
        left = Array(left.prefix(transforms.baseVocabulary))
        lists.base = Set(left)
      }
      lists.frequent = Set(left.prefix(transforms.dropMostFrequent))
      languages[language] = lists
    }
  }

  /// Counts the words of the training's captions, where a step needs that, and reads the vocabulary.
  ///
  /// - Parameter folder: that the vocabulary's file is relative to.
  ///
  /// Throws where a caption cannot be read, or the file has no word.
  public init(
    _ transforms: WordTransforms, of corpus: Corpus, languages: [String], folder: String, pool: ThreadPool
  ) throws {
    let vocabulary = try transforms.vocabularyFile.map {
      try Self.vocabulary($0.hasPrefix("/") ? $0 : "\(folder)/\($0)")
    }
    var counts: [String: [String: Int]] = [:]
    if transforms.countsWords {
      for part in corpus.parts where part.weight > 0 {
        for language in languages {
          try WordCount(of: part.store, records: part.store.catalog.records(of: .train, in: language), pool: pool)
            .add(to: &counts, language: language)
        }
      }
    }
    self.init(transforms, counts: counts, vocabulary: vocabulary)
  }

  private static func vocabulary(_ path: String) throws -> Set<String> {
    let words = Set(try AlignedLines.lines(path).map { CaptionWord(text: $0.withoutOuterSpace).key }).subtracting([""])
    guard !words.isEmpty else { throw CorpusError("\(path): the vocabulary holds no word; give one a line") }
    return words
  }

  /// The words of a caption behind all steps, with a space between any two, in every script: it is a bag and no sentence. Nil where none is
  /// left.
  ///
  /// - Parameters:
  ///   - segmenter: one serves one thread.
  ///   - seed: decides the order where it is drawn.
  ///   - counts: told what was dropped.
  func apply(
    to text: String, language: String, segmenter: CaptionSegmenter, seed: UInt64, counts: inout Counts
  ) throws -> String? {
    var words = try segmenter.words(of: text)
    counts.captions += 1
    counts.words += words.count
    func drop(_ tally: WritableKeyPath<Counts, Int>, where isDropped: (CaptionWord) -> Bool) {
      let before = words.count
      words.removeAll(where: isDropped)
      counts[keyPath: tally] += before - words.count
    }
    if transforms.shuffle {
      var generator = SeededGenerator(seed: seed, stream: 0x626F_77)
      words = words.seededShuffle(using: &generator)
    }
    if transforms.dropStopWords {
      let stop = StopWords.of(language)
      drop(\.stopWords) { !$0.hasLetter || stop.contains($0.key) }
    }
    let lists = languages[language]
    if let vocabulary { drop(\.outsideVocabulary) { !vocabulary.contains($0.key) } }
    if transforms.baseVocabulary > 0 { drop(\.outsideVocabulary) { !(lists?.base?.contains($0.key) ?? false) } }
    if let frequent = lists?.frequent, !frequent.isEmpty { drop(\.mostFrequent) { frequent.contains($0.key) } }
    if transforms.keep > 0, words.count > transforms.keep {
      counts.beyondKept += words.count - transforms.keep
      words.removeLast(words.count - transforms.keep)
    }
    guard !words.isEmpty else {
      counts.emptied += 1
      return nil
    }
    return words.map(\.text).joined(separator: " ")
  }
}

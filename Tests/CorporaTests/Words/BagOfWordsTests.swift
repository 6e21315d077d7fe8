import Runtime
import TestSupport
import Testing
import TextRendering
import Tokenizers

@testable import Corpora

@Suite("Captions as bags of words")
struct BagOfWordsTests {
  private static func bag(
    _ text: String, _ language: String = "en", seed: UInt64 = 1, bag: BagOfWords
  ) throws -> (text: String?, counts: BagOfWords.Counts) {
    var counts = BagOfWords.Counts()
    let text = try bag.apply(
      to: text, language: language, segmenter: CaptionSegmenter(), seed: seed, counts: &counts)
    return (text, counts)
  }

  private static func transforms(_ change: (inout WordTransforms) -> Void) -> WordTransforms {
    var transforms = WordTransforms()
    change(&transforms)
    return transforms
  }

  private static func words(_ text: String) throws -> [String] { try CaptionSegmenter().words(of: text).map(\.text) }

  @Test(
    "words are found by ICU in every script, marks stand apart",
    arguments: [
      ("A dog, 3.5 years old!", ["A", "dog", ",", "3.5", "years", "old", "!"]),
      ("don't  stop", ["don't", "stop"]), ("Ein Hündchen läuft", ["Ein", "Hündchen", "läuft"]),
      ("小狗在草地上奔跑。", ["小狗", "在", "草地", "上", "奔跑", "。"]), ("แมวแดงนอน", ["แมว", "แดง", "นอน"]),
      ("قطة حمراء", ["قطة", "حمراء"]), ("", []), (" \n ", []), ("🐈 cat", ["🐈", "cat"]),
    ])
  func segmentation(text: String, expected: [String]) throws { #expect(try Self.words(text) == expected) }

  @Test(
    "shuffling keeps every word, and is decided by the seed",
    arguments: ["a red cat sleeps on a red mat", "两只小狗在草地上奔跑", "แมวแดงนอนบนเสื่อ"])
  func shuffle(text: String) throws {
    let bag = BagOfWords(Self.transforms { $0.shuffle = true })
    let orders = try (0..<30).map { seed in
      try #require(Self.bag(text, seed: UInt64(seed), bag: bag).text).split(separator: " ").map(String.init)
    }
    #expect(try orders.allSatisfy { try $0.sorted() == Self.words(text).sorted() })
    #expect(Set(orders).count > 10)
    #expect(try Self.bag(text, seed: 7, bag: bag).text == Self.bag(text, seed: 7, bag: bag).text)
  }

  @Test(
    "stop words and what has no letter go, and going twice drops nothing more",
    arguments: [
      ("en", "The cat is on 2 mats, don't you see?", "cat mats don't you see"),
      ("de", "Ein Hund läuft über die Wiese.", "Hund läuft Wiese"), ("zh", "小狗在草地上奔跑。", "小狗 草地 奔跑"),
      ("zh-Hant", "這隻狗在草地上", "這隻 狗 草地"), ("ja", "犬が草の上を走る", "犬 草 上 走る"),
      ("tlh", "the cat 5", "the cat"), ("ru", "Кошка и собака на траве", "Кошка собака траве"),
    ])
  func stopWords(language: String, text: String, left: String) throws {
    let bag = BagOfWords(Self.transforms { $0.dropStopWords = true })
    let (found, counts) = try Self.bag(text, language, bag: bag)
    #expect(found == left)
    #expect(counts.words - counts.stopWords == left.split(separator: " ").count)
    #expect(try Self.bag(left, language, bag: bag).text == left)
  }

  @Test("every list of stop words has words, all of them keys")
  func lists() throws {
    #expect(StopWords.languages.count >= 15)
    for language in StopWords.languages {
      let words = StopWords.of(language)
      #expect(words.count >= 15 && words.allSatisfy { CaptionWord(text: $0).key == $0 }, "\(language)")
    }
    #expect(StopWords.of("EN_US") == StopWords.of("en") && StopWords.of("xx").isEmpty)
  }

  private static let counted = ["en": ["the": 9, "cat": 5, "dog": 5, "runs": 3, "mat": 2, "zebra": 1]]

  @Test("exactly the most frequent words go, equals by their spelling, counted behind the steps before")
  func frequent() throws {
    let text = "the zebra runs, dog on mat, cat"
    func left(_ count: Int, _ change: (inout WordTransforms) -> Void = { _ in }) throws -> String? {
      let transforms = Self.transforms {
        $0.dropMostFrequent = count
        change(&$0)
      }
      return try Self.bag(text, bag: BagOfWords(transforms, counts: Self.counted)).text
    }
    #expect(try left(1) == "zebra runs , dog on mat , cat")
    #expect(try left(2) == "zebra runs , dog on mat ,")
    #expect(try left(4) == "zebra , on mat ,")
    #expect(try left(2) { $0.dropStopWords = true } == "zebra runs mat")
    #expect(try left(99) { $0.dropStopWords = true } == nil)
  }

  @Test("only the base vocabulary stays, of the counts or of a file; then so many words are kept")
  func vocabulary() throws {
    let text = "the Zebra runs, dog on mat, cat"
    let counted = BagOfWords(Self.transforms { $0.baseVocabulary = 4 }, counts: Self.counted)
    #expect(try Self.bag(text, bag: counted).text == "the runs dog cat")
    let file = BagOfWords(
      Self.transforms {
        $0.vocabularyFile = "x"
        $0.keep = 2
      }, vocabulary: ["zebra", "mat", "cat"])
    let (found, counts) = try Self.bag(text, bag: file)
    #expect(found == "Zebra mat" && counts.outsideVocabulary == 6 && counts.beyondKept == 1)
    #expect(try Self.bag(text, "de", bag: counted).text == nil)
    #expect(try Self.bag(text, "de", bag: counted).counts.emptied == 1)
  }

  /// Three images in two languages.
  private static func content(_ folder: TemporaryFolder) throws -> SourceContent {
    try SmallPairs.writeImages(folder)
    let texts = [("a red cat", "红色的猫"), ("a red dog", "红色的狗"), ("the red fox", "的")]
    let lines = zip(SmallPairs.names, texts).map {
      #"{"image": "\#($0)", "captions": {"en": {"raw": "\#($1.0)", "label": "the red thing"}, "zh": "\#($1.1)"}}"#
    }
    try folder.write("c.jsonl", lines.joined(separator: "\n"))
    return try CorpusSource(path: folder.file("c.jsonl")).open(unreadableLimit: 0, pool: ThreadPool(threads: 2))
  }

  @Test("a pass counts the words of a corpus, and what each step drops of it by language")
  func pass() throws {
    let folder = try TemporaryFolder()
    let content = try Self.content(folder)
    let transforms = Self.transforms {
      $0.shuffle = true
      $0.dropStopWords = true
      $0.dropMostFrequent = 1
    }
    let pool = try ThreadPool(threads: 2)
    let (store, counts) = try BagPass(transforms, counting: content, seed: 4, pool: pool).records(
      content.store, pool: pool)
    #expect(try (0..<3).map { try store.record($0).texts("en", .raw) } == [["cat"], ["dog"], ["fox"]])
    #expect(try (0..<3).map { try store.record($0).texts("zh") } == [["猫"], ["狗"], ["的"]])
    #expect(try store.record(0).texts("en", .label) == ["the red thing"])
    let english = try #require(counts["en"])
    #expect(english.captions == 3 && english.words == 9 && english.stopWords == 3 && english.mostFrequent == 3)
    #expect(try #require(counts["zh"]).emptied == 1)
    let other = try BagPass(transforms, counting: content, seed: 4, pool: .init(threads: 1))
      .records(content.store, pool: .init(threads: 1))
    #expect(other.counts == counts)
  }

  @Test("training reads bags, another one at every visit; evaluation reads captions")
  func training() throws {
    let folder = try TemporaryFolder()
    let content = try Self.content(folder)
    let counts = CorpusCounts([content.store.catalog])
    let corpus = Corpus(
      folder: folder.path, kind: "pairs", languages: counts.languages, counts: counts,
      parts: [Corpus.Part(store: content.store)])
    let transforms = Self.transforms {
      $0.shuffle = true
      $0.dropStopWords = true
    }
    let bag = try BagOfWords(transforms, of: corpus, languages: ["en"], folder: ".", pool: .init(threads: 1))
    let reader = try BagReader(FakeRenderer(), bag: bag)
    #expect(try reader.read("a red cat", language: "en", seed: nil).sequence.count == 9)
    #expect(try reader.read("a red cat", language: "en", seed: 3).sequence.count == 7)
    // A caption that would have no word stays whole.
    #expect(try reader.read("a the", language: "en", seed: 3).sequence.count == 5)
    func pages(_ first: UInt64) throws -> Set<[UInt8]> {
      try Set(
        (first..<first + 20).map { seed in
          guard case .patches(let patches) = try reader.read("red cats sleep", language: "en", seed: seed).sequence
          else { return [] }
          // The fake renderer's pages differ by the upper half of the seed alone, which is 0.
          return patches.pixels
        })
    }
    #expect(try pages(0).count == 6 && pages(0) == pages(0))
  }

  @Test("a vocabulary without a word, or that is not there, is a sentence")
  func complaints() throws {
    let folder = try TemporaryFolder()
    try folder.write("none.txt", "\n \n")
    let corpus = Corpus(folder: ".", kind: "pairs", languages: [], counts: CorpusCounts([]), parts: [])
    func complaint(_ name: String) -> String {
      let transforms = Self.transforms { $0.vocabularyFile = name }
      do {
        _ = try BagOfWords(transforms, of: corpus, languages: [], folder: folder.path, pool: .init(threads: 1))
      } catch { return "\(error)" }
      return ""
    }
    #expect(complaint("none.txt").contains("none.txt: the vocabulary holds no word; give one a line"))
    #expect(complaint("gone.txt").contains("gone.txt"))
  }
}

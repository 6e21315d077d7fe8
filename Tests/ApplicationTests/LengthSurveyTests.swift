@testable import Application
import Console
import Corpora
import Evaluation
import FoundationEssentials
import Runtime
import TestSupport
import Testing

@testable import Recipes

@Suite("Lengths of captions")
struct LengthSurveyTests {
  /// Three languages, one of which is held out altogether.
  private static func corpus(_ count: Int) throws -> Corpus {
    let folder = try TemporaryFolder()
    let words = ["red", "round", "small", "old", "sunny"]
    let lines = (0..<count).map { number in
      let (first, second) = (words[number % 5], words[number / 5 % 5])
      let test = number % 7 == 0
      return test
        ? #"{"image": "a.png", "split": "test", "captions": {"en": "a \#(first) bird", "eo": "birdo \#(number)"}}"#
        : #"{"image": "a.png", "captions": {"en": ["a \#(first) cat and \#(second) dogs"], "zh": "一只\#(number)号的猫"}}"#
    }
    try Data([0]).write(to: URL(filePath: folder.file("a.png")))
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder.file("captions.jsonl")))
    let source = CorpusSource(path: folder.file("captions.jsonl"))
    // The captions stay in the file, which goes away with the folder.
    let corpus = try source.open(unreadableLimit: 0, pool: ThreadPool(threads: 1)).corpus(at: "made up")
    let images = try corpus.images
    withExtendedLifetime(folder) {}
    return Corpus(
      folder: "made up", kind: "pairs", languages: corpus.languages, counts: corpus.counts,
      parts: [Corpus.Part(store: Remembered(images: images, catalog: corpus.parts[0].store.catalog))])
  }

  private struct Remembered: RecordStore {
    let images: [CaptionedImage]
    let catalog: RecordCatalog
    let fileStarts = [0]
    func record(_ index: Int) throws -> CaptionedImage { images[index] }
    func imageMark(_ index: Int) -> UInt64 { UInt64(index) }
  }

  private static func survey(
    _ words: [String], count: Int = 140, languages: [String] = ["en", "zh"], vocabulary: Int = 400
  ) throws -> LengthSurvey {
    var recipe = Recipe()
    recipe.model.text.context = 12
    return LengthSurvey(
      try corpus(count), title: "made up", languages: languages, recipe: recipe,
      tokenizers: try CountedTokenizer.named(words, vocabulary: vocabulary))
  }

  @Test("The usual survey has pixels and every tokenizer, and is the same each time")
  func usual() throws {
    var said: [String] = []
    var done = 0
    let reports = try (1...2).map { threads in
      try Self.survey(CountedTokenizer.usual).run(
        sample: 50, pool: ThreadPool(threads: threads), report: { said.append($0) }, progress: { now, _ in done = now })
    }
    #expect(reports[0] == reports[1] ? true : false, "the second survey differs from the first")
    let report = reports[0]
    #expect(report.table.columns.map(\.name) == ["pixels", "bytes", "wordPiece", "gpt2", "sentencePiece"])
    #expect(report.readers[0] == .pages(rows: 6, columns: 14, patch: 16))
    #expect(report.readers[1] == .tokens(vocabulary: 259, origin: .rule))
    // 120 of 140 records are trained.
    for reader in report.readers[2...] {
      guard case .tokens(let vocabulary, .captions(240)) = reader else {
        Issue.record("learned otherwise: \(reader)")
        continue
      }
      #expect((5...400).contains(vocabulary))
    }
    #expect(report.context == 12 && report.notes.isEmpty)
    #expect(report.table.columns.allSatisfy { $0.languages.map(\.captions) == [50, 50] })
    // UTF-8 and the end: "一只7号的猫" has 16 bytes.
    #expect(report.table.columns[1].languages[1].lengths.least == 17)
    #expect(report.table.columns[1].languages[1].cut == 50)
    #expect(report.table.columns[0].all.mean > 1 && report.table.columns[0].all.failed == 0)
    #expect(
      said.prefix(3).map(\.self) == ["wordPiece", "gpt2", "sentencePiece"].map { "learning \($0) from 240 captions" })
    #expect(done == 5 * 100)
  }

  @Test("What cannot be learned is skipped with a sentence, and the others are counted")
  func unlearned() throws {
    let words = ["sentencePiece", "bytes", "gpt2"]
    // Held-out captions alone: nothing to learn from.
    let heldOut = try Self.survey(words, languages: ["eo"]).tokenReaders()
    #expect(heldOut.readers.map(\.reader.name) == ["bytes"])
    #expect(
      heldOut.notes
        == ["sentencePiece", "gpt2"].map {
          "\($0) cannot be learned from this corpus and is skipped: no caption of these languages is of the split train; "
            + "--tokenizer \($0)=FILE reads a vocabulary"
        })
    // More characters than pieces: SentencePiece refuses, byte pairs do not.
    let few = try Self.survey(words, count: 3, vocabulary: 300).tokenReaders()
    #expect(few.readers.map(\.reader.name).suffix(2) == ["bytes", "gpt2"])
    #expect(few.readers.count + few.notes.count == 3)
  }

  @Test("Files of vocabularies are read, and several of one kind have names of their own")
  func files() throws {
    let folder = try TemporaryFolder()
    let vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "cat", "red", "##s"].joined(separator: "\n") + "\n"
    try FileManager.default.createDirectory(atPath: folder.file("other"), withIntermediateDirectories: true)
    for name in ["vocab.txt", "other/vocab.txt"] {
      try Data(vocabulary.utf8).write(to: URL(filePath: folder.file(name)))
    }
    let word = "wordPiece=" + folder.file("vocab.txt")
    let one = try Self.survey(["bytes", word, word]).tokenReaders()
    #expect(one.readers.map(\.reader.name) == ["bytes", "wordPiece vocab.txt"])
    #expect(one.readers[1].about == .tokens(vocabulary: 8, origin: .file(folder.file("vocab.txt"))))
    let caption = try one.readers[1].reader.make().read("a red bird", language: "en", seed: nil)
    #expect(caption.sequence.count == 5 && caption.truncation.unknownTokens == 1)
    let other = "wordPiece=" + folder.file("other/vocab.txt")
    #expect(
      try CountedTokenizer.named([word, other, "wordPiece"], vocabulary: 300).map(\.name) == [word, other, "wordPiece"])
  }

  @Test("A file that is not there ends the survey before anything is learned")
  func missing() throws {
    var said = 0
    let error = #expect(throws: CommandError.self) {
      try Self.survey(["gpt2", "clip=/nowhere/merges.txt"]).tokenReaders { _ in said += 1 }
    }
    #expect(error?.description.hasPrefix("--tokenizer: /nowhere/merges.txt: the vocabulary cannot be read") == true)
    #expect(said == 0)
  }

  @Test(
    "Words that name no tokenizer are answered by a sentence",
    arguments: [
      (
        "wordpeice",
        "--tokenizer: there is no kind “wordpeice”; did you mean wordPiece?; there are wordPiece, clip, gpt2, "
          + "sentencePiece, bytes, each alone or with =FILE"
      ),
      ("clip=", "--tokenizer: “clip=” names no file after the ="),
      ("bytes=x", "--tokenizer: bytes need no file; leave “=x” out"),
    ])
  func words(word: String, sentence: String) {
    let error = #expect(throws: UsageError.self) { try CountedTokenizer(word, vocabulary: 300) }
    #expect(error?.description == sentence)
  }
}

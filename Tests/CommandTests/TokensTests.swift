import Foundation
import TestSupport
import Testing

/// What `clippo-corpus tokens` counts.
@Suite("Tokens", .serialized)
struct TokensTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let lines = (0..<60).map { number in
      #"{"image": "a.png", "captions": {"en": "\#(number % 5) red cats and dogs", "zh": "\#(number % 7)只红色的猫"}}"#
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder.file("captions.jsonl")))
    let vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "cats", "and", "dogs"].joined(separator: "\n")
    try Data(vocabulary.utf8).write(to: URL(filePath: folder.file("vocab.txt")))
  }

  private func tokens(_ words: [String]) throws -> CommandResult {
    try BuiltCommand.corpus.run(["tokens"] + words, home: folder.path)
  }

  @Test("People's own pairs are counted, printed, and written as a page and for programs, the same each time")
  func walk() throws {
    let words = ["captions.jsonl", "--lang", "zh,en", "--vocabulary", "400", "--sample", "20"]
    let page = try tokens(words + ["--out", "tokens.html"])
    #expect(page.code == 0, "\(page.errors)")
    let lines = page.output.split(separator: "\n")
    #expect(
      lines[0].split(separator: " ").map(String.init)
        == ["language", "captions", "characters", "pixels", "bytes", "wordPiece", "gpt2", "sentencePiece"])
    #expect(lines[2].hasPrefix("zh              20 ") && lines[3].hasPrefix("en              20 "))
    #expect(lines[4].hasPrefix("all             40 "))
    #expect(
      page.errors.contains("learning gpt2 from 120 captions\n") && page.errors.contains("written to tokens.html\n"))
    let html = try String(contentsOfFile: folder.file("tokens.html"), encoding: .utf8)
    #expect(html.hasPrefix("<!DOCTYPE html>") && !html.contains("http"))
    #expect(html.contains("<title>zh, sentencePiece: "))

    let list = try tokens(words + ["--out", "tokens.json", "--threads", "1"])
    #expect(list.output == page.output)
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder.file("tokens.json"))))
    let readers = try #require((json as? [String: Any])?["readers"] as? [[String: Any]])
    #expect(readers.map { $0["name"] as? String } == ["pixels", "bytes", "wordPiece", "gpt2", "sentencePiece"])
  }

  @Test("Those tokenizers are counted that are asked for, in a context as asked for")
  func queried() throws {
    let words = ["captions.jsonl", "--lang", "all", "--tokenizer", "wordPiece=vocab.txt", "--tokenizer", "bytes"]
    let result = try tokens(words + ["--context", "10"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("pixels") && !result.output.contains("gpt2"))
    // [CLS], four words, an unknown number and [SEP]; 19 bytes and their end.
    let english = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("en ") })
    #expect(english.contains("7.0 | 7 | 0 % | 14.3 %") && english.contains("20.0 | 20 | 100.0 %"), "\(english)")
    #expect(result.output.contains("wordPiece vocab.txt: 8 tokens of vocab.txt\n"))
    #expect(result.output.contains("in a context of 10 tokens"))
  }

  @Test("An emoji corpus is counted like other pairs")
  func emoji() throws {
    let world = try SmallWorld()
    #expect(try BuiltCommand.train.run(world.training("run"), home: world.home).code == 0)
    let corpora = world.home + "/.cache/clippo/corpora"
    let emoji = corpora + "/" + (try #require(FileManager.default.contentsOfDirectory(atPath: corpora).first))
    let result = try BuiltCommand.corpus.run(["tokens", emoji, "--tokenizer", "bytes"], home: world.home)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n")[2].hasPrefix("zh "))
  }

  @Test(
    "Mistakes are answered by a sentence",
    arguments: [
      WrongWords(words: [], code: 2, says: "<source> is missing: file, folder or pattern of pairs"),
      WrongWords(words: ["nowhere"], code: 1, says: "nowhere: there is no such file or folder"),
      WrongWords(
        words: ["captions.jsonl", "--tokenizer", "wordPeice"], code: 2,
        says: "--tokenizer: there is no kind “wordPeice”; did you mean wordPiece?"),
      WrongWords(
        words: ["captions.jsonl", "--tokenizer", "clip=no.txt"], code: 1,
        says: "--tokenizer: no.txt: the vocabulary cannot be read; check that the file exists"),
      WrongWords(
        words: ["captions.jsonl", "--tokenizer", "sentencePiece=vocab.txt"], code: 1, says: "--tokenizer: vocab.txt: "),
      WrongWords(
        words: ["captions.jsonl", "--out", "x.csv"], code: 2, says: "x.csv: a report on lengths ends in .html"),
      WrongWords(words: ["captions.jsonl", "--sample", "0"], code: 2, says: "--sample: 0 is out of range"),
      WrongWords(words: ["captions.jsonl", "--context", "1"], code: 2, says: "1 is out of range"),
      WrongWords(
        words: ["captions.jsonl", "--lang", "xx"], code: 1,
        says: "captions.jsonl: the corpus has no captions in xx, it has en, zh"),
      WrongWords(words: ["captions.jsonl", "--config", "no.json"], code: 1, says: "no.json: there is no such file"),
    ])
  func mistakes(mistake: WrongWords) throws {
    let result = try tokens(mistake.words)
    #expect(result.code == mistake.code && result.output == "", "\(result.errors)")
    #expect(result.errors.contains("clippo-corpus: ") && result.errors.contains(mistake.says), "\(result.errors)")
  }
}

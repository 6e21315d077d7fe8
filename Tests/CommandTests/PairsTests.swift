import Foundation
import TestSupport
import Testing

/// What `clippo-corpus` does with people's own pairs.
@Suite("Pairs", .serialized)
struct PairsTests {
  private let folder: TemporaryFolder
  /// A PNG of 7 × 5 pixels.
  private static let image = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGElEQVR42mNkYKhQYWBAQywMRgyYgHJRALL4AirD4/OIAAAAAElF"
      + "TkSuQmCC")

  init() throws { folder = try TemporaryFolder() }

  private func corpus(
    _ words: String..., interruptWhen: (file: String, text: String)? = nil
  ) throws -> CommandResult {
    try BuiltCommand.corpus.run(words, home: folder.path, interruptWhen: interruptWhen)
  }

  /// Records of one image each; names that are not there stay so.
  private func write(_ names: [String]) throws -> String {
    let bytes = try #require(Self.image)
    for name in ["a.png", "b.png"] { try bytes.write(to: URL(filePath: folder.file(name))) }
    let lines = names.enumerated().map { number, name in
      #"{"image": "\#(name)", "captions": {"en": "image \#(number)", "zh": {"synthetic": ["图片"]}}}"#
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder.file("captions.jsonl")))
    return folder.file("captions.jsonl")
  }

  @Test(
    "Where nothing can be read, the reasons are shown and the list of skipped records is written",
    arguments: [
      ("inspect", ["--skipped", "p.jsonl"], "p.jsonl"), ("convert", ["--out", "shards"], "shards/skipped.jsonl"),
    ])
  func nothingReadable(action: String, words: [String], list: String) throws {
    try Data("{\"file_name\": \"0.jpg\"}\n[]\n".utf8).write(to: URL(filePath: folder.file("metadata.jsonl")))
    let words = [action, "metadata.jsonl", "--lang", "en"] + words
    let result = try BuiltCommand.corpus.run(words, home: folder.path)
    #expect(result.code == 1 && result.errors.contains("metadata.jsonl:1: the member “image” should name"))
    let lines = try String(contentsOfFile: folder.file(list), encoding: .utf8).split(separator: "\n")
    #expect(
      lines.count == 2
        && lines.allSatisfy {
          $0.hasPrefix(#"{"kind":"record","origin":"metadata.jsonl:"#) && $0.hasSuffix(#""count":1}"#)
        })
  }

  @Test("Pairs become shards, and shards are inspected like what they were made of")
  func walk() throws {
    let source = try write(["a.png", "b.png", "gone.png"])
    let converted = try corpus("convert", source, "--out", "shards", "--shard-size", "1", "--max-unreadable", "0.5")
    #expect(converted.code == 0, "\(converted.errors)")
    #expect(
      converted.output.hasPrefix("shards: 2 samples in 2 shards, ")
        && converted.output.hasSuffix("; skipped: 1 record, see shards/skipped.jsonl\n"))
    let again = try corpus("convert", source, "--out", "shards", "--shard-size", "1", "--max-unreadable", "0.5")
    #expect(again.output.contains("2 shards, 2 of them from before"))

    let inspected = try corpus("inspect", source, "--out", "page.html", "--skipped", "skipped.jsonl", "--pairs", "2")
    #expect(inspected.code == 0, "\(inspected.errors)")
    #expect(inspected.output.hasPrefix("3 images, 162 B; 6 captions in 2 languages\n"))
    #expect(inspected.output.contains("1 image that is not there:\n  \(source):3: "))
    let list = try String(contentsOfFile: folder.file("skipped.jsonl"), encoding: .utf8)
    #expect(
      list.hasPrefix(#"{"kind":"missing","origin":"\#(source):3","reason":""#) && list.filter(\.isNewline) == "\n")
    let shardList = try String(contentsOfFile: folder.file("shards/skipped.jsonl"), encoding: .utf8)
    #expect(shardList.hasPrefix(#"{"kind":"image","record":2,"origin":"\#(source):3","reason":""#))
    #expect(list.hasSuffix("\"count\":1}\n") && shardList.hasSuffix("\"count\":1}\n"))
    let page = try String(contentsOfFile: folder.file("page.html"), encoding: .utf8)
    // Two images as they are and as seen, each with two pages.
    #expect(page.components(separatedBy: "data:image/png;base64,").count == 9)

    let shards = try corpus("inspect", "shards")
    #expect(shards.output.hasPrefix("2 images, 162 B; 4 captions in 2 languages\n"))
    #expect(shards.output.contains("synthetic         2") && shards.output.contains("train       2"))
  }

  @Test("A table of any separator and columns is read as it is told, by the command and by a recipe alike")
  func table() throws {
    _ = try write(["a.png"])
    let rows = "nr|bild|wort\n1|a.png|rot, rund\n2|b.png|blau\n"
    try Data(rows.utf8).write(to: URL(filePath: folder.file("table.txt")))
    let words = ["--image-column", "bild", "--caption-column", "wort", "--lang", "de", "--format", "table"]
    let inspected = try BuiltCommand.corpus.run(
      ["inspect", "table.txt", "--separator", "|"] + words, home: folder.path)
    #expect(inspected.code == 0, "\(inspected.errors)")
    #expect(inspected.output.hasPrefix("2 images, 162 B; 2 captions in 1 language"))
    let source =
      #"{"path": "table.txt", "format": "table", "separator": "|", "imageColumn": "bild", "captionColumn": "wort", "#
      + #""language": "de"}"#
    let recipe =
      #"{"languages": ["de"], "corpus": {"kind": "pairs", "training": [\#(source)], "evaluation": [\#(source)]}}"#
    try Data(recipe.utf8).write(to: URL(filePath: folder.file("recipe.json")))
    let checked = try BuiltCommand.train.run(
      ["--config", "recipe.json", "--data", ".", "--set", "training.batch=2", "--dry-run"], home: folder.path)
    #expect(checked.code == 0, "\(checked.errors)")
    #expect(
      checked.errors.contains("2 of the 2 images held out as “held out” are trained too, the first at "),
      "\(checked.errors)")
    let unguessed = try corpus("inspect", "table.txt", "--format", "table", "--lang", "de")
    #expect(
      unguessed.code == 1 && unguessed.errors.contains("which column names the image? Give --image-column "),
      "\(unguessed.errors)")
  }

  @Test(
    "What costs no record is told as a note, and where all images are missing the option for their folder is named")
  func notes() throws {
    _ = try write([])
    try Data("image,caption\na.png,\"one\nb, two\"\nb.png,x\n".utf8).write(to: URL(filePath: folder.file("t.csv")))
    let inspected = try corpus("inspect", "t.csv", "--lang", "en")
    #expect(inspected.code == 0, "\(inspected.errors)")
    #expect(inspected.output.contains("\n1 note that costs no record:\n  t.csv:2: a quoted cell spans 2 lines"))
    #expect(!inspected.output.contains("cannot be read") && !inspected.errors.contains("--images"))
    try Data("image,caption\nx.png,one\n".utf8).write(to: URL(filePath: folder.file("u.csv")))
    let missing = try corpus("inspect", "u.csv", "--lang", "en")
    #expect(missing.code == 0 && missing.errors.contains("name their folder with --images"), "\(missing.errors)")
  }

  @Test(
    "A table without header and quoting is read by numbers, and a split is chosen by a column, by command and recipe")
  func numbers() throws {
    _ = try write(["a.png"])
    try Data("\"rot\ta.png\ttrain\nblau\tb.png\tdev\n".utf8).write(to: URL(filePath: folder.file("t.tsv")))
    let words = ["--unquoted", "--image-column", "1", "--caption-column", "0", "--lang", "de"]
    let all = try BuiltCommand.corpus.run(["inspect", "t.tsv"] + words, home: folder.path)
    #expect(all.code == 0 && all.output.hasPrefix("2 images, 162 B; 2 captions"), "\(all.errors)")
    let some = try BuiltCommand.corpus.run(
      ["inspect", "t.tsv", "--split-column", "2", "--split", "val"] + words, home: folder.path)
    #expect(some.code == 0 && some.output.hasPrefix("1 image, 81 B"), "\(some.errors)")
    #expect(some.errors.contains("t.tsv: the split “val” is called “dev” there"), "\(some.errors)")
    let source =
      #"{"path": "t.tsv", "header": "absent", "unquoted": true, "imageColumn": "1", "captionColumn": "0", "#
      + #""splitColumn": "2", "split": "SPLIT", "language": "de"}"#
    let (training, test) = (source.replacing("SPLIT", with: "train"), source.replacing("SPLIT", with: "val"))
    let recipe =
      #"{"languages": ["de"], "corpus": {"kind": "pairs", "training": [\#(training)], "evaluation": [\#(test)]}}"#
    try Data(recipe.utf8).write(to: URL(filePath: folder.file("recipe.json")))
    let checked = try BuiltCommand.train.run(
      ["--config", "recipe.json", "--data", ".", "--dry-run"], home: folder.path)
    #expect(checked.code == 1 && checked.errors.contains("which trains 1 image; make it smaller"), "\(checked.errors)")
    // The two images are copies of each other.
    #expect(
      checked.errors.contains("1 of the 1 images held out as “val” are trained too under other names, the first at "),
      "\(checked.errors)")
    let strange = try corpus("inspect", "captions.jsonl", "--separator", "tab", "--split-column", "x")
    #expect(
      strange.code == 1
        && strange.errors.contains(
          "the format jsonl cannot follow --separator (separator in a recipe), --split-column (splitColumn in a recipe)"
        ),
      "\(strange.errors)")
  }

  @Test("Whatever the threads, the seed decides what the page shows")
  func seeds() throws {
    let source = try write((0..<40).map { $0 % 2 == 0 ? "a.png" : "b.png" })
    let pages = try [("1", "1"), ("3", "1"), ("1", "2")].map { threads, seed in
      let result = try corpus("inspect", source, "--threads", threads, "--seed", seed, "--out", "page.html")
      #expect(result.code == 0, "\(result.errors)")
      return try Data(contentsOf: URL(filePath: folder.file("page.html")))
    }
    #expect(pages[0] == pages[1] ? true : false, "threads change the page")
    #expect(pages[0] != pages[2] ? true : false, "the seed does not change the page")
  }

  @Test("A conversion that is interrupted ends with 130, and the same words go on")
  func interruption() throws {
    let source = try write((0..<600).map { $0 % 2 == 0 ? "a.png" : "b.png" })
    let manifest = (folder.file("shards/convert.json"), "000001.tar")
    let stopped = try corpus("convert", source, "--out", "shards", "--shard-size", "2", interruptWhen: manifest)
    #expect(stopped.code == 130, "\(stopped.errors)")
    #expect(stopped.errors.contains("; the same words go on from there\n"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("shards"))
    #expect(!names.contains { $0.hasSuffix(".partial") })
    let resumed = try corpus("convert", source, "--out", "shards", "--shard-size", "2")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(resumed.output.contains("600 samples in 300 shards, ") && resumed.output.contains(" of them from before"))
  }

  @Test("An emoji corpus is inspected too, and not converted")
  func emoji() throws {
    let world = try SmallWorld()
    #expect(try BuiltCommand.train.run(world.training("run"), home: world.home).code == 0)
    let corpora = world.home + "/.cache/clippo/corpora"
    let emoji = corpora + "/" + (try #require(FileManager.default.contentsOfDirectory(atPath: corpora).first))
    let inspected = try BuiltCommand.corpus.run(["inspect", emoji, "--sample", "20"], home: world.home)
    #expect(inspected.code == 0, "\(inspected.errors)")
    #expect(inspected.output.contains("composition") && inspected.output.contains("PNG"))
    let told = try BuiltCommand.corpus.run(["inspect", emoji, "--split", "style"], home: world.home)
    #expect(told.code == 2 && told.errors.contains("--split would change nothing: "), "\(told.errors)")
    let converted = try BuiltCommand.corpus.run(
      ["convert", emoji, "--out", world.folder.file("out")], home: world.home)
    #expect(converted.code == 1 && converted.errors.contains("an emoji corpus is trained as it is"))
  }

  @Test(
    "Mistakes are answered by a sentence",
    arguments: [
      WrongWords(words: ["inspect"], code: 2, says: "<source> is missing: file, folder or pattern of pairs"),
      WrongWords(words: ["convert", "a"], code: 2, says: "--out is missing: folder of the shards"),
      WrongWords(
        words: ["convert", "--out", "s"], code: 2, says: "<source> is missing: file, folder or pattern of pairs"),
      WrongWords(words: ["inspect", "a", "--format", "jsnl"], code: 2, says: "did you mean jsonl?"),
      WrongWords(words: ["convert", "a", "--out", "s", "--shard-size", "0"], code: 2, says: "0 is out of range"),
      WrongWords(
        words: ["inspect", "a", "--separator", ";;"], code: 2,
        says: "--separator should be one character or tab, not “;;”"),
      WrongWords(words: ["inspect", "nowhere"], code: 1, says: "nowhere: there is no such file or folder"),
      WrongWords(
        words: ["inspect", "captions.jsonl", "--config", "no.json"], code: 1, says: "no.json: there is no such file"),
      WrongWords(words: ["inspect", "captions.jsonl", "--skipped", "no/p"], code: 1, says: "no/p"),
      WrongWords(
        words: ["inspect", "captions.jsonl", "--split", "dev"], code: 1, says: "no records of the split “dev” are in it"
      ),
      WrongWords(words: ["inspect", "."], code: 1, says: "the captions name no language"),
      WrongWords(
        words: ["convert", "captions.jsonl", "--out", "s"], code: 1,
        says: "1 of 2 records cannot be converted, and at most 0 may be skipped; fix them or raise --max-unreadable"),
      WrongWords(words: ["convert", "captions.jsonl", "--out", "captions.jsonl"], code: 1, says: "captions.jsonl"),
    ])
  func mistakes(mistake: WrongWords) throws {
    let source = try write(["a.png", "gone.png"])
    if mistake.words[1...].first == "." { try FileManager.default.removeItem(atPath: source) }
    let result = try BuiltCommand.corpus.run(mistake.words, home: folder.path)
    #expect(result.code == mistake.code && result.output == "", "\(result.errors)")
    #expect(result.errors.hasPrefix("clippo-corpus: ") && result.errors.contains(mistake.says), "\(result.errors)")
  }
}

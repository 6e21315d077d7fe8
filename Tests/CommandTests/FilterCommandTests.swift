import Foundation
import JSON
import TestSupport
import Testing

/// What `clippo-corpus filter` does with people's own pairs.
@Suite("Filtered pairs", .serialized)
struct FilterCommandTests {
  private let folder: TemporaryFolder
  /// A PNG of 7 × 5 pixels.
  private static let image = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGElEQVR42mNkYKhQYWBAQywMRgyYgHJRALL4AirD4/OIAAAAAElF"
      + "TkSuQmCC")
  private static let lines = [
    #"{"image": "a.png", "captions": {"en": "a red cat sleeps", "zh": "一只红猫在睡觉"}}"#,
    #"{"image": "b.png", "captions": {"en": "hi", "zh": "红色的小猫"}}"#,
    #"{"image": "b.png", "split": "dev", "captions": {"ja": "ネコ"}}"#,
    #"{"image": "gone.png", "captions": {"en": "a caption without image"}}"#,
  ]
  /// ALIGN's rules, but for images of five pixels.
  private static let rules = ["--rules", "align", "--min-side", "5"]

  init() throws {
    folder = try TemporaryFolder()
    let bytes = try #require(Self.image)
    for name in ["a.png", "b.png"] { try bytes.write(to: URL(filePath: folder.file(name))) }
    try write("captions.jsonl", Self.lines.joined(separator: "\n"))
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
  }

  private func filter(
    _ words: [String], interruptWhen: (file: String, text: String)? = nil
  ) throws -> CommandResult {
    try BuiltCommand.corpus.run(["filter"] + words, home: folder.path, interruptWhen: interruptWhen)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.count < 30 }.sorted()
  }

  private static let tables = """
    captions  found  min side  aspect  captions/image  images/caption  vocabulary  length  kept
    ────────  ─────  ────────  ──────  ──────────────  ──────────────  ──────────  ──────  ────
    en            3         0       0               0               0           0       1     2
    zh            2         0       0               0               0           0       0     2
    ja            1         0       0               0               0           0       1     0
    all           6         0       0               0               0           0       2     4

    images  found  min side  aspect  captions/image  images/caption  vocabulary  length  kept
    ──────  ─────  ────────  ──────  ──────────────  ──────────────  ──────────  ──────  ────
    en          3         0       0               0               0           0       1     2
    zh          2         0       0               0               0           0       0     2
    ja          1         0       0               0               0           0       1     0
    all         4         0       0               0               0           0       1     3

    images that cannot be read and were kept without being judged: 1

    """

  @Test("A dry run prints what every rule drops, by language, and writes nothing")
  func dryRun() throws {
    let before = try names()
    let result = try filter(["captions.jsonl", "--dry-run"] + Self.rules)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output == Self.tables)
    #expect(try names() == before)
    let other = try filter(["captions.jsonl", "--dry-run", "--threads", "3"] + Self.rules)
    #expect(other.output == result.output)
  }

  @Test("Shards hold what is kept, the list what is not, the manifest the counts; other rules want another folder")
  func shards() throws {
    let words = ["captions.jsonl", "--out", "shards", "--max-unreadable", "0.5"] + Self.rules
    let result = try filter(words)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix(Self.tables + "shards: 2 samples in 1 shard, "), "\(result.output)")
    #expect(result.output.hasSuffix("; skipped: 1 record, see shards/skipped.jsonl\n"), "\(result.output)")
    let list = try String(contentsOfFile: folder.file("shards/skipped.jsonl"), encoding: .utf8).split(separator: "\n")
    #expect(
      list.dropLast() == [
        #"{"kind":"rule","origin":"captions.jsonl:2","reason":"length: the caption “hi” (en) is too short: words 1 (3-20), characters 0 (5-32)","count":0}"#,
        #"{"kind":"rule","origin":"captions.jsonl:3","reason":"length: the caption “ネコ” (ja) is too short: words 0 (3-20), characters 2 (5-32)","count":0}"#,
      ])
    #expect(list.last?.hasPrefix(#"{"kind":"image","record":2,"origin":"captions.jsonl:4","reason":""#) == true)
    let manifest = try JSONValue(
      parsing: String(contentsOfFile: folder.file("shards/convert.json"), encoding: .utf8))
    let rules = try #require(manifest["rules"])
    #expect(rules["kept"]?["captions"] == 4 && rules["found"]?["languages"]?["zh"]?["images"] == 2)
    let dropped = try #require(rules["dropped"]?.arrayValue)
    #expect(
      dropped.map { $0["rule"]?.stringValue } == [
        "minSide", "maxAspect", "maxCaptionsPerImage", "maxImagesPerCaption", "vocabularySize", "length",
      ])
    #expect(dropped.map { $0["captions"] } == [0, 0, 0, 0, 0, 2] && dropped[0]["limit"] == 5)
    #expect(dropped[5]["languages"]?["ja"]?["images"] == 1)
    let inspected = try BuiltCommand.corpus.run(["inspect", "shards"], home: folder.path)
    #expect(inspected.output.hasPrefix("2 images, 162 B; 3 captions in 2 languages\n"), "\(inspected.output)")
    #expect(try filter(words).output.contains("1 shard, 1 of them from before"))
    let other = try filter(words + ["--words", "1-"])
    #expect(other.code == 1 && other.errors.contains("holds shards of another conversion"), "\(other.errors)")
  }

  @Test("Copies of a test's images are dropped, whatever the test's captions")
  func heldOut() throws {
    try write("test.csv", "file,text\n\(folder.file("a.png")),x\n")
    let words = ["--exclude", "test.csv", "--exclude-format", "table", "--exclude-caption-column", "text"]
    let result = try filter(["captions.jsonl", "--dry-run", "--exclude-image-column", "file"] + words)
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.output.hasSuffix(
        "all         4         3     1\n\nimages that cannot be read and were kept without being judged: 1\n"),
      "\(result.output)")
  }

  @Test("What is stopped goes on with the same words")
  func interruption() throws {
    let lines = (0..<300).map { Self.lines[$0 % 2] }
    try write("many.jsonl", lines.joined(separator: "\n"))
    let words = ["many.jsonl", "--out", "many", "--shard-size", "2", "--min-side", "3"]
    let stopped = try filter(words, interruptWhen: (folder.file("many/convert.json"), "000001.tar"))
    #expect(stopped.code == 130 && stopped.errors.contains("the same words go on from there"), "\(stopped.errors)")
    let resumed = try filter(words)
    #expect(
      resumed.output.contains("300 samples in 150 shards, ") && resumed.output.contains(" of them from before"),
      "\(resumed.output)\(resumed.errors)")
  }

  @Test("A recipe's rules are applied when its corpus is opened")
  func recipe() throws {
    let source = #"{"path": "captions.jsonl"}"#
    let rules = #"{"preset": "align", "minSide": 5, "vocabularySize": 0}"#
    try write(
      "recipe.json",
      #"{"languages": ["en"], "corpus": {"kind": "pairs", "training": [\#(source)], "rules": \#(rules)}}"#)
    let words = ["--config", "recipe.json", "--data", ".", "--set", "training.batch=2", "--dry-run"]
    let plan = try BuiltCommand.train.run(words, home: folder.path)
    #expect(plan.code == 0, "\(plan.errors)")
    #expect(plan.errors.contains("rules keep 4 captions and 3 images of 6 captions and 4 images"), "\(plan.errors)")
    #expect(plan.errors.contains("length drops 2 captions and 1 image\n"), "\(plan.errors)")
    let none = try BuiltCommand.train.run(words + ["--set", "corpus.rules.minSide=9"], home: folder.path)
    #expect(none.errors.contains("minSide drops 5 captions and 3 images"), "\(none.errors)")
    // Of one image no pairs can be told apart.
    #expect(none.code == 1 && none.errors.contains("which trains 1 image; make it smaller"), "\(none.errors)")
    let wrong = try BuiltCommand.train.run(words + ["--set", "corpus.rules.words=3"], home: folder.path)
    #expect(wrong.code != 0 && wrong.errors.contains("corpus.rules.words: "), "\(wrong.errors)")
  }

  @Test(
    "Mistakes are answered by a sentence",
    arguments: [
      WrongWords(words: ["captions.jsonl", "--dry-run"], code: 2, says: "no rule is asked for; name a preset"),
      WrongWords(
        words: ["captions.jsonl", "--rules", "align"], code: 2, says: "needs the folder of the shards, --out"),
      WrongWords(
        words: ["captions.jsonl", "--rules", "align", "--out", "s", "--dry-run"], code: 2, says: "or else --dry-run"),
      WrongWords(words: ["captions.jsonl", "--rules", "aling", "--dry-run"], code: 2, says: "did you mean align?"),
      WrongWords(
        words: ["captions.jsonl", "--min-side", "3", "--distance", "3", "--dry-run"], code: 2,
        says: "--distance would change nothing without --exclude"),
      WrongWords(
        words: ["captions.jsonl", "--min-side", "3", "--exclude-split", "a", "--dry-run"], code: 2,
        says: "--exclude-split would change nothing: --exclude names no images"),
      WrongWords(
        words: ["captions.jsonl", "--max-aspect", "0.5", "--dry-run"], code: 2,
        says: "--max-aspect: 0.5 is out of range; allowed: 1 to 1000000, or 0 for any"),
      WrongWords(
        words: ["captions.jsonl", "--vocabulary-size", "9999999999", "--dry-run"], code: 2,
        says: "--vocabulary-size: 9999999999 is out of range"),
      WrongWords(words: ["captions.jsonl", "--words", "20-3", "--dry-run"], code: 2, says: "--words"),
      WrongWords(words: ["captions.jsonl", "--min-side", "-1", "--dry-run"], code: 2, says: "-1"),
      WrongWords(
        words: ["captions.jsonl", "--min-side", "0", "--dry-run"], code: 2, says: "no rule is asked for"),
      WrongWords(words: ["nowhere", "--min-side", "3", "--dry-run"], code: 1, says: "nowhere: there is no such file"),
      WrongWords(
        words: ["captions.jsonl", "--exclude", "nowhere", "--dry-run"], code: 1, says: "nowhere: there is no such file"),
      WrongWords(
        words: ["gone.jsonl", "--min-side", "3", "--dry-run"], code: 1,
        says: "no image can be read, and the rules minSide judge images; name their folder with --images"),
      WrongWords(
        words: ["captions.jsonl", "--words", "9-", "--characters", "9-", "--max-unreadable", "1", "--out", "s"],
        code: 1,
        says: "captions.jsonl: the rules leave no image; nothing was written"),
      WrongWords(
        words: ["captions.jsonl", "--min-side", "3", "--out", "s"], code: 1,
        says: "1 of 4 records cannot be converted, and at most 0 may be skipped"),
    ])
  func mistakes(mistake: WrongWords) throws {
    try write("gone.jsonl", Self.lines[3])
    let result = try filter(mistake.words)
    #expect(result.code == mistake.code, "\(result.errors)")
    #expect(result.errors.contains(mistake.says), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("s/000000.tar")))
  }
}

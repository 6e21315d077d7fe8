import Foundation
import TestSupport
import Testing

/// Several captions of an image, from the command that makes them to the run that draws them.
@Suite("Captions and their rewrites", .serialized)
struct CaptionBankTests {
  private let folder: TemporaryFolder
  /// A PNG of 7 × 5 pixels.
  private static let image = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGElEQVR42mNkYKhQYWBAQywMRgyYgHJRALL4AirD4/OIAAAAAElF"
      + "TkSuQmCC")

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.png", "b.png"] { try #require(Self.image).write(to: URL(filePath: folder.file(name))) }
    try write(
      "captions.jsonl",
      """
      {"image": "a.png", "captions": {"zh": "两只红猫，在睡觉", "en": "the red cat, asleep"}}
      {"image": "b.png", "captions": {"zh": "红猫", "en": "the cat"}}
      """)
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
  }

  private func read(_ name: String) throws -> String { try String(contentsOfFile: folder.file(name), encoding: .utf8) }

  private func corpus(_ words: String...) throws -> CommandResult {
    try BuiltCommand.corpus.run(words, home: folder.path)
  }

  @Test("a file of rewrites has a line a row, and shards that are made with it have its captions")
  func lines() throws {
    let made = try corpus("rewrite", "captions.jsonl", "--by", "traditional", "--from", "zh", "--out", "hant.txt")
    #expect(
      made.code == 0 && made.output == "hant.txt: of 2 rows traditional rewrote 2\n", "\(made.errors)\(made.output)")
    #expect(try read("hant.txt") == "兩隻紅貓，在睡覺\n紅貓\n")
    let converted = try corpus("convert", "captions.jsonl", "--rewrites", "hant.txt", "--out", "bank")
    #expect(converted.code == 0, "\(converted.errors)")
    let inspected = try corpus("inspect", "bank")
    #expect(
      inspected.output.hasPrefix("2 images, ") && inspected.output.contains("; 6 captions in 2 languages\n"),
      "\(inspected.output)")
    try write("hant.txt", "紅貓\n")
    let short = try corpus("convert", "captions.jsonl", "--rewrites", "hant.txt", "--out", "other")
    #expect(
      short.code == 1
        && short.errors.contains(
          "hant.txt: the file of rewrites has 1 line and captions.jsonl 2 rows; they must go together"),
      "\(short.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("other/convert.json")))
  }

  @Test(
    "a language that no caption is in cannot be rewritten, and a rule that is not there is answered with those that are"
  )
  func unknownWords() throws {
    let language = try corpus("rewrite", "captions.jsonl", "--by", "traditional", "--from", "de", "--out", "bank")
    #expect(
      language.code == 1 && language.errors.contains("there are no captions in 'de' (--from); there are en, zh"),
      "\(language.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("bank")))
    let rule = try corpus("rewrite", "captions.jsonl", "--by", "foo", "--out", "x.txt")
    #expect(rule.code == 2 && rule.errors.contains("traditional") && rule.errors.contains("clauses"), "\(rule.errors)")
  }

  @Test("a folder has shards with a rewrite of every way")
  func shards() throws {
    let made = try corpus(
      "rewrite", "captions.jsonl", "--by", "latin,clauses", "--from", "zh", "--to", "zh-Latn", "--out", "bank")
    #expect(made.code == 0, "\(made.errors)")
    #expect(
      made.output.hasPrefix(
        "captions.jsonl: of 2 records latin rewrote 2, clauses rewrote 1\nbank: 2 samples in 1 shard, "),
      "\(made.output)")
    let inspected = try corpus("inspect", "bank")
    #expect(inspected.output.contains("; 7 captions in 3 languages\n"), "\(inspected.output)")
  }

  @Test("bags are counted by language, and written as shards")
  func words() throws {
    let counted = try corpus(
      "words", "captions.jsonl", "--drop-stop-words", "--drop-most-frequent", "1", "--keep", "1", "--dry-run")
    #expect(counted.code == 0, "\(counted.errors)")
    // Where words of Chinese end is a matter of ICU's version.
    #expect(
      counted.output.hasPrefix(
        """
        language  captions  words  stop words  no base word  frequent  beyond --keep  left whole
        ────────  ────────  ─────  ──────────  ────────────  ────────  ─────────────  ──────────
        en               2      7           3             0         2              1           1
        zh               2 
        """), "\(counted.output)")
    let made = try corpus("words", "captions.jsonl", "--shuffle", "--out", "bags")
    #expect(made.code == 0 && made.output.contains("bags: 2 samples in 1 shard"), "\(made.errors)")
    let other = try corpus("words", "captions.jsonl", "--shuffle", "--seed", "4", "--out", "bags")
    #expect(other.code == 1 && other.errors.contains("holds shards of another conversion"), "\(other.errors)")
  }

  @Test(
    "Mistakes are answered by a sentence",
    arguments: [
      WrongWords(words: ["rewrite", "captions.jsonl", "--out", "x.txt"], code: 2, says: "--by"),
      WrongWords(words: ["rewrite", "captions.jsonl", "--by", "latina", "--out", "x.txt"], code: 2, says: "latin"),
      WrongWords(
        words: ["rewrite", "captions.jsonl", "--by", "latin,ascii", "--out", "x.txt"], code: 2,
        says: "a file has one line for every row, so --by takes one way"),
      WrongWords(
        words: ["words", "captions.jsonl", "--shuffle"], code: 2, says: "needs the folder of the shards, --out"),
      WrongWords(words: ["words", "captions.jsonl", "--dry-run"], code: 2, says: "no step is asked for"),
      WrongWords(
        words: ["words", "captions.jsonl", "--base-vocabulary", "3", "--vocabulary", "x", "--dry-run"], code: 2,
        says: "both say which words may stay"),
      WrongWords(
        words: ["words", "captions.jsonl", "--vocabulary", "gone.txt", "--dry-run"], code: 1, says: "gone.txt"),
    ])
  func mistakes(mistake: WrongWords) throws {
    let result = try BuiltCommand.corpus.run(mistake.words, home: folder.path)
    #expect(result.code == mistake.code, "\(result.errors)")
    #expect(result.errors.contains(mistake.says), "\(result.errors)")
  }

  private static let small = #""model": {"variant": "mu", "embedding": 16}, "image": {"imageSize": 32}"#

  @Test("a run draws rewrites and makes bags, and goes on to the bit; what it cannot have is refused before it begins")
  func training() throws {
    let world = try PairWorld()
    try world.world.write("rewrites.txt", PairWorld.words.map { "the word \($0)\n" }.joined())
    let corpus = """
      "corpus": {"kind": "pairs", "folder": "\(world.home)", "captionRoles": ["raw", "rewrite"], "captionDraw": "roles",
        "words": {"shuffle": true, "dropMostFrequent": 1, "keep": 3},
        "training": [{"path": "pairs.jsonl", "rewrites": [{"path": "rewrites.txt"}]}],
        "evaluation": [{"path": "pairs.jsonl", "name": "all"}]}
      """
    let recipe = try world.world.write(
      "recipe.json",
      """
      {"languages": ["en"], "schedule": {"kind": "constant", "warmup": 0}, \(corpus), \(Self.small),
       "rendering": {"fonts": "\(world.world.fontStack)"}}
      """)
    try world.goesOn(recipe)
    let role = try world.train(recipe, to: "run", steps: 3, fields: [#"corpus.captionRoles=["synthetic"]"#])
    #expect(
      role.code == 1
        && role.errors.contains(
          "corpus.captionRoles[0] draws captions of the role synthetic, and none of the 24 records looked at has one in en"
        ),
      "\(role.errors)")
    try world.world.write("rewrites.txt", "one\n")
    let short = try world.train(recipe, to: "run", steps: 3)
    #expect(
      short.code == 1 && short.errors.contains("rewrites.txt: the file of rewrites has 1 line and")
        && short.errors.contains("24 rows"),
      "\(short.errors)")
    #expect(!FileManager.default.fileExists(atPath: world.world.folder.file("run")))
  }
}

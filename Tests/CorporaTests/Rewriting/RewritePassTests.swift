import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Rewriting captions by rules")
struct RewritePassTests {
  static let texts: [(way: CaptionRewriting, language: String, text: String, rewritten: String?)] = [
    (.simplified, "zh", "這隻貓在睡覺。", "这只猫在睡觉。"), (.simplified, "zh", "猫在睡", nil),
    (.traditional, "zh", "这条红狗在睡觉", "這條紅狗在睡覺"), (.traditional, "en", "a cat", nil),
    (.latin, "zh", "红猫", "hóng māo"), (.latin, "ru", "рыжая кошка", "ryžaâ koška"), (.latin, "en", "a cat", nil),
    (.ascii, "zh", "红猫", "hong mao"), (.ascii, "el", "μια γάτα", "mia gata"), (.ascii, "ja", "ねこ", "neko"),
    (.clauses, "en", "A cat, on a red mat, sleeps.", "on a red mat, sleeps, A cat"),
    (.clauses, "zh", "一只猫，在垫子上睡觉。", "在垫子上睡觉，一只猫"), (.clauses, "ar", "قطة، على سجادة", "على سجادة، قطة"),
    (.clauses, "ja", "猫が、マットの上で、眠る", "マットの上で、眠る、猫が"), (.clauses, "en", "no comma here.", nil),
    (.clauses, "en", ",", nil), (.template, "tlh", "targh", nil), (.template, "en", "", "x"),
  ]

  @Test("each way does what it says, or nothing", arguments: texts.indices)
  func rewriting(index: Int) {
    let (way, language, text, expected) = Self.texts[index]
    var generator = SeededGenerator(seed: 1)
    let found = way.rewritten(text, language: language, using: &generator)
    guard expected != "x" else { return #expect(found != nil) }
    #expect(found == expected)
  }

  @Test("a template of the language is drawn, and the caption stands in it without its end")
  func templates() throws {
    var found: Set<String> = []
    for seed in 0..<60 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      found.insert(
        try #require(CaptionRewriting.template.rewritten("a red cat.", language: "en-GB", using: &generator)))
    }
    #expect(
      found.count > 3 && found.allSatisfy { $0.contains("a red cat") && !$0.contains("cat.") && $0 != "a red cat" })
  }

  private static let lines = """
    {"image": "a.jpg", "captions": {"en": {"label": "cat", "raw": "a cat, red"}, "zh": "红猫"}}
    {"image": 4}

    {"image": "b.png", "captions": {"zh": "两只狗\\n很好"}}
    """

  private func content(_ folder: TemporaryFolder, _ name: String = "c.jsonl") throws -> SourceContent {
    var source = CorpusSource(path: folder.file(name))
    source.countsRows = true
    return try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 2))
  }

  @Test("a file has a line for every row, and is read with the source that it was made of")
  func file() throws {
    let folder = try TemporaryFolder()
    try folder.write("c.jsonl", Self.lines)
    let counts = try RewritePass([.latin]).write(
      content(folder), of: "c.jsonl", to: folder.file("latin.txt"), pool: ThreadPool(threads: 2))
    #expect(try SourceFile.text(folder.file("latin.txt")) == "\n\nliǎng zhǐ gǒu hěn hǎo\n")
    #expect(counts == .init(rows: 3, rewritten: [.latin: 1]))
    var pass = RewritePass([.latin])
    pass.language = "zh"
    _ = try pass.write(content(folder), of: "c.jsonl", to: folder.file("zh.txt"), pool: ThreadPool(threads: 1))
    #expect(try SourceFile.text(folder.file("zh.txt")) == "hóng māo\n\nliǎng zhǐ gǒu hěn hǎo\n")
    var source = CorpusSource(path: folder.file("c.jsonl"))
    source.rewrites = [RewriteFile(path: folder.file("zh.txt"))]
    let store = try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 1)).store
    #expect(try store.record(1).captions.last == Caption(text: "liǎng zhǐ gǒu hěn hǎo", language: "zh", role: .rewrite))
  }

  @Test("records have a rewrite of every way behind their captions, the same at every visit")
  func records() throws {
    let folder = try TemporaryFolder()
    try folder.write("c.jsonl", Self.lines)
    var pass = RewritePass([.clauses, .ascii, .template])
    (pass.language, pass.target, pass.seed) = ("zh", "zh-Latn", 5)
    let (store, counts) = try pass.records(content(folder).store, pool: ThreadPool(threads: 2))
    #expect(counts.rows == 2 && counts.rewritten == [.ascii: 2, .template: 2])
    let first = try store.record(0)
    #expect(first.captions.suffix(2).map(\.language) == ["zh-Latn", "zh-Latn"] && first.captions.count == 5)
    #expect(
      first.texts("zh-Latn", .rewrite).first == "hong mao" && store.catalog.languages(0) == ["en", "zh", "zh-Latn"])
    #expect(try store.record(0) == first)
    let again = try pass.records(content(folder).store, pool: ThreadPool(threads: 1)).store.record(0)
    #expect(again == first)
  }

  @Test("rows of one image whose captions nobody can tell apart are refused for a file of lines")
  func merged() throws {
    let folder = try TemporaryFolder()
    let line = #"{"image": "a.jpg", "captions": {"en": ["a, b", "c, d"]}}"#
    try folder.write("c.jsonl", line + "\n" + line)
    #expect {
      try RewritePass([.clauses]).write(
        content(folder), of: "c.jsonl", to: folder.file("x.txt"), pool: ThreadPool(threads: 1))
    } throws: {
      "\($0)".contains("2 rows of one image have 4 captions, and nothing says which are whose; write shards")
    }
    #expect(!SourceFile.exists(folder.file("x.txt")))
  }
}

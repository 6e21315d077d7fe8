import Runtime
import TestSupport
import Testing

@testable import Corpora

/// Files with another caption for every row of a source.
@Suite("Files of rewrites")
struct RewriteFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func source(_ name: String, _ text: String, _ files: RewriteFile...) throws -> CorpusSource {
    var source = CorpusSource(path: try folder.write(name, text))
    source.rewrites = files
    if name.hasSuffix(".csv") { source.language = "en" }
    return source
  }

  private func file(_ name: String, _ text: String, _ change: (inout RewriteFile) -> Void = { _ in }) throws
    -> RewriteFile
  {
    var file = RewriteFile(path: try folder.write(name, text))
    change(&file)
    return file
  }

  private func open(_ source: CorpusSource, limit: Double = 1) throws -> (content: SourceContent, notes: [String]) {
    var notes: [String] = []
    let content = try source.open(unreadableLimit: limit, pool: ThreadPool(threads: 2)) { notes.append($0) }
    return (content, notes)
  }

  private func captions(_ source: CorpusSource) throws -> [[String]] {
    let store = try open(source).content.store
    return try (0..<store.catalog.count).map { index in
      try store.record(index).captions.map { "\($0.language) \($0.role.rawValue): \($0.text)" }
    }
  }

  private func complaint(_ source: CorpusSource, limit: Double = 1) throws -> String {
    do { _ = try open(source, limit: limit) } catch { return "\(error)" }
    return ""
  }

  private static let lines = """
    {"image": "a.png", "captions": {"en": ["one cat", "a cat"], "zh": "一只猫"}}

    {"image": "b.png", "split": "dev", "captions": {"zh": "两只狗"}}
    {"image": "c.png", "captions": {"en": {"label": "fox", "raw": "a fox"}}}
    """

  @Test("a line belongs to the row of its number and is said to be a rewrite of the row's first caption")
  func lines() throws {
    let source = try source(
      "c.jsonl", Self.lines, file("1.txt", "the only cat\n犬が二匹\n a red fox \n"),
      file("2.txt", "一隻貓\n\n一隻狐狸\n") {
        $0.language = "zh-Hant"
        $0.role = .translation
      })
    #expect(
      try captions(source) == [
        ["en raw: one cat", "en raw: a cat", "zh raw: 一只猫", "en rewrite: the only cat", "zh-Hant translation: 一隻貓"],
        ["zh raw: 两只狗", "zh rewrite: 犬が二匹"],
        ["en label: fox", "en raw: a fox", "en rewrite: a red fox", "zh-Hant translation: 一隻狐狸"],
      ])
    let catalog = try open(source).content.store.catalog
    #expect((0..<3).map(catalog.languages) == [["en", "zh", "zh-Hant"], ["zh"], ["en", "zh-Hant"]])
  }

  @Test("rows of other splits and rows that cannot be read have their lines too")
  func rows() throws {
    let text =
      Self.lines
      + "\n{\"image\": 3}\n{\"image\": \"d.png\", \"split\": \"dev\", \"captions\": {\"en\": \"last one\"}}\n"
    var source = try source("c.jsonl", text, file("1.txt", "row one\nrow two\nrow three\nrow four\nrow five\n"))
    source.split = "dev"
    #expect(
      try captions(source) == [["zh raw: 两只狗", "zh rewrite: row two"], ["en raw: last one", "en rewrite: row five"]])
  }

  @Test("each row of a table has its line where rows of one image are one record")
  func tables() throws {
    let source = try source(
      "t.csv",
      "image,caption,lang\na.png,one cat,en\na.png,一只猫,zh\nb.png,two dogs,en\na.png,,en\na.png,three cats,en\n",
      file("1.txt", "a first cat\n第一只猫\nboth dogs\nlost line\nlast cats\n"))
    #expect(
      try captions(source) == [
        ["en raw: one cat", "zh raw: 一只猫", "en rewrite: a first cat", "zh rewrite: 第一只猫"],
        ["en raw: two dogs", "en rewrite: both dogs"], ["en raw: three cats", "en rewrite: last cats"],
      ])
  }

  @Test("what is too short is left out by words where there are spaces and by characters where there are none")
  func short() throws {
    let lines = (0..<8).map { #"{"image": "\#($0).png", "captions": {"en": "a caption"}}"# }.joined(separator: "\n")
    let source = try source(
      "c.jsonl", lines, file("1.txt", "cat\ntwo words\n猫\n红猫\nแมวแดง\nネコ\n!!! ???\n\n"))
    #expect(
      try captions(source).map { $0.dropFirst().joined() } == [
        "", "en rewrite: two words", "", "en rewrite: 红猫", "en rewrite: แมวแดง", "en rewrite: ネコ", "", "",
      ])
    #expect(
      try open(source).notes.first
        == "\(folder.file("1.txt")): 4 lines of 8 have fewer than 2 words or characters and were left out")
    var all = source
    all.rewrites[0].minUnits = 0
    #expect(try captions(all).count { $0.count == 2 } == 7)
  }

  @Test("another number of lines, or rows that nobody can count, are sentences before anything is used")
  func complaints() throws {
    let short = try source("c.jsonl", Self.lines, file("1.txt", "a b\nc d\n"))
    #expect(
      try complaint(short)
        == "\(folder.file("1.txt")): the file of rewrites has 2 lines and \(folder.file("c.jsonl")) 3 rows; "
        + "they must go together line by line")
    let broken = try source("c.jsonl", Self.lines, file("1.txt", "a b\nc d\ne f\n"))
    try folder.write("1.txt", bytes: Array("a b\n\u{FF}".utf8.dropLast(2)) + [0xFF, 0x0A] + Array("e f\n".utf8))
    #expect(try complaint(broken).contains("1.txt:2: the line is not valid UTF-8"))
    #expect(try complaint(broken).contains("every line, since each belongs to a row of"))
    let quoted = try source(
      "t.csv", "image,caption\na.png,\"stray\nb.png,one\na.png,two\nb.png,\"c, d\"\n", file("1.txt", "a b\nc d\ne f\n"))
    #expect(try complaint(quoted).contains("the rows behind it have no numbers"))
    let coco = try SmallPairs.coco.write(folder)
    var records = coco
    records.rewrites = [try file("1.txt", "a b\nc d\ne f\n")]
    #expect(try captions(records)[0].last == "en rewrite: a b")
    try folder.write(
      "captions.json",
      #"{"images": [{"id": 7, "file_name": "a.jpg"}, {"id": 8}], "annotations": [{"image_id": 7, "caption": "x y"}]}"#)
    #expect(try complaint(records).contains("1 record of it cannot be used, and nothing says which lines"))
    let missing = try source("c.jsonl", Self.lines, RewriteFile(path: folder.file("gone.txt")))
    #expect(try complaint(missing).contains("gone.txt: the file cannot be opened"))
    let tag = try source("c.jsonl", Self.lines, file("1.txt", "a b\nc d\ne f\n") { $0.language = "not a tag" })
    #expect(try complaint(tag).contains("is no language tag"))
  }

  @Test("a file that changes behind the opening is not read for another")
  func changed() throws {
    let source = try source("c.jsonl", Self.lines, file("1.txt", "a b\nc d\ne f\n"))
    let store = try open(source).content.store
    try folder.write("1.txt", "a b\nc d\ne f g\n")
    let error = #expect(throws: SkippedRecord.self) { try store.record(0) }
    #expect(error.map { "\($0)".contains("1.txt:1: the file of rewrites has changed") } == true)
  }

  @Test("a language that a record holds out of training stays out of it")
  func heldOut() throws {
    let source = try source(
      "c.jsonl", #"{"image": "a.png", "heldOut": ["zh"], "captions": {"en": "a cat"}}"#,
      file("1.txt", "一只猫\n") { $0.language = "zh" })
    #expect(try open(source).content.store.catalog.languages(0) == ["en"])
  }

  @Test("shards made of a source with rewrites hold them, and give them back")
  func converted() throws {
    try SmallPairs.writeImages(folder)
    let source = try source(
      "c.jsonl",
      SmallPairs.names.map { #"{"image": "\#($0)", "captions": {"zh": {"raw": ["红猫", "猫"], "synthetic": "动物"}}}"# }
        .joined(separator: "\n"), file("1.txt", "红色的猫\n\n橙色的猫\n"))
    let content = try open(source).content
    _ = try ShardConversion(
      of: content, request: "x", folder: folder.file("shards"), limits: ShardLimits(samples: 2), unreadableLimit: 0,
      pool: ThreadPool(threads: 2)
    ).run()
    #expect(try captions(CorpusSource(path: folder.file("shards"))) == captions(source))
    #expect(try captions(source)[0].last == "zh rewrite: 红色的猫")
  }
}

import TestSupport
import Testing

@testable import Corpora

@Suite("Records skipped while training")
struct TrainingSkipsTests {
  static func problem(_ line: Int, _ reason: String = "bad", file: String = "a") -> SkippedRecord {
    SkippedRecord(origin: Origin(file: file, line: line), reason: reason)
  }

  @Test("Each record counts once, whatever is wrong with it and whoever meets it first")
  func once() throws {
    let skips = TrainingSkips(limit: 2)
    for reason in ["worse", "bad", "worse"] { skips.add(Self.problem(1, reason)) }
    skips.add(Self.problem(1, "bad", file: "b"))
    try skips.check(records: 10)
    #expect(skips.list.map(\.description) == ["a:1: bad", "b:1: bad"])
    skips.add(Self.problem(2))
    #expect(throws: CorpusError.self) { try skips.check(records: 10) }
  }

  @Test("The list goes by file, by line as a number, and by member")
  func order() {
    let skips = TrainingSkips(limit: 9)
    for line in [10, 9, 100] { skips.add(Self.problem(line)) }
    skips.add(SkippedRecord(origin: Origin(file: "A", place: .member("z")), reason: "bad"))
    skips.add(SkippedRecord(origin: Origin(file: "a", place: .member("c")), reason: "bad"))
    skips.add(SkippedRecord(origin: Origin(file: "a", place: .member("b")), reason: "bad"))
    #expect(skips.list.map { "\($0.origin)" } == ["A(z)", "a:9", "a:10", "a:100", "a(b)", "a(c)"])
  }

  @Test("More than the limit is an error with the first twenty", arguments: [0, 1, 20, 21])
  func limit(count: Int) throws {
    let skips = TrainingSkips(limit: 0)
    for line in 0..<count { skips.add(Self.problem(line + 1)) }
    if count == 0 { return try skips.check(records: 50) }
    let error = #expect(throws: CorpusError.self) { try skips.check(records: 50) }
    let lines = (1...min(20, count)).map { "  a:\($0): bad" }.joined(separator: "\n")
    #expect(
      error?.description
        == "\(count) of 50 records cannot be used, and at most 0 may be skipped; fix the corpus or raise corpus.maxUnreadableFraction:\n\(lines)\(count > 20 ? "\n  …" : "")"
    )
  }

  @Test("Skipped parts are all counted, and the first of them kept in words")
  func skipped() throws {
    var skipped = SkippedRecords()
    let most = SkippedRecords.keptLimit
    for line in 0..<most - 100 { skipped.add(Self.problem(line)) }
    var others = skipped
    others.addUnlisted(5, count: 7)
    skipped.add(others)
    #expect(skipped.entryCount == 2 * most - 195 && skipped.count == 2 * most - 193 && skipped.first.count == most)
    skipped.add(Self.problem(1))
    #expect(skipped.entryCount == 2 * most - 194 && skipped.unlisted.count == most - 192)
    let folder = try TemporaryFolder()
    try SkippedList(in: folder.path).write(skipped)
    let list = try SourceFile.text(folder.file("skipped.jsonl"))
    #expect(list.hasSuffix("\n{\"more\":\(most - 194),\"count\":\(most - 192)}\n"))
  }
}

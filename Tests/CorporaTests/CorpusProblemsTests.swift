import Testing

@testable import Corpora

@Suite("Records left out while training")
struct CorpusProblemsTests {
  static func problem(_ line: Int, _ reason: String = "bad", file: String = "a") -> CorpusProblem {
    CorpusProblem(origin: Origin(file: file, line: line), reason: reason)
  }

  @Test("Each record counts once, whatever is wrong with it and whoever meets it first")
  func once() throws {
    let problems = CorpusProblems(limit: 2)
    for reason in ["worse", "bad", "worse"] { problems.add(Self.problem(1, reason)) }
    problems.add(Self.problem(1, "bad", file: "b"))
    try problems.check(records: 10)
    #expect(problems.list.map(\.description) == ["a:1: bad", "b:1: bad"])
    problems.add(Self.problem(2))
    #expect(throws: CorpusError.self) { try problems.check(records: 10) }
  }

  @Test("The list goes by file, by line as a number, and by member")
  func order() {
    let problems = CorpusProblems(limit: 9)
    for line in [10, 9, 100] { problems.add(Self.problem(line)) }
    problems.add(CorpusProblem(origin: Origin(file: "A", place: .member("z")), reason: "bad"))
    problems.add(CorpusProblem(origin: Origin(file: "a", place: .member("c")), reason: "bad"))
    problems.add(CorpusProblem(origin: Origin(file: "a", place: .member("b")), reason: "bad"))
    #expect(problems.list.map { "\($0.origin)" } == ["A(z)", "a:9", "a:10", "a:100", "a(b)", "a(c)"])
  }

  @Test("More than the limit is an error with the first twenty", arguments: [0, 1, 20, 21])
  func limit(count: Int) throws {
    let problems = CorpusProblems(limit: 0)
    for line in 0..<count { problems.add(Self.problem(line + 1)) }
    if count == 0 { return try problems.check(records: 50) }
    let error = #expect(throws: CorpusError.self) { try problems.check(records: 50) }
    let lines = (1...min(20, count)).map { "  a:\($0): bad" }.joined(separator: "\n")
    #expect(
      error?.description
        == "\(count) of 50 records cannot be used, and at most 0 may be left out; fix the corpus or raise corpus.maxUnreadableFraction:\n\(lines)\(count > 20 ? "\n  …" : "")"
    )
  }

  @Test("Skipped parts are all counted, and the first of them kept in words")
  func skipped() {
    var parts = SkippedParts()
    let most = SkippedParts.keptLimit
    for line in 0..<most - 100 { parts.add(Self.problem(line)) }
    var others = parts
    others.countMore(5, lost: 7)
    parts.add(others)
    #expect(parts.problemCount == 2 * most - 195 && parts.count == 2 * most - 193 && parts.first.count == most)
    parts.add(Self.problem(1))
    #expect(parts.problemCount == 2 * most - 194 && parts.unlisted.count == most - 192)
    #expect(parts.jsonLines.hasSuffix("\n{\"more\":\(most - 194),\"lost\":\(most - 192)}\n"))
  }
}

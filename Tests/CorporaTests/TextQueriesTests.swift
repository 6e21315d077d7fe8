import TestSupport
import Testing

@testable import Corpora

@Suite("Queries without known answers") struct TextQueriesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func ids(_ name: String, _ text: String, unreadable: Double = 0) throws -> [String] {
    try folder.write(name, text)
    return try TextQueries.open(folder.file(name), unreadable: unreadable).queries.map(\.id.compactText)
  }

  @Test("Lines without an id have the number of their line, whatever stands around them")
  func numbers() throws {
    #expect(try ids("a.txt", "one\n\ntwo\n") == ["0", "2"])
    #expect(try ids("a.jsonl", "{\"text\": \"a\"}\n{bad\n{\"text\": \"b\"}\n", unreadable: 0.5) == ["0", "2"])
    #expect(try ids("b.jsonl", "{\"text_id\": 7, \"text\": \"a\"}\n") == ["7"])
  }

  @Test("What cannot be read is an error beyond the share that is allowed, and a number never meets a given id")
  func unreadable() throws {
    let mixed = "{\"text_id\": \"x\", \"text\": \"a\"}\n{\"text_id\": 1}\n{\"text\": \"b\"}\n{bad\n"
    let error = #expect(throws: CorpusError.self) { try ids("c.jsonl", mixed, unreadable: 0.5) }
    #expect(error?.description.contains("3 of 4 queries cannot be read") == true)
    #expect(error?.description.contains("c.jsonl:3: the query has no id, though those before have") == true)
    #expect(error?.description.contains("--max-unreadable") == true)
    #expect(try ids("c.jsonl", mixed, unreadable: 0.75) == ["\"x\""])
  }
}

import JSON
import TestSupport
import Testing

@testable import Corpora

/// Random tables as Python's csv and pandas read them; see `Fixtures/make-tables.py`.
@Suite("Random tables")
struct RandomTableTests {
  @Test("Rows are those of Python's csv and pandas, however the file is cut")
  func rows() throws {
    let path = Fixture.path("tables/random.json")
    let tables = try JSONValue(parsing: SourceFile.bytes(path), source: path).arrayValue ?? []
    #expect(tables.count == 150)
    for table in tables {
      let text = try #require(table["text"]?.stringValue)
      let separator = try #require(table["separator"]?.stringValue?.utf8.first)
      let rows = (table["rows"]?.arrayValue ?? []).map { $0.arrayValue?.compactMap(\.stringValue) ?? [] }
      for chunk in [1, 2, 5, 1 << 10] {
        let read = try DelimitedReaderTests.read(
          text, DelimitedFormat(separator: separator, hasHeader: false), chunk: chunk)
        #expect(read.fields == rows && read.skipped == [], "\(text)")
      }
    }
  }
}

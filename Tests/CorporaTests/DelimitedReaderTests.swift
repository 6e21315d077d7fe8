import Testing

@testable import Corpora

@Suite("Separated values")
struct DelimitedReaderTests {
  struct Table {
    var records: [DelimitedRecord] = []
    var skipped: [String] = []
    var reader: DelimitedReader
    var fields: [[String]] { records.map(\.fields) }
  }

  static func read(_ bytes: [UInt8], _ format: DelimitedFormat, chunk: Int = 1 << 10) throws -> Table {
    var table = Table(reader: try DelimitedReader(OpenFile(bytes, name: "a.csv"), format: format, chunk: chunk))
    while let record = try table.reader.next() { table.records.append(record) }
    table.skipped = table.reader.skipped.first.map(\.description)
    return table
  }

  static func read(_ text: String, _ format: DelimitedFormat, chunk: Int = 1 << 10) throws -> Table {
    try read(Array(text.utf8), format, chunk: chunk)
  }

  static let csv: DelimitedFormat = {
    var format = DelimitedFormat.csv
    format.hasHeader = false
    return format
  }()

  static let quotedCases: [(String, [[String]])] = [
    ("", []), ("\n\r\n\r", []), ("a", [["a"]]), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
    ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
    ("a,\n,b\n,", [["a", ""], ["", "b"], ["", ""]]), ("\"a\",\"b,c\"\n", [["a", "b,c"]]),
    ("\"a\"\"b\",\"\"\n", [["a\"b", ""]]), ("\"\"\n\"\"", [[""], [""]]), ("\"\"\"\"", [["\""]]),
    ("\"a\nb\r\nc\rd\",e\nf,g", [["a\nb\r\nc\rd", "e"], ["f", "g"]]),
    ("\"x\"y,z\n", [["xy", "z"]]), ("\"x\"y\"z\",\"w\" v\"\"\n", [["xy\"z\"", "w v\"\""]]),
    ("\"a\nb\" c,d\n", [["a\nb c", "d"]]),
    ("a\"b\"c,d\n", [["a\"b\"c", "d"]]), (" \"a\",b", [[" \"a\"", "b"]]),
    ("\u{FEFF}\"a\",b", [["a", "b"]]), ("\n\na,b\n\n\nc,d\n\n", [["a", "b"], ["c", "d"]]),
    ("图,é\n\"数\",\"\u{0}\"", [["图", "é"], ["数", "\u{0}"]]), ("a,b\n\r\n\rc,d", [["a", "b"], ["c", "d"]]),
  ]

  @Test("Quoted tables are read, however the file is cut", arguments: quotedCases)
  func quoted(text: String, expected: [[String]]) throws {
    for chunk in 1...7 {
      let table = try Self.read(text, Self.csv, chunk: chunk)
      #expect(table.fields == expected && table.skipped == [], "chunks of \(chunk)")
      for record in table.records {
        let again = try table.reader.record(at: record.offset, length: record.length, line: record.line)
        #expect(again == record)
      }
    }
  }

  static let rawCases: [(String, [[String]])] = [
    ("a\t\"b\nc\t\"\"d\"", [["a", "\"b"], ["c", "\"\"d\""]]),
    ("1\tiVBOR/+=\r\n2\t_-\r\n", [["1", "iVBOR/+="], ["2", "_-"]]),
    ("\t\t\n", [["", "", ""]]),
  ]

  @Test("Without quoting a quote is a character", arguments: rawCases)
  func raw(text: String, expected: [[String]]) throws {
    for chunk in 1...5 { #expect(try Self.read(text, .rawTSV, chunk: chunk).fields == expected) }
  }

  @Test("Records know their byte, length and line", arguments: ["\n", "\r\n", "\r"])
  func places(end: String) throws {
    let text = ["\u{FEFF}id,caption", "1,\"one", "two\"", "", "2,x", "3,\"y\"", "last,"].joined(separator: end)
    for chunk in 1...9 {
      let table = try Self.read(text, .csv, chunk: chunk)
      #expect(table.records.map(\.line) == [2, 5, 6, 7])
      let bytes = Array(text.utf8)
      let cut = table.records.map { String(decoding: bytes[$0.offset..<$0.offset + $0.length], as: UTF8.self) }
      #expect(cut == ["1,\"one\(end)two\"", "2,x", "3,\"y\"", "last,"])
    }
  }

  @Test("The header names columns; unknown names are answered with near ones")
  func header() throws {
    let reader = try DelimitedReader(OpenFile(Array("url\tTEXT\tx\tx\n".utf8), name: "a.tsv"), format: .tsv)
    #expect(reader.columns == ["url", "TEXT", "x", "x"])
    #expect(try reader.column("TEXT") == 1)
    #expect(throws: CorpusError("a.tsv: no column is named “urls”; did you mean url?")) { try reader.column("urls") }
    #expect(throws: CorpusError("a.tsv: 2 columns are named “x”")) { try reader.column("x") }
  }

  @Test("A table that should have a header and has none is refused", arguments: ["", "\n\n", "\"a", "\"a\nb,c\nd,e\n"])
  func noHeader(text: String) {
    let error = #expect(throws: CorpusError.self) { try Self.read(text, .csv) }
    #expect(error?.description.hasSuffix("the table has no header that names its columns") == true)
  }

  static let badCases: [(text: String, kept: [[String]], problems: [String])] = [
    ("a,b\nc\nd,e", [["a", "b"], ["d", "e"]], ["2: the record has 1 fields, where 2 were expected"]),
    ("a,b\n1,2,3\nd,e", [["a", "b"], ["d", "e"]], ["2: the record has 3 fields, where 2 were expected"]),
    (
      "a,b\n\"x\n,y\"\nd,e", [["a", "b"], ["", "y\""], ["d", "e"]],
      ["2: the record has 1 fields on 2 lines, where 2 were expected"]
    ),
    (
      "a,b\nc,\"x\nd,e\n\"y\",z\nf,g", [["a", "b"], ["d", "e"], ["y", "z"], ["f", "g"]],
      [
        "2: a quote opens a field, and text follows the next quote, 2 lines further; was the first meant as a character?"
      ]
    ),
    (
      "a,b\nc,\"d\ne,f\ng,h", [["a", "b"], ["e", "f"], ["g", "h"]], ["2: a quote opens a field and never closes it"]
    ),
    (
      "a,b\nc,\"d\r\ne,f\r\ng,h", [["a", "b"], ["e", "f"], ["g", "h"]], ["2: a quote opens a field and never closes it"]
    ),
    ("a,b\nc,\"d", [["a", "b"]], ["2: a quote opens a field and never closes it"]),
  ]

  @Test("Bad records are skipped with their line, and the rest is read", arguments: badCases)
  func bad(text: String, kept: [[String]], problems: [String]) throws {
    for chunk in 1...7 {
      let table = try Self.read(text, Self.csv, chunk: chunk)
      #expect(table.fields == kept)
      let last = problems.isEmpty || !text.contains("\"") || kept.count == 1 ? "record" : "line"
      #expect(table.skipped == problems.map { "a.csv:\($0); the \(last) was skipped" })
      #expect(table.records.last?.line == 1 + text.utf8.count { $0 == 10 } - (kept.count == 1 ? 1 : 0))
    }
  }

  @Test("Fields are checked for UTF-8 one by one")
  func encoding() throws {
    let table = try Self.read([97, 44, 98, 10, 0xC3, 44, 0xA9, 10, 99, 44, 100], Self.csv)
    #expect(table.fields == [["a", "b"], ["c", "d"]])
    #expect(table.skipped == ["a.csv:2: the record is not valid UTF-8; the record was skipped"])
  }

  static let longCases: [(String, [[String]])] = [
    ("a,b\n1234567,x\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,b\n\"1234567\",x\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,b\nx,\"12345\nc,d\ne,f\n", [["a", "b"], ["c", "d"], ["e", "f"]]),
    ("a,b\n123456,y\n\"123456\",\nc,d", [["a", "b"], ["123456", "y"], ["c", "d"]]),
  ]

  @Test("Records beyond the limit are skipped; a quote that never closes costs one line", arguments: longCases)
  func long(text: String, kept: [[String]]) throws {
    var format = Self.csv
    format.recordLimit = 8
    for chunk in 1...9 {
      let table = try Self.read(text, format, chunk: chunk)
      #expect(table.fields == kept, "chunks of \(chunk)")
      #expect(table.skipped.count == 1)
      #expect(
        table.skipped.allSatisfy {
          $0.contains("more than 8 bytes") || $0.contains("does not close it within 8 bytes")
        }, "\(table.skipped)"
      )
    }
  }

  @Test("Where reading again would take too long, every line that is lost is counted")
  func countedLines() throws {
    // Each line opens a quote that the next one's closes, with text behind it.
    let lines = 4_000
    let bytes = Array("a,b\n".utf8) + [UInt8](repeating: 0, count: lines).flatMap { _ in Array("x,\"y,\n".utf8) }
    let table = try Self.read(bytes, Self.csv, chunk: 1 << 18)
    #expect(table.records.count + table.reader.skipped.total.count == lines + 1)
  }

  @Test("Rows of stray quotes do not make reading quadratic")
  func strayQuotes() throws {
    // Every line opens a quote, also when read from within one, so that no record ever closes.
    let lines = 20_000
    let bytes = [UInt8](repeating: 0, count: lines).flatMap { _ in Array("x\",\"\n".utf8) }
    let start = ContinuousClock.now
    let table = try Self.read(bytes, Self.csv, chunk: 1 << 18)
    #expect(table.records.isEmpty && table.reader.skipped.count > 0)
    // Not a measurement: a pass for every line would read a gigabyte.
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("Columns without end are refused")
  func columns() throws {
    let text = String(repeating: ",", count: 20_000)
    let table = try Self.read(text, Self.csv)
    #expect(table.skipped == ["a.csv:1: the record has 20001 fields; at most 10000 are read; the record was skipped"])
  }

  @Test("A separator that cannot be one is refused", arguments: [10, 13, 34, 200] as [UInt8])
  func separator(byte: UInt8) {
    #expect(throws: CorpusError.self) { try Self.read("a", DelimitedFormat(separator: byte)) }
  }

  @Test("A record read again from a file that changed is an error")
  func changed() throws {
    let reader = try DelimitedReader(OpenFile(Array("a,b\nc,d\n".utf8), name: "a.csv"), format: .csv)
    #expect(try reader.record(at: 4, length: 3, line: 2).fields == ["c", "d"])
    for (offset, length) in [(4, 1), (2, 4), (4, 9), (-1, 2), (0, Int.max)] {
      #expect(throws: CorpusError.self) { try reader.record(at: offset, length: length, line: 2) }
    }
  }

  @Test(
    "The separator is guessed from what stands outside of quotation marks",
    arguments: [
      ("\"188.jpg\",\"None\there\"\nx", ","), ("a.jpg\t\"b, c\"\n", "\t"), ("\"a\"\"b\tc\",d", ","), ("a|b", "|"),
      ("\"never closed,a\tb", "\t"), ("5\" nail,x\ty", "\t"), ("one column", ","),
    ])
  func separator(text: String, separator: String) throws {
    let file = OpenFile(Array(text.utf8), name: "a.csv")
    #expect(try TableLayout().separator(of: file) == separator.utf8.first)
  }
}

import FoundationEssentials
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Corpus formats")
struct FormatConformanceTests {
  static let cases =
    FormatCase.jsonLines + FormatCase.tables + FormatCase.addresses + FormatCase.shards + FormatCase.coco
    + FormatCase.chineseCLIP + FormatCase.folders + FormatCase.xm3600 + FormatCase.xtd10 + FormatCase.multi30k
    + FormatCase.keyedLines + FormatCase.cocoCN + FormatCase.aic + FormatCase.iglue

  /// Names the first difference instead of printing both lists.
  static func expect(
    _ what: String, _ actual: [String], _ expected: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let place = zip(actual, expected).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let first = place ?? min(actual.count, expected.count)
    let isSame = actual == expected
    #expect(
      isSame,
      "\(what) \(first): read “\(actual.dropFirst(first).first ?? "nothing")”, expected “\(expected.dropFirst(first).first ?? "nothing")”",
      sourceLocation: sourceLocation)
  }

  @Test("Files give the records that are in them, and everything else is named with its origin", arguments: cases)
  func conformance(form: FormatCase) throws {
    let folder = try TemporaryFolder()
    try form.write(to: folder)
    let outcome = FormatOutcome(form.source, in: folder, threads: 2)
    Self.expect("record", outcome.records, form.records)
    Self.expect("problem", outcome.problems, form.problems.sorted())
    #expect(outcome.absent == form.absent && outcome.error == form.error)
  }

  @Test(
    "Records that are read again at every visit are those that would be kept",
    arguments: cases.filter { $0.error == nil && [.jsonl, .table].contains($0.source.format) })
  func rereading(form: FormatCase) throws {
    let folder = try TemporaryFolder()
    try form.write(to: folder)
    let kept = FormatOutcome(form.source, in: folder, keptText: 1 << 20)
    let reread = FormatOutcome(form.source, in: folder, keptText: 0)
    Self.expect("record", kept.records, form.records)
    Self.expect("record", reread.records, form.records)
    #expect(kept == reread)
  }

  /// Cut inside a record, it is shorter or named; nothing but it is another. Cut between two, the rest is missing.
  @Test(
    "A file that ends anywhere gives what stands before the end, or says what is wrong",
    arguments: cases.filter(\.isGood))
  func truncation(form: FormatCase) throws {
    let folder = try TemporaryFolder()
    try form.write(to: folder)
    for (name, bytes) in form.files.sorted(by: { $0.key < $1.key }) where !form.shows(bytes) {
      // Every byte of what is small; in large shards a stride that meets every place of a block in turn.
      for end in stride(from: 0, to: bytes.count, by: bytes.count > 3_072 ? 61 : 1) {
        try Data(bytes[..<end]).write(to: URL(filePath: folder.file(name)))
        let outcome = FormatOutcome(form.source, in: folder)
        let complaints = outcome.problems + [outcome.error].compactMap { $0 }
        #expect(complaints.allSatisfy { $0.hasPrefix("~/") }, "\(name) cut at \(end): \(complaints)")
        if name.hasSuffix(".tar") {
          let isPart = Set(outcome.records).isSubset(of: form.records)
          #expect(isPart && !complaints.isEmpty, "\(name) cut at \(end)")
        } else {
          let changed = zip(outcome.records, form.records).count { $0 != $1 }
          let isPrefix = changed <= 1 && outcome.records.count <= form.records.count
          #expect(isPrefix || !complaints.isEmpty, "\(name) cut at \(end)")
        }
      }
      try form.write(to: folder)
    }
  }

  @Test("A file that changes after its records were listed is not read for another")
  func changed() throws {
    let folder = try TemporaryFolder()
    let form = FormatCase(
      "", .jsonl, "a.jsonl", ["a.jsonl": FormatCase.text("{\"image\": \"a\", \"captions\": \"one\"}\n")])
    try form.write(to: folder)
    let store = try JSONLinesFormat(source: form.source, keptText: 0)
      .read(folder.file("a.jsonl"), pool: ThreadPool(threads: 1)).store
    #expect(try store.record(0).captions.map(\.text) == ["one"])
    try folder.write("a.jsonl", "{\"image\": \"a\", \"captions\": \"two\"}\n")
    let error = #expect(throws: SkippedRecord.self) { try store.record(0) }
    #expect(
      error.map { FormatOutcome.short($0, folder) }
        == "~/a.jsonl:1: the file has changed since its records were listed; start the run again")
    try FileManager.default.removeItem(atPath: folder.file("a.jsonl"))
    #expect(throws: SkippedRecord.self) { try store.record(0) }
  }
}

import FoundationEssentials
import JSON
import Runtime
import TestSupport
import Testing

@testable import Corpora

/// What is skipped is counted in records, wherever it is counted.
@Suite struct SkippedRecordsTests {
  private static let half = SkippedRecord(
    origin: Origin(file: "a.tar", place: .member("byte 5120")), reason: "the rest is lost",
    count: RecordCount(1_040, isEstimated: true))

  @Test("Sums stay estimates, and a number beyond all reason does not trap")
  func sums() {
    #expect(1 + RecordCount(2, isEstimated: true) == RecordCount(3, isEstimated: true))
    #expect(RecordCount(.max) + 5 == RecordCount(.max) && RecordCount(-4) == 0)
    #expect((40 as RecordCount).sentence == "40 records" && Self.half.count.sentence == "about 1,040 records")
  }

  @Test("A damaged stretch weighs what the records that were read weigh, and one at least")
  func estimates() {
    func count(_ bytes: Int, _ records: Int, _ read: Int) -> Int {
      RecordCount.estimated(ofBytes: bytes, records: records, readBytes: read).count
    }
    #expect([count(1_000, 10, 500), count(120, 10, 500), count(1, 10, 500)] == [20, 2, 1])
    #expect([count(1_000, 0, 0), count(0, 10, 500), count(.max, .max, 1)] == [1, 1, .max])
  }

  @Test("A problem says how many records it costs where that is not one, in words and in lists")
  func words() {
    #expect("\(Self.half)" == "a.tar(byte 5120): the rest is lost (about 1,040 records)")
    #expect(
      Self.half.json.compactText
        == #"{"kind":"record","origin":"a.tar(byte 5120)","reason":"the rest is lost","count":1040,"estimated":true}"#)
    let single = SkippedRecord(origin: Origin(file: "a", line: 3), reason: "bad")
    #expect("\(single)" == "a:3: bad")
    #expect(single.json.compactText == #"{"kind":"record","origin":"a:3","reason":"bad","count":1}"#)
    var skipped = SkippedRecords()
    skipped.add(single)
    skipped.add(Self.half)
    #expect(
      skipped.sentence("Records") == "Records that cannot be read were skipped: about 1,041, the first: a:3: bad.")
    #expect(
      skipped.lines(atMost: 1) == ["skipped: a:3: bad", "skipped in all: about 1,041 records by 2 problems"])
    var hint = SkippedRecords()
    hint.add(Origin(file: "a", line: 3), "odd", count: 0)
    #expect(hint.sentence("Records") == "Records: none is skipped, but a:3: odd." && !hint.isEmpty && hint.count == 0)
  }

  @Test("Kinds that cost no record stand for none, and a note is what stands for none")
  func kinds() {
    let origin = Origin(file: "a", line: 3)
    for kind in SkippedRecord.Kind.allCases {
      let record = SkippedRecord(kind, origin: origin, reason: "odd")
      #expect(record.count == ([.record, .missing, .image].contains(kind) ? 1 : 0) && record.weight == 1)
    }
    #expect(SkippedRecord(origin: origin, reason: "odd", count: 0).kind == .note)
  }

  @Test("A list says what was written to it, and the list of before is read and replaced")
  func list() throws {
    let folder = try TemporaryFolder()
    let list = SkippedList(in: folder.path)
    #expect(try list.read().isEmpty)
    var skipped = SkippedRecords(keptLimit: 3)
    var single = SkippedRecord(.image, origin: Origin(file: "a(b).csv", line: 3), reason: "bad “one”\n")
    single.number = 7
    for record in [single, Self.half, SkippedRecord(origin: single.origin, reason: "odd", count: 0), single] {
      skipped.add(record)
    }
    try list.write(skipped)
    let read = try list.read()
    #expect(read.first.map(\.description) == skipped.first.map(\.description))
    #expect(read.first.map(\.json) == skipped.first.map(\.json))
    #expect(read.total == skipped.total && read.unlisted == 1 && read.entryCount == 4)

    try folder.write("left-out.jsonl", #"{"origin":"a:9","reason":"old","lost":4,"estimated":true}"# + "\n")
    #expect(try list.read().total == skipped.total)
    try FileManager.default.removeItem(atPath: list.path)
    var old = try list.read()
    #expect(old.first.map(\.description) == ["a:9: old (about 4 records)"] && old.first[0].kind == .record)
    old.merge(skipped)
    old.merge(skipped)
    #expect(old.total == skipped.total + RecordCount(4, isEstimated: true) && old.entryCount == 5)
    try list.write(old)
    #expect(try SourceFile.names(in: folder.path) == ["skipped.jsonl"])
  }

  @Test("One problem of many records is above a limit that one record is not")
  func conversion() throws {
    let folder = try TemporaryFolder()
    var content = SourceContent(store: try ListedRecords(SmallCorpus.images(folder, count: 9)))
    content.skipped.add(
      SkippedRecord(origin: Self.half.origin, reason: "gone", count: RecordCount(91, isEstimated: true)))
    func convert(_ share: Double) throws -> ShardConversion.Outcome {
      try ShardConversion(
        of: content, request: .null, folder: folder.file("shards"), limits: ShardLimits(samples: 10),
        unreadableLimit: share, pool: ThreadPool(threads: 1)
      ).run()
    }
    let error = #expect(throws: CorpusError.self) { try convert(0.9) }
    #expect(error?.description.hasPrefix("about 91 of 100 records cannot be converted, and at most 90 may be") == true)
    #expect(try convert(0.91).skipped == RecordCount(91, isEstimated: true))
    let list = try SourceFile.text(folder.file("shards/skipped.jsonl"))
    #expect(
      list == #"{"kind":"record","origin":"a.tar(byte 5120)","reason":"gone","count":91,"estimated":true}"# + "\n")
  }

  @Test("Training counts what was skipped when the corpus was opened")
  func training() throws {
    let skips = TrainingSkips(limit: 3, before: RecordCount(3, isEstimated: true))
    try skips.check(records: 100)
    skips.add(SkippedRecord(origin: Origin(file: "a", line: 1), reason: "bad"))
    let error = #expect(throws: CorpusError.self) { try skips.check(records: 100) }
    #expect(
      error?.description.hasPrefix(
        "about 4 of 100 records cannot be used (about 3 of them when the corpus was opened), and at most 3") == true)
  }
}

/// Records of one image each.
private enum SmallCorpus {
  static func images(_ folder: TemporaryFolder, count: Int) throws -> [CaptionedImage] {
    try (0..<count).map { number in
      try folder.write("\(number).png", bytes: try SmallPairs.bytes("scene.png"))
      return CaptionedImage(
        id: "\(number)", image: .file(folder.file("\(number).png")), split: .train,
        captions: [Caption(text: "\(number)", language: "en", role: .raw)], origin: Origin(file: "list", line: number))
    }
  }
}

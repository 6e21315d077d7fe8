import JSON
import Runtime
import TestSupport
import Testing

@testable import Corpora

/// What is lost is counted in records, wherever it is counted.
@Suite struct LostRecordsTests {
  private static let half = CorpusProblem(
    origin: Origin(file: "a.tar", place: .member("byte 5120")), reason: "the rest is lost",
    lost: LostRecords(1_040, isEstimated: true))

  @Test("Sums stay estimates, and a number beyond all reason does not trap")
  func sums() {
    #expect(1 + LostRecords(2, isEstimated: true) == LostRecords(3, isEstimated: true))
    #expect(LostRecords(.max) + 5 == LostRecords(.max) && LostRecords(-4) == 0)
    #expect((40 as LostRecords).sentence == "40 records" && Self.half.lost.sentence == "about 1,040 records")
  }

  @Test("A lost stretch weighs what the records that were read weigh, and one at least")
  func estimates() {
    func count(_ bytes: Int, _ records: Int, _ read: Int) -> Int {
      LostRecords.estimated(ofBytes: bytes, records: records, readBytes: read).count
    }
    #expect([count(1_000, 10, 500), count(120, 10, 500), count(1, 10, 500)] == [20, 2, 1])
    #expect([count(1_000, 0, 0), count(0, 10, 500), count(.max, .max, 1)] == [1, 1, .max])
  }

  @Test("A problem says how many records it costs where that is not one, in words and in lists")
  func words() {
    #expect("\(Self.half)" == "a.tar(byte 5120): the rest is lost (about 1,040 records)")
    #expect(
      Self.half.json.compactText
        == #"{"origin":"a.tar(byte 5120)","reason":"the rest is lost","lost":1040,"estimated":true}"#)
    let single = CorpusProblem(origin: Origin(file: "a", line: 3), reason: "bad")
    #expect("\(single)" == "a:3: bad" && single.json.compactText == #"{"origin":"a:3","reason":"bad","lost":1}"#)
    var parts = SkippedParts()
    parts.add(single)
    parts.add(Self.half)
    #expect(parts.sentence("Records") == "Records that cannot be read were left out: about 1,041, the first: a:3: bad.")
    #expect(
      parts.lines(atMost: 1) == ["left out: a:3: bad", "left out in all: about 1,041 records by 2 problems"])
    var hint = SkippedParts()
    hint.add(Origin(file: "a", line: 3), "odd", lost: 0)
    #expect(hint.sentence("Records") == "Records: none is lost, but a:3: odd." && !hint.isEmpty && hint.count == 0)
  }

  @Test("One problem of many records is above a limit that one record is not")
  func conversion() throws {
    let folder = try TemporaryFolder()
    var content = SourceContent(store: try ListedRecords(SmallCorpus.images(folder, count: 9)))
    content.problems.add(
      CorpusProblem(origin: Self.half.origin, reason: "gone", lost: LostRecords(91, isEstimated: true)))
    func convert(_ share: Double) throws -> ShardConversion.Outcome {
      try ShardConversion(
        of: content, request: .null, folder: folder.file("shards"), limits: ShardLimits(samples: 10),
        unreadableLimit: share, pool: ThreadPool(threads: 1)
      ).run()
    }
    let error = #expect(throws: CorpusError.self) { try convert(0.9) }
    #expect(error?.description.hasPrefix("about 91 of 100 records cannot be converted, and at most 90 may be") == true)
    #expect(try convert(0.91).leftOut == LostRecords(91, isEstimated: true))
    let list = try SourceFile.text(folder.file("shards/left-out.jsonl"))
    #expect(list == #"{"origin":"a.tar(byte 5120)","reason":"gone","lost":91,"estimated":true}"# + "\n")
  }

  @Test("Training counts what was lost when the corpus was opened")
  func training() throws {
    let problems = CorpusProblems(limit: 3, before: LostRecords(3, isEstimated: true))
    try problems.check(records: 100)
    problems.add(CorpusProblem(origin: Origin(file: "a", line: 1), reason: "bad"))
    let error = #expect(throws: CorpusError.self) { try problems.check(records: 100) }
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

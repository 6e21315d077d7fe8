import FoundationEssentials
import TestSupport
import Runtime
import Testing

@testable import Corpora

@Suite("What a corpus is now")
struct CorpusFingerprintTests {
  private static let lines = [
    #"{"image": "a.png", "captions": {"en": "one", "zh": "一"}}"#, #"{"image": "b.png", "captions": {"en": "two"}}"#,
    #"{"image": "c.png", "captions": {"zh": "三"}}"#,
  ]

  private static func fingerprint(_ folder: TemporaryFolder, at place: String = ".") throws -> CorpusFingerprint {
    let corpus = try PairCorpus(
      folder: folder.file(place), training: [CorpusSource(path: "l.jsonl")],
      heldOut: [
        .init(
          name: "exam", source: CorpusSource(path: "exam.jsonl"))
      ]
    ).open(pool: ThreadPool(threads: 1))
    return CorpusFingerprint(of: corpus)
  }

  private static func write(_ lines: [String], _ folder: TemporaryFolder, at place: String = ".") throws {
    try folder.write("\(place)/l.jsonl", lines.joined(separator: "\n"))
    try folder.write("\(place)/exam.jsonl", lines[0])
    for name in ["a", "b", "c"] { try folder.write("\(place)/\(name).png", bytes: [1, 2, 3]) }
  }

  @Test(
    "Whatever changes what is trained or asked changes it",
    arguments: ["caption", "language", "order", "fewer", "more", "image", "gone", "exam", "role"])
  func changes(what: String) throws {
    let folder = try TemporaryFolder()
    try Self.write(Self.lines, folder)
    let before = try Self.fingerprint(folder)
    var lines = Self.lines
    switch what {
    case "caption": lines[1] = lines[1].replacing("two", with: "too")
    case "language": lines[1] = lines[1].replacing("\"en\"", with: "\"de\"")
    case "order": lines.swapAt(1, 2)
    case "fewer": lines.removeLast()
    case "more": lines.append(lines[2].replacing("c.png", with: "d.png"))
    case "role": lines[1] = lines[1].replacing("\"two\"", with: "{\"synthetic\": \"two\"}")
    default: break
    }
    try folder.write("l.jsonl", lines.joined(separator: "\n"))
    switch what {
    case "image": try folder.write("b.png", bytes: [1, 2, 3, 4])
    case "gone": try FileManager.default.removeItem(atPath: folder.file("b.png"))
    case "exam": try folder.write("exam.jsonl", lines[1])
    default: break
    }
    #expect(try Self.fingerprint(folder).json != before.json)
  }

  @Test("A corpus that lies elsewhere, or is written anew, is the same")
  func same() throws {
    let folder = try TemporaryFolder()
    try Self.write(Self.lines, folder, at: "here")
    let before = try Self.fingerprint(folder, at: "here").json
    try Self.write(Self.lines, folder, at: "else/where")
    #expect(try Self.fingerprint(folder, at: "else/where").json == before)
    try Self.write(Self.lines, folder, at: "here")
    #expect(try Self.fingerprint(folder, at: "here").json == before)
    #expect(before["parts"]?.arrayValue?.map { $0["records"]?.intValue } == [3, 1])
    #expect(before["parts"]?.arrayValue?.first?["captioned"]?["train"]?["zh"]?.intValue == 2)
  }
}

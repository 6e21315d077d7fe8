import FoundationEssentials
import TestSupport
import Testing

@testable import Application
@testable import Corpora
@testable import Recipes

@Suite("Run folders")
struct RunFolderTests {
  @Test("a new run is named after its recipe, its languages and the time")
  func naming() {
    var recipe = Recipe()
    let moment = Date(timeIntervalSince1970: 1_700_000_000)
    #expect(RunFolder(newFor: recipe, now: moment).path == "runs/emoji-zh-20231114-221320")
    recipe.languages = ["zh", "en"]
    #expect(RunFolder(newFor: recipe, now: moment).path == "runs/emoji-zh+en-20231114-221320")
    recipe.languages = ["a", "b", "c", "d", "e"]
    #expect(RunFolder(newFor: recipe, now: moment).path == "runs/emoji-5-languages-20231114-221320")
  }

  @Test("what a run skips is listed once, also where the run began when the list was called left-out.jsonl")
  func skipped() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.path)
    func record(_ line: Int, _ kind: SkippedRecord.Kind = .record) -> SkippedRecord {
      SkippedRecord(kind, origin: Origin(file: "a.jsonl", line: line), reason: "bad")
    }
    func lines(_ name: String) throws -> [Substring] {
      try String(contentsOfFile: folder.file(name), encoding: .utf8).split(separator: "\n")
    }
    try run.note(SkippedRecords())
    #expect(!FileManager.default.fileExists(atPath: folder.file("skipped.jsonl")))
    let old = #"{"origin":"a.jsonl:3","reason":"bad","lost":1}"# + "\n"
    try Data(old.utf8).write(to: URL(filePath: folder.file("left-out.jsonl")))
    var skipped = SkippedRecords()
    for line in [3, 5] { skipped.add(record(line, .image)) }
    for _ in 0..<2 {
      try run.note(skipped)
      #expect(
        try lines("skipped.jsonl") == [
          #"{"kind":"record","origin":"a.jsonl:3","reason":"bad","count":1}"#,
          #"{"kind":"image","origin":"a.jsonl:5","reason":"bad","count":1}"#,
        ])
    }
    skipped.add(record(7))
    try run.note(skipped)
    #expect(try lines("skipped.jsonl").count == 3)
    #expect(!FileManager.default.fileExists(atPath: folder.file("left-out.jsonl")))
  }

  @Test("the newest run is one that was trained, where there is any")
  func newest() throws {
    let folder = try TemporaryFolder()
    for name in ["trained", "refused"] {
      try FileManager.default.createDirectory(
        atPath: folder.file("\(name)/checkpoints"), withIntermediateDirectories: true)
      try Data("{}".utf8).write(to: URL(filePath: folder.file("\(name)/recipe.json")))
    }
    let alone = try RunFolder.newest(in: folder.path).path
    #expect([folder.file("trained"), folder.file("refused")].contains(alone))
    let other = alone == folder.file("trained") ? "refused" : "trained"
    try Data("x".utf8).write(to: URL(filePath: folder.file("\(other)/checkpoints/latest")))
    #expect(try RunFolder.newest(in: folder.path).path == folder.file(other))
  }

  @Test("no run is a sentence")
  func none() {
    #expect(throws: (any Error).self) { try RunFolder.newest(in: "/nonexistent") }
  }
}

import Foundation
import TestSupport
import Testing

/// Runs that go on after somebody has changed their files.
@Suite struct ChangedCorpusTests {
  private static let image = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAAGElEQVR42mNkYKhQYWBAQywMRgyYgHJRALL4AirD4/OIAAAAAElF"
      + "TkSuQmCC")

  private let world: SmallWorld

  init() throws { world = try SmallWorld() }

  private func write(_ caption: (Int) -> String) throws {
    let lines = (0..<40).map { #"{"image": "\#($0).png", "captions": {"zh": "\#(caption($0))"}}"# }
    try world.write("captions.jsonl", lines.joined(separator: "\n"))
  }

  private func train() throws -> CommandResult {
    let bytes = try #require(Self.image)
    for number in 0..<40 { try bytes.write(to: URL(filePath: world.folder.file("\(number).png"))) }
    try write { "图片\($0)" }
    let source = #"[{"path": "\#(world.folder.file("captions.jsonl"))"}]"#
    try world.write(
      "recipe.json",
      #"{"languages": ["zh"], "corpus": {"kind": "pairs", "training": \#(source), "evaluation": \#(source)}}"#)
    let fields = [
      "rendering.fonts=\(world.fontStack)", "image.imageSize=32", "model.variant=mu", "model.embedding=16",
      "training.batch=16",
    ]
    let words = ["--config", world.folder.file("recipe.json"), "--out", "run", "--steps", "3", "--threads", "1"]
    return try BuiltCommand.train.run(words + fields.flatMap { ["--set", $0] }, home: world.home)
  }

  private func resume(steps: Int = 5, _ more: [String] = []) throws -> CommandResult {
    try BuiltCommand.train.run(["--resume", "--out", "run", "--steps", "\(steps)"] + more, home: world.home)
  }

  @Test("A run whose captions have changed goes on only where that is wanted, and one whose have not goes on")
  func captions() throws {
    let trained = try train()
    #expect(trained.code == 0, "\(trained.errors)")
    try write { $0 % 2 == 0 ? "别的\($0)" : "图片\($0)" }
    let refused = try resume()
    #expect(refused.code == 1, "\(refused.errors)")
    for part in [
      "the corpus is not the one that this run was trained on", "\n  parts[0].content: was ",
      "\n  parts[1].content: was ",
      "pass --ignore-corpus",
    ] { #expect(refused.errors.contains(part), "\(refused.errors)") }
    try write { "图片\($0)" }
    let same = try resume()
    #expect(same.code == 0, "\(same.errors)")
    try write { "新的\($0)" }
    let wanted = try resume(steps: 6, ["--ignore-corpus"])
    #expect(wanted.code == 0, "\(wanted.errors)")
    // From then on the new files are the run's.
    let again = try resume(steps: 7)
    #expect(again.code == 0, "\(again.errors)")
  }

  @Test("Records that were added are counted in the refusal; a new run takes no --ignore-corpus")
  func records() throws {
    #expect(try train().code == 0)
    let path = world.folder.file("captions.jsonl")
    let old = try String(contentsOfFile: path, encoding: .utf8)
    try world.write("captions.jsonl", old + "\n" + #"{"image": "0.png", "captions": {"zh": "又一个"}}"#)
    let refused = try resume()
    #expect(refused.code == 1 && refused.errors.contains("parts[0].records: was 40, is 41"), "\(refused.errors)")
    let lonely = try BuiltCommand.train.run(["--ignore-corpus", "--dry-run"], home: world.home)
    #expect(lonely.code == 2 && lonely.errors.contains("would change nothing without --resume"), "\(lonely.errors)")
  }
}

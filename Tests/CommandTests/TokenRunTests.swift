import Foundation
import TestSupport
import Testing

/// Runs whose models read captions as tokens.
@Suite("Runs with tokens", .serialized)
struct TokenRunTests {
  @Test(
    "A tower of tokens is trained, resumed, measured and searched",
    arguments: [
      ["model.tower=twin", "model.text.tokenizer.kind=wordPiece"],
      ["model.tower=sharedTokens", "model.text.tokenizer.kind=clip"],
      ["model.tower=twin", "model.text.architecture=bert", "model.text.tokenizer.kind=sentencePiece"],
      ["model.tower=twin", "model.text.architecture=clip", "model.text.tokenizer.kind=bytes", "model.text.width=16"],
    ])
  func walk(settings: [String]) throws {
    let world = try SmallWorld()
    let chosen = settings.flatMap { ["--set", $0] }
    let trained = try BuiltCommand.train.run(world.training("run") + chosen, home: world.home)
    #expect(trained.code == 0, "\(trained.errors)")
    #expect(trained.output.contains("composition"))
    let resumed = try BuiltCommand.train.run(
      ["--resume", "--out", world.folder.file("run"), "--steps", "12"], home: world.home)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let found = try BuiltCommand.search.run(["--run", world.folder.file("run"), "红色的心"], home: world.home)
    #expect(found.code == 0 && !found.output.isEmpty, "\(found.errors)")
    let measured = try BuiltCommand.eval.run(["--run", world.folder.file("run")], home: world.home)
    #expect(measured.code == 0 && measured.output.contains("composition"), "\(measured.errors)")
  }

  @Test("Another vocabulary than the one that was trained with is refused, a missing one too")
  func vocabulary() throws {
    let world = try SmallWorld()
    let trained = try BuiltCommand.train.run(
      world.training("run") + ["--set", "model.tower=twin"], home: world.home)
    #expect(trained.code == 0, "\(trained.errors)")
    let file = world.folder.file("run/tokenizer/vocab.txt")
    let vocabulary = try String(contentsOfFile: file, encoding: .utf8)
    func search() throws -> CommandResult {
      try BuiltCommand.search.run(["--run", world.folder.file("run"), "心"], home: world.home)
    }
    var lines = vocabulary.split(separator: "\n").map(String.init)
    lines.swapAt(10, 11)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
    let other = try search()
    #expect(other.code == 1 && other.errors.contains("trained with another tokenizer"), "\(other.errors)")
    try FileManager.default.removeItem(atPath: file)
    let missing = try search()
    #expect(missing.code == 1 && missing.errors.contains("vocab.txt"), "\(missing.errors)")
  }
}

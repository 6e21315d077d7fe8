import Foundation
import TestSupport
import Testing

@Suite("Commands", .serialized)
struct CommandTests {
  /// Every command, so that all of them are tried.
  private static let all = BuiltCommand.allCases

  @Test("every command explains itself and says its version", arguments: all)
  func help(command: BuiltCommand) throws {
    let home = try TemporaryFolder()
    let help = try command.run(["--help"], home: home.path)
    #expect(help.code == 0)
    #expect(help.output.hasPrefix("Usage: \(command.rawValue) "))
    #expect(help.output.contains("Options:"))
    #expect(help.errors == "")
    let version = try command.run(["--version"], home: home.path)
    #expect(version.output.hasPrefix("\(command.rawValue) "))
  }

  @Test("every command answers a wrong option with a sentence and 2", arguments: all)
  func wrongOption(command: BuiltCommand) throws {
    let home = try TemporaryFolder()
    let result = try command.run(["--hlep"], home: home.path)
    #expect(result.code == 2)
    #expect(result.errors == "\(command.rawValue): unknown option --hlep; did you mean --help?\n")
  }

  @Test("a run is trained, searched and evaluated")
  func wholeWalk() throws {
    let world = try SmallWorld()
    let trained = try BuiltCommand.train.run(world.training("run"), home: world.home)
    #expect(trained.code == 0, "\(trained.errors)")
    #expect(trained.output.contains("composition"))
    for name in ["summary.json", "report.html", "metrics.jsonl", "recipe.json", "index.clippo"] {
      #expect(FileManager.default.fileExists(atPath: world.folder.file("run/\(name)")), "\(name)")
    }

    try expectCorpusVersion(in: world, output: trained.output)

    let found = try BuiltCommand.search.run(
      ["红色的心", "--run", world.folder.file("run"), "--top", "4"], home: world.home)
    #expect(found.code == 0, "\(found.errors)")
    #expect(found.output.split(separator: "\n").count == 6)
    #expect(FileManager.default.fileExists(atPath: world.folder.file("run/search.png")))

    let evaluated = try BuiltCommand.eval.run(
      ["--run", world.folder.file("run"), "--threads", "1"], home: world.home)
    #expect(evaluated.code == 0, "\(evaluated.errors)")
    #expect(evaluated.output == trained.output && !evaluated.errors.contains("the corpus is another"))
    try expectOtherCorpusIsSaid(in: world, output: trained.output)

    let counted = try BuiltCommand.eval.run(
      ["--run", world.folder.file("run"), "--threads", "1", "--protocol", "chinese-clip"], home: world.home)
    #expect(counted.code == 0 && counted.output.contains("chinese-clip: every caption;"), "\(counted.errors)")
    let file = try #require(FileManager.default.contents(atPath: world.folder.file("run/recall-chinese-clip.json")))
    #expect(String(decoding: file, as: UTF8.self).contains("\"protocol\": \"chinese-clip\""))
    let unknown = try BuiltCommand.eval.run(["--protocol", "coco"], home: world.home)
    #expect(unknown.code == 2 && unknown.errors.contains("clip-benchmark"), "\(unknown.errors)")
  }

  /// A run that was measured on another corpus, as on another release of the distribution.
  private func expectOtherCorpusIsSaid(in world: SmallWorld, output: String) throws {
    let path = world.folder.file("run/summary.json")
    let fingerprint = try #require(output.split(separator: " ").last?.trimmingCharacters(in: .newlines))
    let summary = try String(contentsOfFile: path, encoding: .utf8)
    try world.write("run/summary.json", summary.replacing(fingerprint, with: "00000000000000ff"))
    let again = try BuiltCommand.eval.run(["--run", world.folder.file("run"), "--threads", "1"], home: world.home)
    #expect(again.code == 0 && again.output == output)
    #expect(
      again.errors.contains("the corpus is another than when the run was last measured (emoji corpus"),
      "\(again.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains(fingerprint))
  }

  /// Terminal, summary, report and log name the corpus that recall was measured on.
  private func expectCorpusVersion(in world: SmallWorld, output: String) throws {
    func read(_ name: String) throws -> String {
      try String(contentsOfFile: world.folder.file("run/\(name)"), encoding: .utf8)
    }
    let line = try #require(output.split(separator: "\n").last)
    let words = try #require(
      line.wholeMatch(of: /emoji corpus \(Unicode CLDR (.+), Unicode emoji data (.+), .*\), (.*)/))
    let fingerprint = try #require(line.split(separator: " ").last)
    #expect(fingerprint.count == 16)
    let summary = try read("summary.json")
    #expect(
      summary.contains("\"Unicode CLDR\": \"\(words.1)\"") && summary.contains("\"fingerprint\": \"\(fingerprint)\""))
    #expect(try read("report.html").contains(line))
    #expect(try read("metrics.jsonl").contains("\"corpus\":\"\(fingerprint)\""))
  }

  @Test("the weights of the best evaluation are the run's model where the recipe says so")
  func bestWeights() throws {
    let world = try SmallWorld()
    let trained = try BuiltCommand.train.run(
      world.training("run", ["--set", "training.selectCheckpoint=best"]), home: world.home)
    #expect(trained.code == 0, "\(trained.errors)")
    let summary = try String(contentsOfFile: world.folder.file("run/summary.json"), encoding: .utf8)
    #expect(summary.contains("\"measured_step\": 3"), "\(summary)")
    let measured = try BuiltCommand.eval.run(["--run", world.folder.file("run")], home: world.home)
    #expect(measured.code == 0 && measured.output == trained.output, "\(measured.errors)")
    try world.damage(world.find("model.safetensors", in: "run/best"))
    let damaged = try BuiltCommand.eval.run(["--run", world.folder.file("run")], home: world.home)
    #expect(damaged.code == 1 && damaged.errors.contains("run/best/checkpoint-0000003"), "\(damaged.errors)")
  }

  @Test("a run that was stopped and resumed ends as one that was not, to the last bit")
  func exactResume() throws {
    let world = try SmallWorld()
    // A rate that does not depend on the run's length, so that a short run is the beginning of a long one.
    let constant = ["--set", "schedule.kind=constant", "--set", "schedule.warmup=0"]
    let whole = try BuiltCommand.train.run(world.training("whole", constant + ["--steps", "40"]), home: world.home)
    #expect(whole.code == 0, "\(whole.errors)")
    let first = try BuiltCommand.train.run(world.training("parts", constant + ["--steps", "17"]), home: world.home)
    #expect(first.code == 0, "\(first.errors)")
    let second = try BuiltCommand.train.run(
      ["--resume", "--out", world.folder.file("parts"), "--steps", "40"], home: world.home)
    #expect(second.code == 0, "\(second.errors)")
    #expect(second.output == whole.output)
    for name in ["model.safetensors", "optimizer.safetensors"] {
      let files = ["whole", "parts"].map { "\($0)/checkpoints/checkpoint-0000040/\(name)" }
      let bytes = files.map { FileManager.default.contents(atPath: world.folder.file($0)) }
      #expect(bytes[0] != nil)
      #expect(bytes[0] == bytes[1], "\(name) differs")
    }
  }

  @Test("an interrupted run saves, says how to go on, and ends with 130")
  func interruption() throws {
    let world = try SmallWorld()
    let metrics = world.folder.file("run/metrics.jsonl")
    let stopped = try BuiltCommand.train.run(
      world.training("run", ["--steps", "1000000", "--seconds", "60"]), home: world.home,
      interruptWhen: (metrics, "\"step\":3,"))
    #expect(stopped.code == 130, "\(stopped.errors)")
    #expect(stopped.errors.contains("go on with: clippo-train --resume --out \(world.folder.file("run"))"))
    let found = try BuiltCommand.search.run(["text", "--run", world.folder.file("run")], home: world.home)
    #expect(found.code == 0, "\(found.errors)")
  }
}

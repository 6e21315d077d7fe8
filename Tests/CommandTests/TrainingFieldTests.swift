import Foundation
import TestSupport
import Testing

/// Fields of `training` away from their defaults, several at once, through the command that people type.
@Suite("Fields of training together", .serialized)
struct TrainingFieldTests {
  private static let small = #""model": {"variant": "mu", "embedding": 16}, "image": {"imageSize": 32}"#

  /// What changes memory and threads alone: the losses are those without it, to rounding where chunks are cut otherwise.
  @Test(
    "what saves memory or prepares ahead does not change what is learned",
    arguments: [
      ["activationCheckpointing=none", "loaderThreads=2", "prefetch=1"],
      ["activationCheckpointing=block", "microBatchTokens=40", "activationMemoryGiB=0.00001"],
      ["activationCheckpointing=block", "loaderThreads=1", "microBatchTokens=1"],
      ["activationCheckpointing=normsAndActivations", "activationMemoryGiB=0.001", "prefetch=4", "loaderThreads=3"],
    ])
  func sameLosses(fields: [String]) throws {
    let world = try PairWorld()
    let recipe = try world.recipe("recipe.json", Self.small)
    let common = ["training.precision=float32", "training.emaDecay=0.9"]
    let plain = try world.train(recipe, to: "plain", steps: 4, fields: common)
    #expect(plain.code == 0, "\(plain.errors)")
    let other = try world.train(recipe, to: "other", steps: 4, fields: common + fields.map { "training.\($0)" })
    #expect(other.code == 0, "\(other.errors)")
    let (expected, losses) = (try world.losses("plain"), try world.losses("other"))
    #expect(losses.count == 4 && expected.count == 4)
    for (one, two) in zip(expected, losses) { #expect(abs(one - two) < 1e-4 * one, "\(expected), \(losses)") }
  }

  @Test(
    "what changes the numbers trains, saves and goes on to the bit",
    arguments: [
      ["precision=bfloat16", "gradientClipNorm=0", "selectCheckpoint=last", "activationCheckpointing=block"],
      ["precision=bfloat16x3", "gradientClipNorm=0.1", "emaDecay=0.99", "microBatchTokens=50"],
      ["precision=automatic", "emaDecay=0", "loaderThreads=2", "activationMemoryGiB=0.00001", "microBatchTokens=64"],
    ])
  func goesOn(fields: [String]) throws {
    let world = try PairWorld()
    let recipe = try world.recipe(
      "recipe.json", Self.small, #""optimizer": {"kind": "adafactor"}, "objective": {"kind": "siglip"}"#)
    try world.goesOn(recipe, fields: fields.map { "training.\($0)" })
  }

  @Test("Muon trains beside AdamW, saves and goes on to the bit, and a plan says which parameters it updates")
  func muon() throws {
    let world = try PairWorld()
    let recipe = try world.recipe(
      "recipe.json", Self.small,
      #""optimizer": {"kind": "muon", "adamw": {"learningRate": 0.0003}}, "objective": {"kind": "siglip"}"#,
      #""training": {"parameterGroups": [{"parameters": "encoder/embedding/", "frozen": true}]}"#)
    let fields = ["training.precision=bfloat16", "training.emaDecay=0.9"]
    try world.goesOn(recipe, fields: fields)
    let plan = try BuiltCommand.train.run(
      ["--config", recipe, "--dry-run"] + (fields + ["training.batch=8"]).flatMap { ["--set", $0] }, home: world.home)
    #expect(plan.code == 0, "\(plan.errors)")
    for (parameter, word) in [
      ("encoder/block0/attention/qkv/kernel", "Muon in 3 parts"), ("encoder/block0/mlp/down/kernel", "Muon"),
      ("encoder/block0/mlp/down/bias", "AdamW"), ("encoder/head/kernel", "AdamW"), ("logScale", "AdamW"),
      ("encoder/embedding/kernel", "frozen"),
    ] {
      let line = plan.output.split(separator: "\n").first { $0.hasPrefix(parameter) }
      #expect(line?.hasSuffix("  \(word)") == true, "\(parameter): \(plan.output)")
    }
    #expect(plan.output.contains("GFLOP for the optimizer's products"))
  }

  @Test("the best weights are kept with an average, in the middle of a run that goes on")
  func best() throws {
    let world = try PairWorld()
    let recipe = try world.recipe("recipe.json", Self.small)
    let fields = ["training.selectCheckpoint=best", "training.emaDecay=0.5", "training.evaluateQueries=5"]
    let begun = try world.train(recipe, to: "run", steps: 3, fields: fields)
    #expect(begun.code == 0, "\(begun.errors)")
    let resumed = try world.resume("run", steps: 6)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let found = try BuiltCommand.search.run(["--run", world.world.folder.file("run"), "a cat"], home: world.home)
    #expect(found.code == 0 && !found.output.isEmpty, "\(found.errors)")
  }
}

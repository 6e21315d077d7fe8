import Foundation
import TestSupport
import Testing

/// What `clippo-compare` does.
@Suite("Comparing", .serialized)
struct CompareTests {
  /// A comparison of two models of the small world, over as many steps.
  private func comparison(_ world: SmallWorld, steps: Int, more: String = "") throws -> String {
    try world.write(
      "compare.json",
      """
      {"name": "small", "recipe": {"corpus": {"packages": "\(world.packages)"}, "rendering": {"fonts": "\(world.fontStack)"},
       "image": {"imageSize": 32}, "model": {"variant": "mu", "embedding": 16},
       "training": {"batch": 16, "steps": \(steps), "threads": 1}},
       "models": [{"name": "pixels"}, {"name": "twin", "set": ["model.tower=twin"]}], "seeds": [0, 1]\(more)}
      """)
  }

  @Test("Models are trained and compared; what is finished is not trained again; finished runs are compared too")
  func walk() throws {
    let world = try SmallWorld()
    let file = try comparison(world, steps: 3)
    let out = world.folder.file("out")
    let compared = try BuiltCommand.compare.run([file, "--out", out], home: world.home)
    #expect(compared.code == 0, "\(compared.errors)")
    #expect(compared.output.contains("twin: ΔR@1") && compared.output.contains("composition"))
    let page = try String(contentsOfFile: out + "/comparison.html", encoding: .utf8)
    #expect(page.contains("two towers, ") && page.utf8.count < 5_000_000)
    let again = try BuiltCommand.compare.run([file, "--out", out, "--parallel", "2"], home: world.home)
    #expect(again.code == 0 && again.errors.contains("pixels-seed0 is finished"), "\(again.errors)")
    #expect(again.output == compared.output ? true : false, "comparing again gives other numbers")

    let finished = try BuiltCommand.compare.run(
      [out + "/pixels-seed0", out + "/twin-seed0", "--no-robustness", "--out", world.folder.file("two")],
      home: world.home)
    #expect(finished.code == 0 && finished.output.contains("pixels-seed0"), "\(finished.errors)")
    let unlike = try BuiltCommand.compare.run([out + "/pixels-seed0", out + "/twin-seed1"], home: world.home)
    #expect(unlike.code == 1 && unlike.errors.contains("trained with other seeds"), "\(unlike.errors)")
    #expect(unlike.errors.contains("--allow-mismatch"))
    let anyway = try BuiltCommand.compare.run(
      [
        out + "/pixels-seed0", out + "/twin-seed1", "--allow-mismatch", "--no-robustness", "--out",
        world.folder.file("two"),
      ],
      home: world.home)
    #expect(anyway.code == 0 && anyway.output.hasPrefix("! "), "\(anyway.errors)")
  }

  @Test("Settings are tried before, and the report says which was kept; languages never trained on are asked")
  func tuning() throws {
    let world = try SmallWorld()
    let file = try comparison(
      world, steps: 8,
      more: """
        , "tuning": {"settings": ["optimizer.learningRate=0.001", "optimizer.learningRate=0.002"], "share": 0.5,
         "set": ["corpus.splitSeed=5"]}, "unseen": ["en"]
        """)
    let out = world.folder.file("out")
    let compared = try BuiltCommand.compare.run([file, "--seeds", "0", "--out", out], home: world.home)
    #expect(compared.code == 0, "\(compared.errors)")
    #expect(compared.output.contains("never trained on"), "\(compared.output)")
    let notes = try String(contentsOfFile: out + "/comparison.md", encoding: .utf8)
    #expect(notes.contains("| pixels | optimizer.learningRate=0.001 |") && notes.contains("| kept |"))
    let kept = try #require(notes.split(separator: "\n").first { $0.hasPrefix("| twin |") && $0.hasSuffix("| kept |") })
    let rate = kept.contains("=0.002") ? "0.002" : "0.001"
    let recipe = try String(contentsOfFile: out + "/twin-seed0/recipe.json", encoding: .utf8)
    #expect(recipe.contains("\"learningRate\": \(rate)"))
    #expect(recipe.contains("\"splitSeed\": 0") && recipe.contains("\"steps\": 8"))
    // What was tried under another setting's number must not be taken for it.
    let changed = try BuiltCommand.compare.run(
      [file, "--seeds", "0", "--out", out, "--set", "optimizer.weightDecay=0.5"], home: world.home)
    #expect(changed.code == 1 && changed.errors.contains("was begun with another recipe"), "\(changed.errors)")
    let trained = try BuiltCommand.compare.run(
      [file, "--seeds", "0", "--out", out, "--unseen", "zh"], home: world.home)
    #expect(trained.code == 1 && trained.errors.contains("zh is not a language that training held nothing of"))
  }

  @Test("The plan says what equal computation means")
  func plan() throws {
    let world = try SmallWorld()
    let file = try comparison(world, steps: 1000)
    let plan = try BuiltCommand.compare.run([file, "--dry-run", "--equalize", "flops"], home: world.home)
    #expect(plan.code == 0 && plan.output.contains("4 runs, seeds 0, 1"), "\(plan.errors)")
    let steps = plan.output.split(separator: "\n").filter { $0.hasPrefix("pixels") || $0.hasPrefix("twin") }
    #expect(steps.count == 2 && steps[0].contains("1,000") && !steps[1].contains(" 1,000 "), "\(plan.output)")
    let seconds = try BuiltCommand.compare.run(
      [file, "--dry-run", "--equalize", "seconds", "--set", "training.seconds=0"], home: world.home)
    #expect(seconds.code == 1 && seconds.errors.contains("equal seconds need a number of seconds"))
    let nothing = try BuiltCommand.compare.run([], home: world.home)
    #expect(nothing.code == 2 && nothing.errors.contains("name a comparison, a recipe, or the folders of runs"))
    let missing = try BuiltCommand.compare.run(["no.json"], home: world.home)
    #expect(missing.code == 1 && missing.errors.contains("no.json"))
  }
}

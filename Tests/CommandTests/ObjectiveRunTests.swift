import Foundation
import TestSupport
import Testing

/// Runs with every kind of objective, through the command that people type.
@Suite("Runs with published objectives", .serialized)
struct ObjectiveRunTests {
  private static let small = #""model": {"variant": "mu", "embedding": 16}, "image": {"imageSize": 32}"#
  private static let plain =
    #""image": {"imageSize": 32, "cacheSize": 32, "patchKeepRate": 1, "augmentation": {"kind": "none"}}"#

  @Test(
    "each trains, and goes on to the bit",
    arguments: [
      #"{"kind": "clip", "maxLogitScale": 100, "directions": "sum", "labelSmoothing": 0.1}"#,
      #"{"kind": "siglip", "maxLogitScale": 50}"#,
      #"{"kind": "align"}"#,
      #"{"kind": "unicl", "needsLabels": true}"#,
      #"{"kind": "nlip", "warmUpSteps": 2, "refitSteps": 2}"#,
      #"{"kind": "weighted", "terms": [{"weight": 0.5, "objective": {"kind": "align"}}, {"objective": {"kind": "unicl"}}]}"#,
      #"{"kind": "otter"}"#,
      #"{"kind": "albef", "queueSize": 20, "distillationRampSteps": 4}"#,
      #"{"kind": "univlc", "queueSize": 20}"#,
      #"{"kind": "slip", "hiddenWidth": 32, "headWidth": 16}"#,
    ])
  func kinds(objective: String) throws {
    let world = try PairWorld(labels: { $0 < 12 ? "class \($0 % 3)" : nil })
    try world.goesOn(try world.recipe("recipe.json", Self.small, "\"objective\": \(objective)"))
  }

  @Test("an average of the weights covers what tokens are compared by, and goes on to the bit")
  func averagedHeads() throws {
    let world = try PairWorld()
    let recipe = try world.recipe("recipe.json", Self.small, #""objective": {"kind": "filip", "embedding": 8}"#)
    try world.goesOn(recipe, fields: ["training.emaDecay=0.9"])
    let file = "objective.safetensors"
    #expect(try world.checkpoint("whole", 6, file) == world.checkpoint("parts", 6, file))
    let plain = try world.train(recipe, to: "plain", steps: 6)
    #expect(plain.code == 0, "\(plain.errors)")
    #expect(try world.losses("plain") == world.losses("whole"))
    // What is measured is not what the same steps end with.
    #expect(try world.checkpoint("plain", 6, file) != world.checkpoint("whole", 6, file))
  }

  @Test("a file of entities is named by its place in a sum, and a run goes on with those alone that it was begun with")
  func entities() throws {
    let world = try PairWorld()
    let file = world.world.folder.file("entities.txt")
    let recipe = try world.recipe(
      "recipe.json", Self.small,
      #""objective": {"kind": "weighted", "terms": [{"objective": {"kind": "clip"}}, {"objective": {"kind": "bagformer", "embedding": 8, "entities": "\#(file)"}}]}"#
    )
    let place = "objective.terms[1].objective.entities: "
    let missing = try world.train(recipe, to: "run", steps: 1)
    #expect(missing.code == 1 && missing.errors.contains(place) && missing.errors.contains(file), "\(missing.errors)")
    try Data("red\nblue\n".utf8).write(to: URL(filePath: file))
    let begun = try world.train(recipe, to: "run", steps: 1)
    #expect(begun.code == 0, "\(begun.errors)")
    try Data("red\nblue\nsun\n".utf8).write(to: URL(filePath: file))
    let refused = try world.resume("run", steps: 2)
    #expect(
      refused.code == 1 && refused.errors.contains("\(place)\(file) holds other entities than when"),
      "\(refused.errors)")
    try Data("blue\nred\n".utf8).write(to: URL(filePath: file))
    let resumed = try world.resume("run", steps: 2)
    #expect(resumed.code == 0, "\(resumed.errors)")
  }

  @Test("a run that begins with another one begins with its heads too, or says that they begin anew")
  func pretrainedHeads() throws {
    let world = try PairWorld()
    func recipe(_ name: String, _ width: Int) throws -> String {
      try world.recipe(
        "\(name).json", Self.small, #""objective": {"kind": "filip", "embedding": \#(width)}"#,
        #""training": {"parameterGroups": [{"parameters": "objective/", "frozen": true}]}"#)
    }
    let base = try world.train(recipe("base", 8), to: "base", steps: 1, fields: ["seed=5"])
    #expect(base.code == 0, "\(base.errors)")
    let pretrained = ["model.pretrained=\(world.home)/base"]
    let same = try world.train(recipe("same", 8), to: "same", steps: 1, fields: pretrained)
    #expect(same.code == 0 && !same.errors.contains("begin anew"), "\(same.errors)")
    let heads = try world.arrays("same", 1, file: "objective.safetensors")
    #expect(heads.count == 2)
    #expect(try heads == world.arrays("base", 1, file: "objective.safetensors"))
    let wider = try world.train(recipe("wider", 16), to: "wider", steps: 1, fields: pretrained)
    #expect(wider.code == 0 && wider.errors.contains("the objective's heads begin anew"), "\(wider.errors)")

    // What is searched was not trained, and a measurement that was asked for leaves the summary alone.
    let found = try BuiltCommand.search.run(
      ["query", "cat", "--run", world.world.folder.file("base")], home: world.home)
    #expect(found.code == 0 && found.errors.contains("vectors that are searched were not trained"), "\(found.errors)")
    let summary = world.world.folder.file("base/summary.json")
    let before = try Data(contentsOf: URL(filePath: summary))
    let measured = try BuiltCommand.eval.run(
      ["retrieval", "--run", world.world.folder.file("base"), "--compare", "embeddings"], home: world.home)
    #expect(measured.code == 0, "\(measured.errors)")
    #expect(try Data(contentsOf: URL(filePath: summary)) == before)
    let plan = try BuiltCommand.train.run(
      ["--config", try recipe("plan", 8), "--dry-run", "--set", "training.batch=8"], home: world.home)
    #expect(plan.output.contains("objective/tokens/image/kernel"), "\(plan.errors)")

    // What a run began with is in its checkpoint: it goes on without the other run.
    try FileManager.default.removeItem(atPath: world.world.folder.file("base"))
    let resumed = try world.resume("same", steps: 2)
    #expect(resumed.code == 0, "\(resumed.errors)")
  }

  @Test("a file of rewrites of which no line is drawn is refused, with what to do")
  func otherRewrites() throws {
    let world = try PairWorld()
    try world.world.write("rewrites.txt", PairWorld.words.map { "ein \($0)" }.joined(separator: "\n"))
    let recipe = try world.recipe("recipe.json", Self.small)
    func train(_ language: String, to run: String) throws -> CommandResult {
      let training =
        #"corpus.training=[{"path": "pairs.jsonl", "rewrites": [{"path": "rewrites.txt", "language": "\#(language)"}]}]"#
      return try world.train(recipe, to: run, steps: 1, fields: [training])
    }
    let refused = try train("de", to: "german")
    #expect(
      refused.code == 1
        && refused.errors.contains("corpus.training[0].rewrites[0], rewrites.txt: no line of it is drawn"),
      "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: world.world.folder.file("german")))
    let drawn = try train("en", to: "english")
    #expect(drawn.code == 0, "\(drawn.errors)")
  }

  @Test(
    "those that compare token by token, weigh two captions, or learn from two languages go on to the bit too",
    arguments: [
      #"{"kind": "filip", "embedding": 8}"#,
      #"{"kind": "bagformer", "embedding": 8, "entities": "entities.txt"}"#,
      #"{"kind": "alip"}"#,
      #"{"kind": "unix2"}"#,
      #"{"kind": "weighted", "terms": [{"objective": {"kind": "filip", "embedding": 8}}, {"objective": {"kind": "bagformer", "embedding": 8}}, {"objective": {"kind": "filip", "embedding": 8, "padding": "zero"}}]}"#,
    ])
  func furtherKinds(objective: String) throws {
    let world = try PairWorld(further: { word in
      (#", "synthetic": ["picture of \#(word)"]"#, #", "de": {"translation": ["das \#(word)"]}"#)
    })
    try world.world.write("entities.txt", PairWorld.words.joined(separator: "\n"))
    let languages = objective.contains("unix2") ? [#"languages=["en", "de"]"#] : []
    try world.goesOn(
      try world.recipe("recipe.json", Self.small, "\"objective\": \(objective)"),
      fields: ["training.emaDecay=0.9"] + languages)
  }

  @Test("token heads behind a locked tower go on to the bit")
  func lockedTokens() throws {
    let world = try PairWorld()
    try base(world, tower: "twinPages")
    let recipe = try world.recipe(
      "recipe.json", Self.small,
      #""objective": {"kind": "wukong", "embedding": 8, "reducedTokens": 4}, "training": {"emaDecay": 0.9}"#)
    try world.goesOn(recipe, fields: ["model.tower=twinPages", "model.pretrained=\(world.home)/base"])
  }

  @Test(
    "with a queue, a teacher, losses of records and a mixture, killed at ten moments, a run ends as one that was not")
  func killed() throws {
    let world = try PairWorld()
    let objective = #"""
      {"kind": "weighted", "terms": [{"objective": {"kind": "albef", "queueSize": 20, "distillationRampSteps": 4}},
       {"objective": {"kind": "nlip", "warmUpSteps": 3, "refitSteps": 2}}]}
      """#
    let recipe = try world.recipe("recipe.json", Self.small, "\"objective\": \(objective)")
    let fields = ["training.emaDecay=0.9", "training.checkpointEvery=5"]
    let whole = try world.train(recipe, to: "whole", steps: 400, fields: fields)
    #expect(whole.code == 0, "\(whole.errors)")
    let begun = try world.train(recipe, to: "parts", steps: 2, fields: fields)
    #expect(begun.code == 0, "\(begun.errors)")
    var kills = 0
    for _ in 0..<10 {
      let seconds = Double.random(in: 0...0.5)
      let ended = try BuiltCommand.train.run(
        ["--resume", "--out", world.world.folder.file("parts"), "--steps", "400"], home: world.home, seconds: seconds)
      kills += ended.code == 128 + SIGKILL ? 1 : 0
      #expect([0, 128 + SIGKILL].contains(ended.code), "after \(seconds) s: \(ended.errors)")
    }
    // A fast machine may be through before the last of them, but not within the first.
    #expect(kills > 1)
    let resumed = try world.resume("parts", steps: 400)
    #expect(resumed.code == 0, "\(resumed.errors)")
    try world.expectAlike("whole", "parts", 400)
  }

  @Test("captions that were shuffled on purpose are known again, and records that nobody judges are not listed")
  func noise() throws {
    let world = try PairWorld()
    let recipe = try world.recipe(
      "recipe.json", Self.small, #""objective": {"kind": "nlip", "warmUpSteps": 4, "refitSteps": 2}"#)
    func noise(_ run: String, _ more: String...) throws -> CommandResult {
      try BuiltCommand.eval.run(["noise", "--run", world.world.folder.file(run)] + more, home: world.home)
    }
    let shuffled = try world.train(recipe, to: "shuffled", steps: 8, fields: ["corpus.shuffledFraction=0.25"])
    #expect(shuffled.code == 0, "\(shuffled.errors)")
    let found = try noise("shuffled", "--out", "noise.json", "--out", "noise.html")
    #expect(found.code == 0, "\(found.errors)")
    #expect(
      found.output.contains("Records that training has met: 24")
        && found.output.contains("of the 6 records with shuffled captions against the others"), "\(found.output)")
    let page = try String(contentsOfFile: "\(world.home)/noise.html", encoding: .utf8)
    #expect(page.contains("Most doubted") && page.contains(", shuffled"))
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: "\(world.home)/noise.json")))
    let results = try #require((json as? [String: Any])?["results"] as? [String: Any])
    #expect(results["shuffled"] as? Int == 6 && (results["rows"] as? [Any])?.count == 24)
    let area = try #require(results["area"] as? Double)
    #expect((0...1).contains(area))

    let plain = try world.train(recipe, to: "plain", steps: 2)
    #expect(plain.code == 0, "\(plain.errors)")
    let early = try noise("plain")
    #expect(early.code == 1 && early.errors.contains("shorter than objective.warmUpSteps"), "\(early.errors)")
    let other = try world.train(world.recipe("clip.json", Self.small), to: "clip", steps: 2)
    #expect(other.code == 0, "\(other.errors)")
    let none = try noise("clip")
    #expect(none.code == 1 && none.errors.contains("keeps nothing of the records"), "\(none.errors)")
  }

  @Test("a caption that is drawn twice looks otherwise, or is refused, and a plan counts what is shown once more")
  func drawnTwice() throws {
    let world = try PairWorld()
    let objective =
      #""objective": {"kind": "slip", "hiddenWidth": 32, "headWidth": 16, "imageViews": 0, "textViews": 1}"#
    let alike = try world.train(world.recipe("alike.json", Self.small, objective), to: "run", steps: 3)
    #expect(
      alike.code == 1
        && alike.errors.contains("rendering.viewAugmentation: slip learns from a caption that is drawn twice"),
      "\(alike.errors)")
    let recipe = try world.recipe("recipe.json", Self.small, objective)
    let fields = ["sizeLow=0.8", "sizeHigh=1.3", "narrowing=4"].map { "rendering.viewAugmentation.\($0)" }
    try world.goesOn(recipe, fields: fields)
    let plan = try BuiltCommand.train.run(
      ["--config", recipe, "--dry-run", "--set", "training.batch=8"] + fields.flatMap { ["--set", $0] },
      home: world.home)
    #expect(plan.output.contains("8 photos of") && plan.output.contains("and 24 pages"), "\(plan.errors)\(plan.output)")
  }

  @Test("a corpus without labels is refused by an objective that needs them, before anything is trained")
  func labels() throws {
    let world = try PairWorld()
    let recipe = try world.recipe("recipe.json", Self.small, #""objective": {"kind": "unicl"}"#)
    let refused = try world.train(recipe, to: "run", steps: 3)
    #expect(
      refused.code == 1
        && refused.errors.contains("the objective unicl learns from labels, and none of the 24 records"),
      "\(refused.errors)")
    #expect(!FileManager.default.fileExists(atPath: world.world.folder.file("run")))
  }

  @Test("a locked tower needs one apart from the texts', and weights")
  func lock() throws {
    let world = try PairWorld()
    let recipe = try world.recipe("recipe.json", Self.small, #""objective": {"kind": "lit"}"#)
    let shared = try world.train(recipe, to: "run", steps: 3)
    #expect(
      shared.code == 1 && shared.errors.contains("objective.kind: lit locks the image tower, and model.tower shared"),
      "\(shared.errors)")
    let random = try world.train(recipe, to: "run", steps: 3, fields: ["model.tower=twin"])
    #expect(
      random.code == 1 && random.errors.contains("model.pretrained: lit locks the image tower as it begins"),
      "\(random.errors)")
    let varied = try world.train(
      recipe, to: "run", steps: 3, fields: ["model.tower=twin", "model.pretrained=\(world.home)/gone"])
    #expect(
      varied.code == 1 && varied.errors.contains("objective.reuseImageEmbeddings: images are embedded once"),
      "\(varied.errors)")
  }

  /// A run whose image tower others lock.
  private func base(_ world: PairWorld, tower: String) throws {
    let recipe = try world.recipe("base.json", Self.small)
    let trained = try world.train(recipe, to: "base", steps: 4, fields: ["model.tower=\(tower)"])
    #expect(trained.code == 0, "\(trained.errors)")
  }

  @Test("a locked image tower stays as it is to the bit, and reading its images once or every time trains alike")
  func lockedImages() throws {
    let world = try PairWorld()
    try base(world, tower: "shared")
    let lit =
      #""objective": {"kind": "lit"}, "model": {"variant": "mu", "embedding": 16, "pretrained": "\#(world.home)/base"}"#
    let recipe = try world.recipe("lit.json", Self.plain, lit)
    let fields = ["model.tower=twin", "training.emaDecay=0.9", "training.precision=float32"]
    try world.goesOn(recipe, fields: fields)
    let plan = try BuiltCommand.train.run(
      ["--config", recipe, "--dry-run", "--set", "training.batch=8"] + fields.flatMap { ["--set", $0] },
      home: world.home)
    #expect(plan.output.contains("8 photos whose embeddings are known and 8 texts"), "\(plan.errors)\(plan.output)")
    #expect(plan.output.contains("\ntrained "))
    let again = try world.train(
      recipe, to: "again", steps: 6, fields: fields + ["objective.reuseImageEmbeddings=false"])
    #expect(again.code == 0, "\(again.errors)")
    for (once, every) in zip(try world.losses("whole"), try world.losses("again")) {
      #expect(abs(once - every) < 1e-5 * every)
    }
    let (before, after) = (try world.arrays("base", 4), try world.arrays("whole", 6))
    let images = after.filter { $0.key.hasPrefix("image/") }
    #expect(images.count > 10)
    for (name, bytes) in images { #expect(bytes == before["encoder/" + name.dropFirst(6)], "\(name)") }
    #expect(after["text/head/kernel"] != (try world.arrays("parts", 3))["text/head/kernel"])
  }

  @Test(
    "a reader learns a teacher's text vectors in front of its image tower, from captions alone or with images",
    arguments: ["0", "0.5"])
  func distillation(images: String) throws {
    let world = try PairWorld()
    try base(world, tower: "twin")
    let recipe = try world.recipe(
      "student.json", Self.plain.replacing("\"imageSize\": 32, ", with: ""),
      #""objective": {"kind": "distillation", "teacher": "\#(world.home)/base"}"#, #""model": {"tower": "twin"}"#)
    let textPairs = images == "0" ? ["corpus.textPairFraction=0"] : []
    let fields = ["training.emaDecay=0.9", "objective.images=\(images)"] + textPairs
    try world.goesOn(recipe, fields: fields)
    let (teacher, student) = (try world.arrays("base", 4), try world.arrays("whole", 6))
    for (name, bytes) in student where name.hasPrefix("image/") { #expect(bytes == teacher[name], "\(name)") }

    // Another teacher is noticed.
    let other = try world.train(
      world.recipe("other.json", Self.small), to: "other", steps: 2, fields: ["model.tower=twin", "seed=9"])
    #expect(other.code == 0, "\(other.errors)")
    try FileManager.default.removeItem(atPath: world.world.folder.file("base"))
    try FileManager.default.moveItem(
      atPath: world.world.folder.file("other"), toPath: world.world.folder.file("base"))
    let refused = try world.resume("parts", steps: 8)
    #expect(
      refused.code == 1 && refused.errors.contains("are not those that the run was begun with"), "\(refused.errors)")

    // Captions alone open no image.
    let photos = world.world.folder.file("photos")
    if images == "0" {
      for word in PairWorld.words { try Data("no image".utf8).write(to: URL(filePath: "\(photos)/\(word).png")) }
      let blind = try world.train(recipe, to: "blind", steps: 2, fields: fields + ["corpus.evaluation=[]"])
      #expect(blind.code == 0, "\(blind.errors)")
    }
  }

  @Test(
    "a run begins with all towers of another one whose objective differs, and with a clone where the recipe says so")
  func pretrained() throws {
    let world = try PairWorld()
    try base(world, tower: "twinPages")
    let groups = #"[{"parameters": "image/", "frozen": true}, {"parameters": "text/block0/", "frozen": true}]"#
    let recipe = try world.recipe(
      "next.json", Self.small, #""training": {"parameterGroups": \#(groups)}, "objective": {"kind": "siglip"}"#)
    let fields = ["model.tower=twinPages", "model.pretrained=\(world.home)/base"]
    let all = try world.train(recipe, to: "all", steps: 1, fields: fields)
    #expect(all.code == 0 && all.errors.contains("had no bias on its logits"), "\(all.errors)")
    let cloned = try world.train(
      recipe, to: "cloned", steps: 1, fields: fields + ["model.page.initializeFromImageTower=true"])
    #expect(cloned.code == 0 && cloned.errors.contains("the text tower begins as the image tower"), "\(cloned.errors)")
    let (before, same, clone) = (
      try world.arrays("base", 4), try world.arrays("all", 1), try world.arrays("cloned", 1)
    )
    let locked = before.keys.filter { $0.hasPrefix("text/block0/") }
    #expect(locked.count > 5)
    for name in locked {
      let image = "image/" + name.dropFirst(5)
      #expect(same[name] == before[name] && clone[name] == before[image], "\(name)")
    }
    let kept = try world.metrics("all", "logit_scale")
    let reset = try world.train(
      recipe, to: "reset", steps: 1, fields: fields + ["model.resetLogitScale=true", "objective.logitScale=3"])
    #expect(reset.code == 0 && !reset.errors.contains("had no bias"), "\(reset.errors)")
    #expect(kept.count == 1 && abs(kept[0] - 3) > 1)
    #expect(try world.metrics("reset", "logit_scale").allSatisfy { abs($0 - 3) < 1e-3 })
    let named = try world.train(recipe, to: "x", steps: 1, fields: ["model.pretrained="])
    #expect(named.code == 2 || named.errors.contains("model.pretrained: names no run"), "\(named.errors)")
  }

  @Test("parameters are trained in groups; one that no name belongs to is refused")
  func groups() throws {
    let world = try PairWorld()
    let groups =
      #""training": {"parameterGroups": [{"parameters": "encoder/block0/", "frozen": true}, {"parameters": "encoder/", "learningRateFactor": 0.1, "weightDecay": 0}]}"#
    let recipe = try world.recipe("recipe.json", Self.small, groups)
    try world.goesOn(recipe, fields: ["training.emaDecay=0.9"])
    let wrong = try world.recipe(
      "wrong.json", Self.small, #""training": {"parameterGroups": [{"parameters": "towers/", "frozen": true}]}"#)
    let refused = try world.train(wrong, to: "refused", steps: 3)
    #expect(
      refused.code == 1 && refused.errors.contains("no parameter's name begins with 'towers/'"), "\(refused.errors)")
  }
}

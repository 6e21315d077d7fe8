import Foundation
import TestSupport
import Testing

/// Runs whose captions are pages that another tower reads than images.
@Suite("Runs with a tower for pages", .serialized)
struct PageRunTests {
  /// An image of 7 × 5 pixels and one of a single color.
  private static let images = MeasuredWorld.images.map { Data(base64Encoded: $0) }

  /// Forty images with two captions each, as pairs, half of them pairs of texts or of views.
  private func recipe(_ world: SmallWorld, _ model: String) throws -> [String] {
    for number in 0..<40 {
      let bytes = try #require(Self.images[number % 2])
      try bytes.write(to: URL(filePath: world.folder.file("\(number).png")))
    }
    let lines = (0..<40).map {
      #"{"image": "\#($0).png", "captions": {"zh": ["图片\#($0)", "第\#($0)张"]}}"#
    }
    try world.write("captions.jsonl", lines.joined(separator: "\n"))
    let source = #"[{"path": "\#(world.folder.file("captions.jsonl"))"}]"#
    try world.write(
      "recipe.json",
      """
      {"languages": ["zh"], "rendering": {"fonts": "\(world.fontStack)"}, "image": {"imageSize": 32},
       "corpus": {"kind": "pairs", "training": \(source), "evaluation": \(source), "textPairFraction": 0.3,
                  "imageViewFraction": 0.2},
       "model": {"tower": "twinPages", "variant": "mu", "embedding": 16\(model)},
       "schedule": {"kind": "constant", "warmup": 0}, "training": {"batch": 16, "threads": 1}}
      """)
    return ["--config", world.folder.file("recipe.json")]
  }

  @Test(
    "Pairs of texts and of views train both towers; a run that was stopped and resumed ends as one that was not",
    arguments: [
      #", "page": {"initializeFromImageTower": true}"#,
      // The image tower of CLIP beside a plain page tower with smaller patches.
      #", "architecture": "clip", "page": {"architecture": "vit", "pooling": "map", "width": 16, "depth": 2, "patch": 8}"#,
    ])
  func exactResume(model: String) throws {
    let world = try SmallWorld()
    let words = try recipe(world, model)
    func train(_ out: String, steps: Int, _ more: [String] = []) throws -> CommandResult {
      try BuiltCommand.train.run(["--out", world.folder.file(out), "--steps", "\(steps)"] + more, home: world.home)
    }
    let planned = try BuiltCommand.train.run(words + ["--dry-run"], home: world.home)
    #expect(planned.code == 0 && planned.output.contains("text/embedding/kernel"), "\(planned.errors)")
    #expect(planned.output.contains("16 photos of 2 patches and 16 pages of at most 84"))
    // Chunks so small that some are embedded twice.
    let small = ["--set", "training.microBatchTokens=30", "--set", "training.activationMemoryGiB=0.0001"]
    let whole = try train("whole", steps: 12, words + small)
    #expect(whole.code == 0, "\(whole.errors)")
    let first = try train("parts", steps: 5, words + small)
    #expect(first.code == 0, "\(first.errors)")
    let second = try train("parts", steps: 12, ["--resume"])
    #expect(second.code == 0 && second.output == whole.output, "\(second.errors)")
    for name in ["model.safetensors", "optimizer.safetensors"] {
      let bytes = ["whole", "parts"].map {
        FileManager.default.contents(atPath: world.folder.file("\($0)/checkpoints/checkpoint-0000012/\(name)"))
      }
      let isSame = bytes[0] != nil && bytes[0] == bytes[1]
      #expect(isSame, "\(name) differs")
    }
    let report = try String(contentsOfFile: world.folder.file("whole/report.html"), encoding: .utf8)
    #expect(report.contains("Two vision transformers, one for images and one for drawn captions"))
  }

  @Test("The page tower is trained in front of a locked image tower, which is that of another run")
  func locked() throws {
    let world = try SmallWorld()
    #expect(try BuiltCommand.train.run(world.training("base"), home: world.home).code == 0)
    let settings = [
      "model.tower=twinPages", "model.page.initializeFromImageTower=true",
      "model.pretrained=\(world.folder.file("base"))",
      "objective.kind=lit", "image.augmentation.kind=none", "image.patchKeepRate=1",
    ]
    let trained = try BuiltCommand.train.run(
      world.training("lit") + settings.flatMap { ["--set", $0] }, home: world.home)
    #expect(trained.code == 0 && trained.output.contains("composition"), "\(trained.errors)")
    let images = try ["base", "lit"].map { run in
      let listed = try BuiltCommand.weights.run(["export", run, "--out", "\(run)-out"], home: world.home)
      #expect(listed.code == 0, "\(listed.errors)")
      return try self.kernel(run == "base" ? "encoder" : "image", of: world.folder.file("\(run)-out/model.safetensors"))
    }
    #expect(images[0] == images[1])
    let page = try kernel("text", of: world.folder.file("lit-out/model.safetensors"))
    #expect(page.count == images[0].count && page != images[0])
  }

  /// The bytes of a tower's patch embedding.
  private func kernel(_ tower: String, of path: String) throws -> Data {
    let file = try Data(contentsOf: URL(filePath: path))
    let length = file.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    let header = try JSONSerialization.jsonObject(with: file[8..<8 + length]) as? [String: Any]
    let entry = try #require(header?["\(tower)/embedding/kernel"] as? [String: Any])
    let places = try #require(entry["data_offsets"] as? [Int])
    return Data(file[8 + length + places[0]..<8 + length + places[1]])
  }

  @Test("A run is searched, indexed, measured, probed, exported and compared with another")
  func walk() throws {
    let measured = try MeasuredWorld()
    let (world, run) = (measured.world, measured.world.folder.file("runs/apart"))
    let settings = [
      "model.tower=twinPages", "model.architecture=clip", "model.page.architecture=vit", "model.page.patch=8",
      "model.page.depth=2",
    ]
    let trained = try BuiltCommand.train.run(
      world.training("runs/apart") + settings.flatMap { ["--set", $0] }, home: world.home)
    #expect(trained.code == 0 && trained.output.contains("composition"), "\(trained.errors)")

    func search(_ words: String...) throws -> CommandResult {
      try BuiltCommand.search.run(words + ["--run", run], home: world.home)
    }
    let found = try search("query", "红色的心", "--html", "found.html")
    #expect(found.code == 0 && !found.output.isEmpty, "\(found.errors)")
    #expect(try measured.text("found.html").contains("红色的心"))
    let indexed = try search("index", "photos", "--index", "photos.clippo")
    #expect(indexed.code == 0, "\(indexed.errors)")
    let inIndex = try search("query", "图", "--index", "photos.clippo", "--json")
    #expect(inIndex.code == 0 && inIndex.output.contains("photos/0.png"), "\(inIndex.output)")
    let byImage = try search("query", "--image", "photos/1.png", "--index", "photos.clippo", "--json")
    #expect(byImage.code == 0 && byImage.output.contains("photos/1.png"), "\(byImage.output)")

    for (words, part) in [
      (["--run", run], "composition"), (["retrieval", "--run", run, "--data", "photos", "--lang", "zh"], "R@1"),
      (["zeroshot", "--run", run, "--data", "classes", "--lang", "en"], "Top 1: "),
      (["probe", "--run", run, "--data", "classes", "--train", "classes/train", "--shots", "1"], "ridge, 1 shot"),
      (["diagnose", "--run", run], "Modality gap"), (["robustness", "--run", run, "--lang", "zh"], "By script"),
    ] {
      let result = try measured.eval(words)
      #expect(result.code == 0 && result.output.contains(part), "\(words): \(result.output) \(result.errors)")
    }
    try world.write(
      "questions.jsonl", #"{"image": "photos/0.png", "question": "什么?", "answer": "图"}"#)
    let asked = try measured.eval(["vqa", "--run", run, "--data", "questions.jsonl", "--train", "questions.jsonl"])
    #expect(asked.code == 1 && asked.errors.contains("with a tower each"), "\(asked.errors)")

    let exported = try BuiltCommand.weights.run(["export", "runs/apart", "--out", "w"], home: world.home)
    #expect(exported.code == 0, "\(exported.errors)")
    #expect(try measured.text("w/model.json").contains(#""tower": "twinPages""#))
    let compared = try BuiltCommand.compare.run(
      ["runs/small", "runs/apart", "--no-robustness", "--allow-mismatch", "--out", "compared"], home: world.home)
    #expect(compared.code == 0, "\(compared.errors)")
    let page = try measured.text("compared/comparison.html")
    #expect(page.contains("two towers, captions as pixels") && page.contains("one tower, captions as pixels"))
  }
}

import Foundation
import TestSupport
import Testing

/// A small world with a corpus of pairs whose images are drawn words.
struct PairWorld {
  let world: SmallWorld
  var home: String { world.home }

  static let words = [
    "red", "blue", "sun", "moon", "cat", "dog", "tree", "house", "fish", "bird", "star", "rain", "snow", "milk",
    "bread",
    "tea", "book", "shoe", "door", "road", "ship", "hand", "eye", "ear",
  ]

  /// - Parameters:
  ///   - labels: of the images by number; nil where one has none.
  ///   - further: captions of each word beside its own, by language and role, as members of a record's `captions`.
  init(labels: (Int) -> String? = { _ in nil }, further: (String) -> (own: String, others: String) = { _ in ("", "") })
    throws
  {
    world = try SmallWorld()
    try FileManager.default.createDirectory(
      atPath: world.folder.file("photos"), withIntermediateDirectories: true)
    for word in Self.words {
      let drawn = try BuiltCommand.render.run(
        [word, "photos/\(word).png", "--font-stack", world.fontStack, "--rows", "3", "--columns", "3"], home: home)
      #expect(drawn.code == 0, "\(drawn.errors)")
    }
    let lines = Self.words.enumerated().map { number, word in
      let label = labels(number).map { #", "label": ["\#($0)"]"# } ?? ""
      let (own, others) = further(word)
      return
        #"{"image": "photos/\#(word).png", "split": "train", "captions": {"en": {"raw": ["a \#(word)", "one \#(word)"]\#(label)\#(own)}\#(others)}}"#
    }
    try world.write("pairs.jsonl", lines.joined(separator: "\n"))
  }

  /// A recipe of a few steps whose end does not change what a step does.
  ///
  /// - Parameter sections: beside the corpus; each a member of the recipe.
  func recipe(_ name: String, _ sections: String...) throws -> String {
    try world.write(
      name,
      """
      {"languages": ["en"], "schedule": {"kind": "constant", "warmup": 0},
       "corpus": {"kind": "pairs", "folder": "\(home)", "textPairFraction": 0.25, "training": [{"path": "pairs.jsonl"}],
        "evaluation": [{"path": "pairs.jsonl", "name": "all"}]},
       "rendering": {"fonts": "\(world.fontStack)"}\(sections.map { ",\n \($0)" }.joined())}
      """)
  }

  /// - Parameter fields: beside what makes a run small, as with `--set`.
  func train(_ recipe: String, to run: String, steps: Int, fields: [String] = []) throws -> CommandResult {
    let small = ["training.batch=8", "training.evaluateEvery=1000", "training.seconds=0"]
    return try BuiltCommand.train.run(
      ["--config", recipe, "--out", world.folder.file(run), "--steps", "\(steps)", "--threads", "2"]
        + (small + fields).flatMap { ["--set", $0] }, home: home)
  }

  func resume(_ run: String, steps: Int) throws -> CommandResult {
    try BuiltCommand.train.run(
      ["--resume", "--out", world.folder.file(run), "--steps", "\(steps)"], home: home)
  }

  /// Trains `whole` in six steps at once and `parts` stopped in the middle, and compares them to the bit.
  func goesOn(_ recipe: String, fields: [String] = []) throws {
    let whole = try train(recipe, to: "whole", steps: 6, fields: fields)
    #expect(whole.code == 0, "\(whole.errors)")
    let begun = try train(recipe, to: "parts", steps: 3, fields: fields)
    #expect(begun.code == 0, "\(begun.errors)")
    let resumed = try resume("parts", steps: 6)
    #expect(resumed.code == 0, "\(resumed.errors)")
    try expectAlike("whole", "parts", 6)
  }

  /// Compares the arrays of two runs' checkpoints after so many steps, and all losses until then, to the bit.
  func expectAlike(_ one: String, _ two: String, _ step: Int) throws {
    let files = try arrayFiles(one, step)
    #expect(files.contains("model.safetensors") && files.contains("optimizer.safetensors"))
    #expect(try files == arrayFiles(two, step))
    for file in files { #expect(try checkpoint(one, step, file) == checkpoint(two, step, file), "\(file)") }
    #expect(try losses(one) == losses(two))
  }

  private func arrayFiles(_ run: String, _ step: Int) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: checkpointFolder(run, step))
      .filter { $0.hasSuffix(".safetensors") }.sorted()
  }

  /// A run that was at its end already and went on has a checkpoint of that step under a name of its own.
  private func checkpointFolder(_ run: String, _ step: Int) -> String {
    let digits = String(step)
    let folder = world.folder.file("\(run)/checkpoints")
    let name = "checkpoint-" + String(repeating: "0", count: 7 - digits.count) + digits
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return folder + "/" + (names.filter { $0 == name || $0.hasPrefix(name + ".") }.max() ?? name)
  }

  /// A file of the run's only checkpoint after so many steps.
  func checkpoint(_ run: String, _ step: Int, _ file: String = "model.safetensors") throws -> Data {
    try Data(contentsOf: URL(filePath: "\(checkpointFolder(run, step))/\(file)"))
  }

  /// The bytes of every array of a run's model, or of another file of its checkpoint, after so many steps.
  func arrays(_ run: String, _ step: Int, file name: String = "model.safetensors") throws -> [String: Data] {
    let file = try checkpoint(run, step, name)
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: file[8..<8 + length]) as? [String: Any] ?? [:]
    return header.compactMapValues { member in
      guard let ends = (member as? [String: Any])?["data_offsets"] as? [Int] else { return nil }
      return Data(file[8 + length + ends[0]..<8 + length + ends[1]])
    }
  }

  /// The losses of a run's steps.
  func losses(_ run: String) throws -> [Double] { try metrics(run, "loss") }

  /// A figure of a run's steps.
  func metrics(_ run: String, _ name: String) throws -> [Double] {
    let text = try String(contentsOfFile: world.folder.file("\(run)/metrics.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?[name] as? Double
    }
  }
}

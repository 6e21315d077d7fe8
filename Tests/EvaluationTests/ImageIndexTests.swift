import Console
import FoundationEssentials
import MadeUpEmbeddings
import Tensors
import Testing

@testable import Evaluation

@Suite struct ImageIndexTests {
  func index(_ count: Int = 4) throws -> ImageIndex {
    let images = (0..<count).map { number in
      ImageIndex.Image(
        id: "U+1F60\(number)", origin: "NotoColorEmoji.ttf:\(number)",
        names: [
          ImageIndex.Name(language: "zh", texts: ["笑脸 \(number)", "line\nbreak \u{2028} \"quoted\""]),
          ImageIndex.Name(language: "en", texts: []),
        ])
    }
    return try ImageIndex(images: images, width: 5, values: madeUpTable(count, width: 5, seed: 8).values)
  }

  @Test(arguments: [0, 1, 4]) func whatIsWrittenIsReadBack(count: Int) throws {
    try withTemporaryFolder { folder in
      let written = try index(count)
      try written.write(toFolder: folder)
      #expect(try ImageIndex(folder: folder) == written)
    }
  }

  @Test func aSearchFindsTheImageItself() throws {
    let index = try index()
    let hits = try index.search(Array(index.embeddings[2]).map { $0 * 7 }, limit: 3)
    #expect(hits.count == 3)
    #expect(hits.first?.index == 2)
    #expect(abs((hits.first?.score ?? 0) - 1) < 1e-6)
  }

  @Test func aQueryOfAnotherWidthIsRefused() throws {
    #expect(throws: EvaluationError.self) { try index().search([1, 0], limit: 3) }
    #expect(throws: EvaluationError.self) { try index().search([], limit: 3) }
  }

  /// What is done to a run folder, and what the complaint must say.
  static let damages: [(name: String, damage: @Sendable (String) throws -> Void, complaint: String)] = [
    ("no list of images", { try remove($0 + "/index.jsonl") }, "index.jsonl: the file is missing"),
    ("no embeddings", { try remove($0 + "/index.safetensors") }, "index.safetensors"),
    ("a line that is no JSON", { try replace($0, line: 1, with: "{\"id\":") }, "index.jsonl:2"),
    (
      "a line without names", { try replace($0, line: 2, with: "{\"id\":\"a\",\"origin\":\"b\"}") },
      "index.jsonl:3: an image"
    ),
    (
      "names that are no list",
      { try replace($0, line: 0, with: "{\"id\":\"a\",\"origin\":\"b\",\"names\":{\"zh\":\"c\"}}") },
      "index.jsonl:1: \"names.zh\""
    ),
    ("one image too few", { try replace($0, line: 3, with: nil) }, "do not belong together"),
    (
      "another array",
      {
        try SafetensorsFile.write(
          [ArrayEntry(name: "other", shape: Shape([1]), floats: [1])], to: $0 + "/index.safetensors")
      }, "there is no array 'embeddings'"
    ),
    (
      "an array of one axis",
      {
        try SafetensorsFile.write(
          [ArrayEntry(name: "embeddings", shape: Shape([4]), floats: [1, 2, 3, 4])], to: $0 + "/index.safetensors")
      }, "should be float32 [images, width]"
    ),
  ]

  @Test(arguments: damages.indices) func damageIsASentence(index number: Int) throws {
    try withTemporaryFolder { folder in
      try index().write(toFolder: folder)
      try Self.damages[number].damage(folder)
      let error = #expect(throws: (any Error).self) { try ImageIndex(folder: folder) }
      let sentence = error.map { "\($0)" } ?? ""
      #expect(sentence.contains(Self.damages[number].complaint), "\(Self.damages[number].name): \(sentence)")
    }
  }

  private static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

  private static func replace(_ folder: String, line: Int, with text: String?) throws {
    let path = folder + "/index.jsonl"
    let content = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    var lines = content.split(separator: "\n").map(String.init)
    if let text { lines[line] = text } else { lines.remove(at: line) }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
  }
}

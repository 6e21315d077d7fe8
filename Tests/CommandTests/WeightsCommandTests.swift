import Foundation
import TestSupport
import Testing

/// `clippo-weights import` with the configurations of small models; see `ApplicationTests/Fixtures/pretrained`.
@Suite("Weights of other packages on the command line")
struct WeightsCommandTests {
  private static let fixtures =
    URL(filePath: #filePath).deletingLastPathComponent().path + "/../ApplicationTests/Fixtures/pretrained"

  private static func take(_ words: [String], home: String) throws -> CommandResult {
    try BuiltCommand.weights.run(["import"] + words + ["--precision", "float32"], home: home)
  }

  @Test("Everything that is taken for granted is printed with where it comes from")
  func printed() throws {
    let folder = try TemporaryFolder()
    let merges = "\(Self.fixtures)/merges.txt"
    let result = try Self.take(
      ["\(Self.fixtures)/clip-gelu/model.safetensors", "--tokenizer", merges, "--out", folder.file("run")],
      home: folder.path)
    #expect(result.code == 0, "\(result.errors)")
    for line in [
      ("GELU of the image tower", #"erf (exact) config.json: vision_config.hidden_act "gelu""#),
      ("GELU of the text tower", #"erf (exact) config.json: text_config.hidden_act "gelu""#),
      ("pixels", "OpenAI's mean and deviation preprocessor_config.json: image_mean"),
      ("how an image becomes a square", "crop preprocessor_config.json: size.shortest_edge 48"),
      ("how images are resized", "bicubic preprocessor_config.json: resample 3"),
      ("vocabulary", "\(merges) --tokenizer"),
      ("texts are read as", "none: by the tokenizer's own rules alone as transformers does; --texts names others"),
    ] {
      let words = (line.0 + " " + line.1).split(separator: " ")
      let isThere = result.output.split(separator: "\n").contains { $0.split(separator: " ").starts(with: words) }
      #expect(isThere, "\(line.0) in \(result.output)")
    }
  }

  @Test("A contradiction is said; a tag and a folder are understood; wrong words are refused")
  func options() throws {
    let folder = try TemporaryFolder()
    let vocabulary = ["--tokenizer", "\(Self.fixtures)/merges.txt"]
    let told = try Self.take(
      ["\(Self.fixtures)/open_clip-dfn5b", "--fit", "crop", "--out", folder.file("a")] + vocabulary, home: folder.path)
    #expect(told.code == 0, "\(told.errors)")
    #expect(
      told.output.contains(
        #"note: how an image becomes a square: crop is taken (--fit), although it is stretch by open_clip_config.json: preprocess_cfg.resize_mode "squash""#
      ), "\(told.output)")
    let tagged = try Self.take(
      ["\(Self.fixtures)/open_clip-half", "--pretrained", "ViT-B-32:laion2b_e16", "--out", folder.file("b")]
        + vocabulary,
      home: folder.path)
    #expect(tagged.code == 0, "\(tagged.errors)")
    let words = tagged.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("pixels OpenAI's mean and deviation the tag ViT-B-32:laion2b_e16"), "\(tagged.output)")
    #expect(tagged.output.contains("note: pixels: OpenAI's mean and deviation is taken"), "\(tagged.output)")
    let wrong = try Self.take(
      ["\(Self.fixtures)/open_clip-half", "--texts", "cn-clip", "--out", folder.file("c")] + vocabulary,
      home: folder.path)
    #expect(wrong.code == 1 && wrong.errors.contains("--texts cn-clip: these weights are CLIP as open_clip names it"))
  }
}

import Console
import Corpora
import FoundationEssentials
import JSON
import Models
import Pretrained
import Tensors
import TestSupport
import Testing
import Tokenizers

@testable import Application

@Suite("Weights of other programs")
struct WeightImportTests {
  /// Recorded from big_vision's own model; see the note beside it.
  private static let file =
    URL(filePath: #filePath).deletingLastPathComponent().path + "/../ParityTests/Fixtures/one_tower_map.npz"

  private static func parameters() throws -> [String: WeightArray] {
    try WeightArray.byName(NumpyArchive(path: file).arrays()).filter { $0.key.hasPrefix("params/") }
  }

  /// Writes arrays as big_vision would.
  private static func write(_ arrays: [String: WeightArray], to path: String) throws -> String {
    try NumpyArchive.write(
      arrays.sorted { $0.key < $1.key }.map { name, array in
        try ArrayEntry(name: name, shape: Shape(array.shape), floats: array.values)
      }, to: path)
    return path
  }

  /// The values of a run's parameters.
  private static func values(_ run: RunFolder) throws -> [String: [Float]] {
    let tower = try RunModel.load(run).model.tower
    return try Dictionary(
      uniqueKeysWithValues: tower.parameters.parameters.map { ($0.name, try $0.value.floatArray()) })
  }

  @Test("A run made of recorded weights holds them, and its recipe is CLIPPO's")
  func imported() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("run"))
    let recipe = try WeightImport().run(Self.file, into: run)
    #expect(recipe.name == "one_tower_map" && recipe.model.pooling == .map && recipe.image.imageSize == 64)
    #expect(
      recipe.rendering.renderer == .unifont && recipe.rendering.keepBlankPatches && recipe.rendering.lowercase
        && recipe.rendering.rows == 4)
    let values = try Self.values(run)
    let theirs = try Self.parameters()
    #expect(values["encoder/norm/scale"] == theirs["params/img/Transformer/encoder_norm/scale"]?.values)
    #expect(values["logScale"] == theirs["params/t"]?.values)
    #expect(throws: CommandError.self) { try WeightImport().run(Self.file, into: run) }
  }

  @Test(
    "Scanned blocks, older prefixes and bare parameters give the same run", arguments: ["", "opt/target/", "params/"])
  func forms(prefix: String) throws {
    let folder = try TemporaryFolder()
    var arrays: [String: WeightArray] = [:]
    for (name, array) in try Self.parameters() {
      let plain = name.dropFirst("params/".count)
      guard let range = plain.firstRange(of: "encoderblock_0/") else {
        if !plain.contains("encoderblock_") { arrays[prefix + plain] = array }
        continue
      }
      let second = try #require(
        try Self.parameters()["params/" + plain.replacing("encoderblock_0/", with: "encoderblock_1/")])
      arrays[prefix + plain[..<range.lowerBound] + "encoderblock/" + plain[range.upperBound...]] = WeightArray(
        shape: [2] + array.shape, values: array.values + second.values)
    }
    let (run, plain) = (RunFolder(path: folder.file("a")), RunFolder(path: folder.file("b")))
    _ = try WeightImport().run(Self.write(arrays, to: folder.file("scanned.npz")), into: run)
    _ = try WeightImport().run(Self.file, into: plain)
    let isSame = try Self.values(run) == Self.values(plain)
    #expect(isSame)
  }

  @Test("Chinese-CLIP's two towers become a run that reads with their vocabulary")
  func chineseCLIP() throws {
    let folder = try TemporaryFolder()
    let file =
      URL(filePath: #filePath).deletingLastPathComponent().path
      + "/../ParityTests/Fixtures/towers/chinese_clip.safetensors"
    let words =
      ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
      + (0..<35).compactMap { UnicodeScalar(0x4E00 + $0).map(String.init) }
    let vocabulary = folder.file("vocab.txt")
    try Data((words.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: vocabulary))
    var taking = WeightImport()
    taking.heads = 2
    taking.textHeads = 2
    let run = RunFolder(path: folder.file("run"))
    #expect(throws: CommandError.self) { try taking.run(file, into: run) }
    taking.tokenizer = vocabulary
    let recipe = try taking.run(file, into: run)
    #expect(
      recipe.model.tower == .twin && recipe.model.architecture == .clip && recipe.model.text.architecture == .bert)
    #expect(recipe.image.fit == .stretch && recipe.image.filter == .bicubic)
    let model = try RunModel.load(run).model
    let read = try model.readers.make().read("一丁", language: "zh", seed: nil)
    let table = try model.embedder.embed([read.sequence], ids: ["x"])
    #expect(table.width == 8 && read.sequence.count == 4)
    try Data((words.dropLast().joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: vocabulary))
    let error = #expect(throws: CommandError.self) { try taking.run(file, into: RunFolder(path: folder.file("other"))) }
    #expect(error.map { "\($0)".contains("its table has 40 tokens and") } == true)
  }

  @Test(
    "SigLIP's two towers, of any package, become a run that fills texts up",
    arguments: ["siglip", "siglip_naflex", "open_clip_siglip", "big_vision_last"])
  func sigLIP(name: String) throws {
    let folder = try TemporaryFolder()
    let tests = URL(filePath: #filePath).deletingLastPathComponent().path + "/.."
    let towers = tests + "/ParityTests/Fixtures/towers/"
    let isBigVision = name == "big_vision_last"
    let entries =
      try isBigVision
      ? NumpyArchive(path: towers + name + ".weights.npz").arrays()
      : SafetensorsFile(path: towers + name + ".safetensors").arrays()
    // The recorded table has 40 tokens and the vocabulary at hand more.
    let vocabulary = tests + "/TokenizersTests/Fixtures/unigram.model"
    let size = try SentencePiece(model: vocabulary).vocabularySize
    let tables = [
      "params/txt/Embed_0/embedding", "text_model.embeddings.token_embedding.weight", "text.token_embedding.weight",
    ]
    let table = try #require(tables.first { name in entries.contains { $0.name == name } })
    let longer = try entries.map { entry in
      guard entry.name == table else { return entry }
      let values = try entry.floats()
      return try ArrayEntry(
        name: table, shape: Shape([size, 16]), floats: values + (values.count..<size * 16).map { Float($0 % 7) / 7 })
    }
    let file = folder.file(isBigVision ? "w.npz" : "w.safetensors")
    if isBigVision { try NumpyArchive.write(longer, to: file) } else { try SafetensorsFile.write(longer, to: file) }
    var taking = WeightImport()
    taking.heads = 2
    taking.textHeads = 2
    taking.tokenizer = vocabulary
    taking.precision = .float32
    let run = RunFolder(path: folder.file("run"))
    let recipe = try taking.run(file, into: run)
    #expect(recipe.model.pooling == .map && recipe.model.text.pooling == .last && recipe.model.text.padToContext)
    let filter = isBigVision ? PhotoFilter.plain : name == "siglip_naflex" ? .bilinear : .bicubic
    #expect(recipe.image.fit == .stretch && recipe.image.filter == filter)
    guard recipe.objective.kindName == "sigmoidContrastive",
      case .sentencePiece(let pieces) = recipe.model.text.tokenizer
    else {
      Issue.record("the recipe is no SigLIP's")
      return
    }
    #expect(pieces.cleaning == (isBigVision ? .bigVision : name == "open_clip_siglip" ? .openClipCanonical : .siglip))
    let model = try RunModel.load(run).model
    let reader = try model.readers.make()
    for text in ["", "a cat", String(repeating: "a cat ", count: 20)] {
      #expect(try reader.read(text, language: "en", seed: nil).sequence.count == 12)
    }
    func tokens(_ text: String) throws -> [Int32] {
      guard case .tokens(let tokens) = try reader.read(text, language: "en", seed: nil).sequence else { return [] }
      return tokens
    }
    let isSame = try tokens("A cat!") == tokens("a cat")
    #expect(isSame == !isBigVision)
  }

  @Test("A grid of positions is resized with its corners kept, linear in between")
  func grid() throws {
    // A plane stays a plane.
    let values: [Float] = (0..<16).flatMap { place -> [Float] in [Float(place / 4), Float(place % 4) * 10] }
    let plane = WeightArray(shape: [1, 16, 2], values: values)
    let larger = try plane.resizedGrid(from: 4, to: 7)
    #expect(larger.shape == [1, 49, 2])
    for place in 0..<49 {
      let (down, across) = (larger.values[2 * place], larger.values[2 * place + 1])
      #expect(abs(down - Float(place / 7) / 2) < 1e-6 && abs(across - Float(place % 7) * 5) < 1e-5)
    }
    #expect(throws: ModelError.self) { try plane.resizedGrid(from: 3, to: 7) }
    let folder = try TemporaryFolder()
    var taking = WeightImport()
    taking.grid = 9
    let recipe = try taking.run(Self.file, into: RunFolder(path: folder.file("run")))
    #expect(recipe.image.imageSize == 144 && recipe.rendering.columns == 9 && recipe.model.gridRows == 9)
  }

  @Test("What is no such model is refused in a sentence that names the file")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("run"))
    let one = WeightArray(shape: [1], values: [1])
    var two = try Self.parameters()
    two["params/txt/Embed_0/embedding"] = one
    var short = try Self.parameters()
    short["params/img/head/bias"] = one
    let cases: [([String: WeightArray], String)] = [
      (["x": one], "there is no array 'img/embedding/kernel'"),
      (two, "'txt/Embed_0/embedding' has the shape [1], which should have 2 axes"),
      (short, "'img/head/bias'"),
    ]
    for (arrays, sentence) in cases {
      let file = try Self.write(arrays, to: folder.file("f.npz"))
      let error = #expect(throws: CommandError.self) { try WeightImport().run(file, into: run) }
      #expect(
        error.map { "\($0)".hasPrefix("\(file): ") && "\($0)".contains(sentence) } == true,
        "\(String(describing: error))")
    }
    try Data("no zip".utf8).write(to: URL(filePath: folder.file("g.npz")))
    #expect(throws: (any Error).self) { try WeightImport().run(folder.file("g.npz"), into: run) }
  }

  @Test("What is written for other programs is the run's parameters and says what they are")
  func exported() throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("run"))
    _ = try WeightImport().run(Self.file, into: run)
    let written = try WeightExport(run).write(to: folder.file("out"), caption: "a cat")
    #expect(written.count == 3)
    let arrays = try SafetensorsFile(path: written[0]).arrays()
    let values = try Self.values(run)
    #expect(try arrays.count == values.count && arrays.allSatisfy { try $0.floats() == values[$0.name] ?? [] })
    let text = try #require(FileManager.default.contents(atPath: written[1]))
    let json = try JSONValue(parsing: text, source: "model.json")
    #expect(json["vision"]?["pooling"]?.stringValue == "map" && json["grid"] == .array([4, 4]))
    let example = try NumpyArchive(path: written[2])
    #expect(
      Set(example.names).isSuperset(of: ["caption_patches", "caption_rows", "photo_embedding", "caption_embedding"]))
  }
}

@testable import Application
import Corpora
import FoundationEssentials
import JSON
import Tensors
import TestSupport
import Testing
import Tokenizers

@testable import Pretrained

/// Small towers with the configurations and the preparation of their packages, recorded by `Fixtures/pretrained/record.py`.
struct RecordedPackage: Sendable, CustomTestStringConvertible {
  let name: String
  /// The vocabulary among the fixtures; nil where it lies beside the weights.
  let vocabulary: String?
  var testDescription: String { name }

  static let all = [
    RecordedPackage(name: "clip-gelu", vocabulary: "merges.txt"),
    RecordedPackage(name: "clip-mixed", vocabulary: "merges.txt"),
    RecordedPackage(name: "open_clip-half", vocabulary: "merges.txt"),
    RecordedPackage(name: "open_clip-dfn5b", vocabulary: "merges.txt"),
    RecordedPackage(name: "open_clip-siglip", vocabulary: "c4.model"),
    RecordedPackage(name: "open_clip-siglip2", vocabulary: "gemma.model"),
    RecordedPackage(name: "open_clip-siglip2-378", vocabulary: "gemma.model"),
    RecordedPackage(name: "siglip-384", vocabulary: "c4.model"),
    RecordedPackage(name: "siglip2", vocabulary: "gemma.model"),
    RecordedPackage(name: "naflex", vocabulary: "gemma.model"),
    RecordedPackage(name: "chinese_clip", vocabulary: nil),
  ]

  static func named(_ name: String) throws -> RecordedPackage { try #require(all.first { $0.name == name }) }

  static func path(_ name: String) -> String { Fixture.path("pretrained/\(name)") }

  var folder: String { Self.path(name) }

  var recorded: [String: WeightArray] {
    get throws { try WeightArray.byName(NumpyArchive(path: "\(folder).npz").arrays()) }
  }

  var document: JSONValue {
    get throws {
      let path = "\(folder).json"
      return try JSONValue(parsing: #require(FileManager.default.contents(atPath: path)), source: path)
    }
  }

  /// The weights in a folder of their own, with these files beside them.
  func copy(into folder: TemporaryFolder, with files: [String: String] = [:]) throws -> String {
    let path = folder.file("w")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: "\(self.folder)/model.safetensors", toPath: "\(path)/model.safetensors")
    for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)")) }
    return path
  }

  /// An import in float32 with the vocabulary.
  func taking(_ change: (inout WeightImport) -> Void = { _ in }) -> WeightImport {
    var taking = WeightImport()
    taking.precision = .float32
    taking.tokenizer = vocabulary.map(Self.path)
    change(&taking)
    return taking
  }

  /// What a run makes of the recorded captions and images, against what was recorded.
  struct Likeness {
    /// Captions whose ids differ.
    var differing: [String] = []
    /// Smallest cosines.
    var texts: Float = -1
    var images: Float = -1
    /// Of images that had to be resized, which rounds otherwise than Pillow does, by a level at most.
    var resized: Float = 1
    var isSame: Bool { differing.isEmpty && texts > 0.99999 && images > 0.99999 && resized > 0.9999 }
  }

  func likeness(
    of run: RunFolder, form: String = "package", options: LoadingOptions = LoadingOptions()
  ) throws -> Likeness {
    let model = try RunModel.load(run, options: options).model
    let (recorded, document) = (try recorded, try document)
    let captions = try #require(document["captions"]?.arrayValue).compactMap(\.stringValue)
    let rows = try #require(document["ids"]?[form]?.arrayValue)
    let reader = try model.readers.make()
    let sequences = try captions.map { try reader.read($0, language: "en", seed: nil).sequence }
    var likeness = Likeness()
    for (place, sequence) in sequences.enumerated() {
      let expected = try #require(rows[place].arrayValue).compactMap { $0.intValue.map { Int32($0) } }
      guard case .tokens(let ids) = sequence, ids == expected else {
        likeness.differing.append(captions[place])
        continue
      }
    }
    let texts = try model.embedder.embed(sequences, ids: captions.indices.map { "\($0)" })
    likeness.texts = Self.cosines(texts.values, try #require(recorded["texts_\(form)"])).min() ?? -1
    let theirs = try #require(recorded["images"])
    let files = ["\(folder)/own.png", Self.path("wide.png"), Self.path("tall.png")].prefix(theirs.shape[0])
    let patches = try files.map { file in
      try model.recipe.photoPreparation.evaluationPatches(
        ofFile: Array(#require(FileManager.default.contents(atPath: file))))
    }
    let cosines = Self.cosines(try model.embedder.embed(patches, as: .image, ids: Array(files)).values, theirs)
    (likeness.images, likeness.resized) = (cosines.first ?? -1, cosines.dropFirst().min() ?? 1)
    return likeness
  }

  /// One for each row.
  private static func cosines(_ ours: [Float], _ theirs: WeightArray) -> [Float] {
    guard ours.count == theirs.values.count else { return [-1] }
    let width = theirs.shape[1]
    return (0..<theirs.shape[0]).map { row in
      let (a, b) = (ours[row * width..<(row + 1) * width], theirs.values[row * width..<(row + 1) * width])
      let dot = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      let (x, y) = (a.reduce(0) { $0 + $1 * $1 }, b.reduce(0) { $0 + $1 * $1 })
      return dot / (x * y).squareRoot()
    }
  }
}

@Suite("Weights with their configurations")
struct PretrainedTests {
  @Test("Images, ids and captions are those of the package", arguments: RecordedPackage.all)
  func package(recorded: RecordedPackage) throws {
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("run"))
    let result = try recorded.taking().take(recorded.folder, into: run)
    #expect(result.contradictions.isEmpty, "\(result.contradictions)")
    #expect(result.assumptions.count > 9)
    let likeness = try recorded.likeness(of: run)
    #expect(likeness.isSame, "\(likeness)")
  }

  @Test(
    "The training's form of texts can be had by name",
    arguments: ["clip-gelu", "siglip-384", "siglip2", "chinese_clip"])
  func trainingTexts(name: String) throws {
    let recorded = try RecordedPackage.named(name)
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("run"))
    let source: TextCleaningSource =
      name == "chinese_clip" ? .chineseCLIP : name == "clip-gelu" ? .openCLIP : .bigVision
    _ = try recorded.taking { $0.texts = source }.take(recorded.folder, into: run)
    let likeness = try recorded.likeness(of: run, form: "training")
    #expect(likeness.isSame, "\(likeness)")
  }

  @Test("The protocol of Chinese-CLIP's scripts reads texts as they do, and leaves other models as they are")
  func retrievalProtocol() throws {
    let folder = try TemporaryFolder()
    let options = LoadingOptions(retrievalProtocol: .chineseCLIP)
    for (name, form) in [("chinese_clip", "training"), ("clip-gelu", "package")] {
      let recorded = try RecordedPackage.named(name)
      let run = RunFolder(path: folder.file(name))
      _ = try recorded.taking().take(recorded.folder, into: run)
      let likeness = try recorded.likeness(of: run, form: form, options: options)
      #expect(likeness.isSame, "\(name): \(likeness)")
      #expect(try recorded.likeness(of: run).isSame)
    }
  }

  @Test("Chinese-CLIP's own API can be had by name")
  func cnCLIP() throws {
    let recorded = try RecordedPackage.named("chinese_clip")
    let folder = try TemporaryFolder()
    let run = RunFolder(path: folder.file("run"))
    _ = try recorded.taking { $0.texts = .cnCLIP }.take(recorded.folder, into: run)
    let likeness = try recorded.likeness(of: run, form: "cn-clip")
    #expect(likeness.isSame, "\(likeness)")
  }

  @Test(
    "Without configurations a tag says what open_clip's weights need",
    arguments: [
      ("open_clip-half", "ViT-L-14:laion2b_s32b_b82k"), ("open_clip-dfn5b", "ViT-H-14-quickgelu/dfn5b"),
      ("open_clip-dfn5b", "DFN5B"),
    ])
  func tag(name: String, tag: String) throws {
    let recorded = try RecordedPackage.named(name)
    let folder = try TemporaryFolder()
    let weights = try recorded.copy(into: folder)
    let (usual, tagged) = (RunFolder(path: folder.file("usual")), RunFolder(path: folder.file("tagged")))
    let heads = name == "open_clip-dfn5b" ? 2 : nil
    _ = try recorded.taking {
      $0.pretrained = tag
      ($0.heads, $0.textHeads) = (heads, 2)
    }.take(weights, into: tagged)
    let likeness = try recorded.likeness(of: tagged)
    #expect(likeness.isSame, "\(likeness)")
    // The tag is what makes it right.
    _ = try recorded.taking { ($0.heads, $0.textHeads) = (heads, 2) }.take(weights, into: usual)
    #expect(try recorded.likeness(of: usual).resized < 0.99)
  }

  @Test("The table of tags is open_clip's, and timm's activations are")
  func table() throws {
    let path = RecordedPackage.path("known.json")
    let known = try JSONValue(parsing: #require(FileManager.default.contents(atPath: path)), source: path)
    let tags = try #require(known["tags"]?.arrayValue)
    for entry in PretrainedTag.all {
      let theirs = try #require(
        tags.first { $0["model"]?.stringValue == entry.model && $0["tag"]?.stringValue == entry.tag })
      #expect(theirs["quick_gelu"]?.boolValue == entry.isQuick, "\(entry.model) \(entry.tag)")
      let mean = try #require(theirs["mean"]?.arrayValue).compactMap { $0.doubleValue.map { Float($0) } }
      let deviation = try #require(theirs["std"]?.arrayValue).compactMap { $0.doubleValue.map { Float($0) } }
      #expect(
        PixelNormalization(mean: mean, deviation: deviation) == entry.normalization, "\(entry.model) \(entry.tag)")
      #expect(
        theirs["resize_mode"]?.stringValue == (entry.isSquashed ? "squash" : "shortest"), "\(entry.model) \(entry.tag)")
      #expect(theirs["interpolation"]?.stringValue == "bicubic" && theirs["image_size"]?.intValue == entry.side)
    }
    // Whatever is unlike the usual and of a form that can be taken over is in it.
    let plain = [
      "ViT-B-32", "ViT-B-16", "ViT-L-14", "ViT-L-14-336", "ViT-H-14", "ViT-H-14-378", "ViT-g-14", "ViT-bigG-14",
    ]
    for theirs in tags where plain.contains(theirs["model"]?.stringValue ?? "") {
      #expect(
        PretrainedTag.all.contains { $0.model == theirs["model"]?.stringValue && $0.tag == theirs["tag"]?.stringValue })
    }
    for member in try #require(known["timm"]?.objectValue) {
      #expect(TimmModels.activation(of: member.name)?.rawValue == member.value.stringValue, "\(member.name)")
    }
    #expect(TimmModels.activation(of: "vit_base_patch16_224") == nil)
  }

  @Test("An option comes before a configuration, and the contradiction is said")
  func contradictions() throws {
    let recorded = try RecordedPackage.named("clip-gelu")
    let folder = try TemporaryFolder()
    let result = try recorded.taking {
      $0.activation = .sigmoid
      $0.fit = .stretch
    }.take(recorded.folder, into: RunFolder(path: folder.file("run")))
    #expect(
      result.recipe.model.architecture == .clip && result.recipe.model.text.architecture == .clip
        && result.recipe.image.fit == .stretch)
    #expect(result.contradictions.count == 3)
    #expect(
      result.contradictions.first
        == "GELU of the image tower: sigmoid (QuickGELU) is taken (--activation), although it is erf (exact) by config.json: vision_config.hidden_act \"gelu\""
    )
    let origins = Dictionary(uniqueKeysWithValues: result.assumptions.map { ($0.what, $0.origin) })
    #expect(origins["pixels"]?.hasPrefix("preprocessor_config.json: image_mean [0.48145466") == true)
    #expect(origins["texts are read as"] == "as transformers does; --texts names others")
  }

  @Test("SigLIP of open_clip without a configuration is told by its shapes and vocabulary")
  func shapes() throws {
    func found(_ name: String) throws -> WeightImport.Result {
      let recorded = try RecordedPackage.named(name)
      let folder = try TemporaryFolder()
      let weights = try recorded.copy(into: folder)
      return try recorded.taking { $0.textHeads = 2 }.take(weights, into: RunFolder(path: folder.file("run")))
    }
    let first = try found("open_clip-siglip").recipe
    #expect(first.model.gelu == .erf && first.model.text.gelu == .erf && first.model.text.padToken == .end)
    let second = try found("open_clip-siglip2-378").recipe
    // Nothing in the arrays tells 378 pixels from 384; the vocabulary tells SigLIP 2, which open_clip has at 378.
    #expect(second.model.text.gelu == nil && second.model.text.padToken == .padding && second.image.imageSize == 378)
    let own = try found("siglip-384").recipe
    #expect(
      own.image.imageSize == 384 && own.image.dropRemainder && own.model.gridRows == 27 && own.image.fit == .stretch)
  }

  @Test("The training's form takes tanh for towers that open_clip makes exact")
  func trainingForm() throws {
    let recorded = try RecordedPackage.named("open_clip-siglip")
    let folder = try TemporaryFolder()
    let result = try recorded.taking { $0.form = .training }.take(
      recorded.folder, into: RunFolder(path: folder.file("run")))
    #expect(
      result.recipe.model.gelu == nil && result.recipe.model.text.gelu == nil && result.recipe.image.filter == .plain)
    #expect(result.contradictions.count == 4, "\(result.contradictions)")
    guard case .sentencePiece(let pieces) = result.recipe.model.text.tokenizer else {
      Issue.record("no pieces")
      return
    }
    #expect(pieces.cleaning == .bigVision)
  }

  @Test("big_vision's texts are filled with Gemma's padding behind the end")
  func bigVision() throws {
    let folder = try TemporaryFolder()
    let recorded = try RecordedPackage.named("siglip2")
    let towers = URL(filePath: #filePath).deletingLastPathComponent().path + "/../ParityTests/Fixtures/towers/"
    let longer = try NumpyArchive(path: towers + "big_vision_last.weights.npz").arrays().map { entry in
      guard entry.name == "params/txt/Embed_0/embedding" else { return entry }
      return try ArrayEntry(
        name: entry.name, shape: Shape([700, 16]), floats: (0..<700 * 16).map { Float($0 % 7) / 7 })
    }
    try NumpyArchive.write(longer, to: folder.file("w.npz"))
    let run = RunFolder(path: folder.file("run"))
    let recipe = try recorded.taking().take(folder.file("w.npz"), into: run).recipe
    #expect(recipe.model.text.padToken == .padding && recipe.image.filter == .plain && recipe.model.gelu == nil)
    let reader = try RunModel.load(run).model.readers.make()
    let document = try recorded.document
    let rows = try #require(document["ids"]?["training"]?.arrayValue)
    for (caption, row) in zip(try #require(document["captions"]?.arrayValue).compactMap(\.stringValue), rows) {
      guard case .tokens(let ids) = try reader.read(caption, language: "en", seed: nil).sequence else { continue }
      let expected = try #require(row.arrayValue).compactMap { $0.intValue.map { Int32($0) } }
      // The table of positions has 12 places, the recording 24.
      let end = (expected.firstIndex(of: 1) ?? 23) + 1
      #expect(ids == (end <= 12 ? Array(expected.prefix(12)) : Array(expected.prefix(11)) + [1]), "\(caption)")
    }
  }

  @Test(
    "Heads of released sizes are those of open_clip's model configurations",
    arguments: [
      // ViT-B-32, ViT-L-14, ViT-H-14, ViT-g-14, ViT-bigG-14: widths and heads of both towers.
      (768, 12, 512, 8), (1024, 16, 768, 12), (1280, 16, 1024, 16), (1408, 16, 1024, 16), (1664, 16, 1280, 20),
    ])
  func heads(width: Int, heads: Int, textWidth: Int, textHeads: Int) throws {
    func array(_ shape: Int...) -> WeightArray { WeightArray(shape: shape, values: []) }
    let twin = try ReleasedTwin([
      "visual.conv1.weight": array(width, 3, 14, 14), "visual.positional_embedding": array(257, width),
      "visual.transformer.resblocks.0.mlp.c_fc.weight": array(4 * width, width),
      "visual.transformer.resblocks.0.ln_1.weight": array(width), "visual.proj": array(width, 512),
      "token_embedding.weight": array(49_408, textWidth), "positional_embedding": array(77, textWidth),
      "transformer.resblocks.0.mlp.c_fc.weight": array(4 * textWidth, textWidth),
      "transformer.resblocks.0.ln_1.weight": array(textWidth),
    ])
    #expect(twin.image.heads == heads && twin.text.encoder.heads == textHeads)
  }
}

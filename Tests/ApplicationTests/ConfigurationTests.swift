@testable import Application
import Console
import FoundationEssentials
import JSON
import Tensors
import TestSupport
import Testing

@testable import Pretrained
@testable import Recipes

@Suite("Configurations beside weights")
struct ConfigurationTests {
  private static let clip = RecordedPackage.all[0]
  private static let open = RecordedPackage.all[3]
  private static let siglip = RecordedPackage.all[7]

  /// What an import of the weights says with these files beside them; nil where it succeeds.
  private static func complaint(
    _ recorded: RecordedPackage, _ files: [String: String], _ change: (inout WeightImport) -> Void = { _ in }
  ) throws -> String? {
    let folder = try TemporaryFolder()
    let weights = try recorded.copy(into: folder, with: files)
    do {
      _ = try recorded.taking {
        ($0.heads, $0.textHeads) = (2, 2)
        change(&$0)
      }.take(weights, into: RunFolder(path: folder.file("run")))
      return nil
    } catch { return "\(error)" }
  }

  @Test(
    "What is wrong in a file is said with its place",
    arguments: [
      ("config.json", "{", "config.json:1:2:"), ("config.json", "[]", "an object should stand here, not a list"),
      (
        "config.json", #"{"model_type": "blip"}"#, "config.json: model_type is 'blip', but the arrays are those of clip"
      ),
      ("config.json", #"{"vision_config": 3}"#, "config.json: vision_config should be an object, not a number"),
      (
        "config.json", #"{"text_config": {"hidden_act": "relu"}}"#,
        "config.json: text_config.hidden_act is 'relu'; gelu, quick_gelu and gelu_pytorch_tanh can be had"
      ),
      ("config.json", #"{"text_config": {"hidden_act": 7}}"#, "hidden_act should be a string, not a number"),
      (
        "config.json", #"{"vision_config": {"hidden_size": 768}}"#,
        "config.json: vision_config.hidden_size is 768, but the width of the image tower is 32 by the arrays; the file belongs to other weights"
      ),
      (
        "config.json", #"{"vision_config": {"image_size": 64}}"#,
        "hold 4 × 4 patches of 16, but the arrays have 3 × 3 places"
      ),
      (
        "config.json", #"{"vision_config": {"image_size": -1}}"#,
        "image_size should be a whole number from 1 on, not -1"
      ),
      (
        "config.json", #"{"vision_config": {"image_size": [48, 64]}}"#, "image_size is 48 × 64; images must be square"
      ),
      ("config.json", #"{"text_config": {"layer_norm_eps": 0.1}}"#, "layer_norm_eps is 0.1; towers of this type"),
      (
        "config.json", #"{"vision_config": {"num_attention_heads": 0}}"#, "num_attention_heads should be a whole number"
      ),
      ("preprocessor_config.json", #"{"image_mean": [0.5, 0.5]}"#, "image_mean should be three numbers, not [0.5,0.5]"),
      ("preprocessor_config.json", #"{"image_mean": [0, 0, 0]}"#, "image_std is missing, although the other is there"),
      ("preprocessor_config.json", #"{"image_mean": 0, "image_std": [1, 0, 1]}"#, "image_std should be above 0"),
      ("preprocessor_config.json", #"{"resample": 1}"#, "resample is 1.0; 2, bilinear, and 3, bicubic, can be had"),
      ("preprocessor_config.json", #"{"do_rescale": false}"#, "do_rescale is false"),
      (
        "preprocessor_config.json", #"{"do_center_crop": true, "size": {"shortest_edge": 64}, "crop_size": 48}"#,
        "crop_size is 48, but images are resized to 64 first"
      ),
      (
        "preprocessor_config.json", #"{"size": {"shortest_edge": 48}}"#,
        "nothing is cut off; images must become square"
      ),
    ])
  func complaints(name: String, text: String, sentence: String) throws {
    let said = try #require(try Self.complaint(Self.clip, [name: text]))
    #expect(said.contains(sentence) && said.contains(name), "\(said)")
  }

  @Test(
    "What is wrong in open_clip's file is said with its place",
    arguments: [
      (
        #"{"preprocess_cfg": {"resize_mode": "longest"}}"#,
        "open_clip_config.json: preprocess_cfg.resize_mode is 'longest'"
      ),
      (
        #"{"preprocess_cfg": {"interpolation": "nearest"}}"#,
        "interpolation is 'nearest'; bicubic and bilinear can be had"
      ),
      (
        #"{"model_cfg": {"vision_cfg": {"timm_model_name": "vit_base_patch16_224"}, "text_cfg": {}}}"#,
        "timm_model_name is 'vit_base_patch16_224', but the arrays are those of open_clip's own tower"
      ),
      (
        #"{"vision_cfg": {"pool_type": "avg"}, "text_cfg": {}}"#,
        "open_clip_config.json: vision_cfg.pool_type is 'avg'; tok can be had"
      ),
      (#"{"vision_cfg": {}, "text_cfg": {"no_causal_mask": true}}"#, "no_causal_mask is true, which is not supported"),
      (
        #"{"vision_cfg": {}, "text_cfg": {"tokenizer_kwargs": {"clean": "upper"}}}"#,
        "tokenizer_kwargs.clean is 'upper'; lower, whitespace and canonicalize can be had"
      ),
      (#"{"vision_cfg": {}, "text_cfg": {"norm_kwargs": {"eps": 1e-6}}}"#, "norm_kwargs makes eps 1e-06"),
      (
        #"{"embed_dim": 512, "vision_cfg": {}, "text_cfg": {}}"#,
        "embed_dim is 512, but the embedding is 16 by the arrays"
      ),
      (#"{"quick_gelu": "yes", "vision_cfg": {}, "text_cfg": {}}"#, "quick_gelu should be true or false, not a string"),
    ])
  func openCLIP(text: String, sentence: String) throws {
    let said = try #require(try Self.complaint(Self.open, ["open_clip_config.json": text]))
    #expect(said.contains(sentence), "\(said)")
  }

  @Test("Options that do not go with the weights are refused")
  func options() throws {
    func said(_ recorded: RecordedPackage, _ change: (inout WeightImport) -> Void) throws -> String {
      try Self.complaint(recorded, [:], change) ?? ""
    }
    #expect(
      try said(Self.clip) { $0.texts = .bigVision }
        == "--texts big-vision: these weights are transformers' CLIPModel, whose texts can be read as transformers or open-clip"
    )
    #expect(try said(Self.clip) { $0.filling = .padding }.contains("--fill: only SigLIP's"))
    #expect(try said(Self.open) { $0.pretrained = "laion5b" }.contains("open_clip has no such weights as 'laion5b'"))
    #expect(try said(Self.open) { $0.pretrained = "ViT-B-32:openia" }.contains("did you mean openai?"))
    #expect(try said(Self.open) { $0.pretrained = "a:b:c" }.contains("should be a tag, or a model and a tag"))
    #expect(try said(Self.open) { $0.pretrained = "laion400m_e32" }.contains("name the model too"))
    #expect(try said(Self.open) { $0.pretrained = "ViT-B-32-quickgelu:laion2b_e16" }.contains("open_clip has no"))
    #expect(try said(Self.siglip) { $0.side = 400 }.contains("hold 28 × 28 patches of 14, but the arrays have 27 × 27"))
    #expect(
      try Self.complaint(Self.siglip, ["tokenizer_config.json": #"{"pad_token": "[PAD]"}"#])?
        .contains("tokenizer_config.json: pad_token is '[PAD]', which is neither the end nor the padding") == true)
  }

  @Test("A folder is read as the file in it; what lies there instead is said")
  func folders() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("w")
    func said() throws -> String {
      let error = #expect(throws: CommandError.self) {
        try Self.clip.taking().take(path, into: RunFolder(path: folder.file("run")))
      }
      return error?.description ?? ""
    }
    #expect(try said() == "\(path): there is no such file or folder")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(try said() == "\(path): there is no .safetensors and no .npz here")
    try Data("x".utf8).write(to: URL(filePath: "\(path)/pytorch_model.bin"))
    #expect(try said().contains("write pytorch_model.bin as .safetensors first"))
    for name in ["a", "b"] { try Data("x".utf8).write(to: URL(filePath: "\(path)/\(name).safetensors")) }
    #expect(try said().contains("there are 2 files of weights here, a.safetensors, b.safetensors; name one"))
    try Data(#"{"weight_map": {"x": "../b"}}"#.utf8).write(to: URL(filePath: "\(path)/model.safetensors.index.json"))
    #expect(try said().contains("weight_map should name files beside it"))
  }

  @Test("Weights in several files are read by their index, and a vocabulary beside them is found")
  func shards() throws {
    let recorded = Self.clip
    let folder = try TemporaryFolder()
    let path = folder.file("several")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let arrays = try SafetensorsFile(path: "\(recorded.folder)/model.safetensors").arrays()
    let parts = [arrays.prefix(7), arrays.dropFirst(7)]
    var map: [JSONMember] = []
    for (number, part) in parts.enumerated() {
      let file = "model-0000\(number + 1)-of-00002.safetensors"
      try SafetensorsFile.write(Array(part), to: "\(path)/\(file)")
      map += part.map { JSONMember($0.name, .string(file)) }
    }
    let index: JSONValue = ["metadata": [:], "weight_map": .object(map)]
    try Data(index.compactText.utf8).write(to: URL(filePath: "\(path)/model.safetensors.index.json"))
    for name in ["config.json", "preprocessor_config.json"] {
      try FileManager.default.copyItem(atPath: "\(recorded.folder)/\(name)", toPath: "\(path)/\(name)")
    }
    try FileManager.default.copyItem(atPath: RecordedPackage.path("merges.txt"), toPath: "\(path)/merges.txt")
    let run = RunFolder(path: folder.file("run"))
    let result = try recorded.taking { $0.tokenizer = nil }.take(path, into: run)
    let likeness = try recorded.likeness(of: run)
    #expect(likeness.isSame && result.recipe.name == "several", "\(likeness)")
    #expect(result.assumptions.contains { $0.what == "vocabulary" && $0.origin == "found beside the weights" })
  }

  @Test("What transformers 5 writes into one file of a processor is read too")
  func processor() throws {
    let folder = try TemporaryFolder()
    let plain = try String(contentsOfFile: "\(Self.clip.folder)/preprocessor_config.json", encoding: .utf8)
    let config = try String(contentsOfFile: "\(Self.clip.folder)/config.json", encoding: .utf8)
    let mixed = plain.replacing("0.48145466", with: "0.25")
    let weights = try Self.clip.copy(
      into: folder,
      with: [
        "config.json": config,
        "processor_config.json": "{\"image_processor\": \(mixed), \"processor_class\": \"CLIPProcessor\"}",
      ])
    let result = try Self.clip.taking().take(weights, into: RunFolder(path: folder.file("run")))
    let pixels = result.assumptions.first { $0.what == "pixels" }
    #expect(
      pixels?.origin.hasPrefix("processor_config.json: image_processor.image_mean [0.25,") == true, "\(pixels as Any)")
  }

  @Test("Runs of earlier versions are read as they were made")
  func earlier() throws {
    let text =
      #"{"model": {"tower": "twin", "text": {"tokenizer": {"kind": "sentencePiece", "canonical": true}, "filled": true}}}"#
    let recipe = try Recipe(json: JSONValue(parsing: text))
    guard case .sentencePiece(let pieces) = recipe.model.text.tokenizer else {
      Issue.record("no pieces")
      return
    }
    #expect(pieces.cleaning == .siglip && recipe.model.text.padToken == .end && recipe.model.gelu == nil)
    #expect(!recipe.image.dropRemainder)
  }

  @Test(
    "Damaged configurations, and values of every kind in every place, give settings or a sentence with the file's name")
  func damaged() throws {
    let names = ["config.json", "preprocessor_config.json", "open_clip_config.json"]
    var mutations = Mutations(seed: 21)
    var read = 0
    for name in names {
      for recorded in RecordedPackage.all {
        guard let bytes = FileManager.default.contents(atPath: "\(recorded.folder)/\(name)").map(Array.init) else {
          continue
        }
        for _ in 0..<150 {
          read += Self.survives(mutations.mutated(bytes), name) ? 1 : 0
        }
        let root = try JSONValue(parsing: bytes, source: name)
        for value in [.null, .bool(true), .integer(-1), .integer(.max), .number(1e300), "x", [], [1, "x"], [:]]
          as [JSONValue]
        {
          for text in Self.replaced(root, by: value).map(\.compactText) {
            read += Self.survives(Array(text.utf8), name) ? 1 : 0
          }
        }
      }
    }
    #expect(read > 200, "\(read) could be read")
  }

  /// True where there are settings.
  private static func survives(_ bytes: [UInt8], _ name: String) -> Bool {
    do {
      let file = try ConfigurationFile(bytes: bytes, path: name, name: name)
      for family in ReleasedTwin.Family.allCases where name == "config.json" {
        _ = try TransformersConfiguration(file).settings(for: family)
      }
      if name == "preprocessor_config.json" { _ = try PreprocessorConfiguration(file).settings() }
      for family in [ReleasedTwin.Family.openCLIP, .openCLIPSigLIP] where name == "open_clip_config.json" {
        _ = try OpenCLIPConfiguration(file).settings(for: family)
      }
      return true
    } catch {
      #expect("\(error)".hasPrefix(name), "\(error)")
      return false
    }
  }

  /// The document with one member after the other replaced, at any depth.
  private static func replaced(_ document: JSONValue, by value: JSONValue) -> [JSONValue] {
    guard let members = document.objectValue else { return [] }
    return members.indices.flatMap { place -> [JSONValue] in
      ([value] + replaced(members[place].value, by: value)).map { inner in
        var changed = members
        changed[place].value = inner
        return .object(changed)
      }
    }
  }
}

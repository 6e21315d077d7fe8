import Autograd
import FoundationEssentials
import Models
import Objectives
import Pretrained
import Runtime
import Tensors
import TestSupport
import Testing

/// Towers of the Python packages with random weights, recorded by Fixtures/towers/record.py and record_big_vision.py.
struct RecordedTowers: Sendable, CustomTestStringConvertible {
  let name: String
  let image: TowerConfiguration
  let text: TextConfiguration
  let layout: WeightLayout
  let pixels: PixelNormalization
  /// Whether logits have a bias, and with it SigLIP's loss.
  let hasBias: Bool
  var testDescription: String { name }

  static let all = [
    RecordedTowers(
      name: "clip", image: image.withCLIPArchitecture(), text: text.withCLIPArchitecture(), pixels: .unit,
      layout: WeightLayout.transformersCLIP),
    RecordedTowers(
      name: "chinese_clip", image: image.withCLIPArchitecture(), text: text.withBERTArchitecture(), pixels: .clip,
      layout: WeightLayout.transformersChineseCLIP),
    RecordedTowers(
      name: "open_clip", image: image.withCLIPArchitecture(activation: .erf),
      text: text.withCLIPArchitecture(activation: .erf),
      pixels: .clip, layout: WeightLayout.openCLIP),
    RecordedTowers(
      name: "siglip", image: image.pooled(.map, embedding: 16), text: text.pooled(.last, embedding: 16, width: 16),
      pixels: .unit, hasBias: true
    ) { .transformersSigLIP(image: $0, text: $1) },
    RecordedTowers(
      name: "siglip_naflex", image: image.pooled(.map, embedding: 16),
      text: text.pooled(.last, embedding: 16, width: 16), pixels: .unit, hasBias: true
    ) { .transformersSigLIP(image: $0, text: $1, patches: .transposed) },
    RecordedTowers(
      name: "open_clip_siglip", image: image.pooled(.map, embedding: 16),
      text: text.pooled(.last, embedding: 16, width: 16), pixels: .unit, hasBias: true
    ) { .transformersSigLIP(image: $0, text: $1) },
    RecordedTowers(
      name: "big_vision_last", image: image.pooled(.map, embedding: 16),
      text: text.pooled(.last, embedding: 16, width: 16), pixels: .unit, hasBias: true
    ) { .bigVision(image: $0, text: $1, hasBias: true) },
    RecordedTowers(
      name: "big_vision_map", image: image.pooled(.mean, embedding: 8),
      text: text.pooled(.map, embedding: 8, width: 12),
      pixels: .unit
    ) { .bigVision(image: $0, text: $1, hasBias: false) },
  ]

  var isBigVision: Bool { name.hasPrefix("big_vision") }

  private static let image = TowerConfiguration(
    width: 16, depth: 2, heads: 2, mlp: 24, patch: 8, embedding: 8, gridRows: 3, gridColumns: 3)
  private static let text = TextConfiguration(
    encoder: EncoderConfiguration(width: 12, depth: 2, heads: 2, mlp: 20, embedding: 8), vocabulary: 40, context: 12)

  private init(
    name: String, image: TowerConfiguration, text: TextConfiguration, pixels: PixelNormalization,
    hasBias: Bool = false, layout: (TowerConfiguration, TextConfiguration) -> WeightLayout
  ) {
    self.hasBias = hasBias
    (self.name, self.image, self.text, self.pixels) = (name, image, text, pixels)
    self.layout = layout(image, text)
  }

  func weights() throws -> [String: WeightArray] {
    guard !isBigVision else {
      return try WeightArray.byName(NumpyArchive(path: Fixture.path("towers/\(name).weights.npz")).arrays())
    }
    return try WeightArray.byName(SafetensorsFile(path: Fixture.path("towers/\(name).safetensors")).arrays())
  }

  func recorded() throws -> [String: WeightArray] {
    try WeightArray.byName(NumpyArchive(path: Fixture.path("towers/\(name).npz")).arrays())
  }

  /// Arrays under the package's names as the layout wants them.
  func prepared(_ arrays: [String: WeightArray]) throws -> [String: WeightArray] {
    try ReleasedTwin(weights(), heads: 2, textHeads: 2).prepared(arrays)
  }

  /// Towers of the shape with any weights.
  func empty(on backend: CPUBackend) throws -> TwinTowers {
    try TwinTowers(image: image, text: text, logitBias: hasBias ? 0 : nil, backend: backend, seed: 1)
  }

  /// The towers with the recorded weights.
  func towers(on backend: CPUBackend) throws -> TwinTowers {
    let towers = try empty(on: backend)
    try layout.load(prepared(weights()), into: towers.parameters)
    try pixels.fold(into: towers.parameters, name: "image", configuration: image)
    return towers
  }

  /// Photos of the recording, cut into patches.
  func photos(_ recorded: [String: WeightArray], on tape: Tape) throws -> PatchInput {
    try Self.patches(#require(recorded["pixels"]), image, on: tape)
  }

  /// Square images `[count, side, side, 3]`, cut into patches.
  static func patches(_ pixels: WeightArray, _ image: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    let (count, side) = (pixels.shape[0], pixels.shape[1])
    let (patch, grid) = (image.patch, image.gridRows)
    var bytes: [UInt8] = []
    for photo in 0..<count {
      for place in 0..<grid * grid {
        for line in 0..<patch {
          let row = place / grid * patch + line
          let start = ((photo * side + row) * side + place % grid * patch) * 3
          bytes += pixels.values[start..<start + patch * 3].map { UInt8($0) }
        }
      }
    }
    let places = (0..<count).flatMap { _ in 0..<grid * grid }
    return try PatchInput(
      pixels: bytes, rows: places.map { UInt16($0 / grid) }, columns: places.map { UInt16($0 % grid) },
      offsets: (0...count).map { Int32($0 * grid * grid) }, configuration: image, on: tape)
  }
}

extension TowerConfiguration {
  fileprivate func pooled(_ pooling: Pooling, embedding: Int) -> TowerConfiguration {
    var changed = self
    changed.encoder.pooling = pooling
    changed.encoder.embedding = embedding
    return changed
  }
}

extension TextConfiguration {
  fileprivate func pooled(_ pooling: EncoderConfiguration.Pooling, embedding: Int, width: Int) -> TextConfiguration {
    var changed = self
    changed.encoder.pooling = pooling
    changed.encoder.embedding = embedding
    changed.encoder.width = width
    return changed
  }
}

/// Folder that `record_big_vision.py CHECKOUT large FOLDER` has filled: a gigabyte, which no repository should hold.
private let largeFolder = ProcessInfo.processInfo.environment["CLIPPO_LARGE_WEIGHTS"]

@Suite("Towers of other packages")
struct TwinTowerParityTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  /// Largest difference over the largest magnitude, or over `floor` where nothing is as large as that.
  private func difference(_ ours: [Float], _ theirs: [Float], floor: Float = 1e-6) -> Float {
    guard ours.count == theirs.count else { return .infinity }
    let scale = max(floor, theirs.reduce(0) { max($0, abs($1)) })
    return zip(ours, theirs).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
  }

  @Test("Embeddings, loss and gradients are those of the package", arguments: RecordedTowers.all)
  func parity(known: RecordedTowers) throws {
    let recorded = try known.recorded()
    let towers = try known.towers(on: backend)
    let tape = Tape(backend: backend, activation: .float32)
    let tokens = try TokenInput(
      tokens: try #require(recorded["tokens"]).values.map { Int32($0) },
      offsets: try #require(recorded["offsets"]).values.map { Int32($0) }, backend: backend)
    let images = try towers.embed(known.photos(recorded, on: tape), as: .image, on: tape)
    let texts = try towers.embed(tokens, on: tape)
    let objective: any Objective =
      known.hasBias ? SigmoidContrastive() : SoftmaxContrastive()
    let result = try objective.evaluate(
      ObjectiveInput(images: images, texts: texts, logScale: towers.logScale, logitBias: towers.logitBias), on: tape)
    try tape.backward(from: result.loss)
    for (name, value) in [("images", images), ("texts", texts), ("loss", result.loss)] {
      let error = try difference(value.value.floatArray(), #require(recorded[name]).values)
      #expect(error < 1e-5, "\(name)")
    }
    let gradients = recorded.filter { $0.key.hasPrefix("gradient/") }
    let largest = gradients.values.flatMap(\.values).reduce(0) { max($0, abs($1)) }
    let theirs = try known.prepared(
      Dictionary(uniqueKeysWithValues: gradients.map { ($0.key.dropFirst("gradient/".count).description, $0.value) }))
    let hasImageHead = !["siglip", "siglip_naflex", "open_clip_siglip", "big_vision_last"].contains(known.name)
    for entry in known.layout.entries {
      // The packages have no such layer there.
      if !hasImageHead, entry.parameter.hasPrefix("image/head/") { continue }
      // Its derivative is by other weights where the pixels are normalized otherwise.
      if case .patches = entry.form, known.pixels != .unit { continue }
      let parameter = try #require(towers.parameters[entry.parameter])
      let ours = try #require(parameter.variable.gradient).floatArray()
      let expected = try known.layout.values(of: entry, from: theirs, for: parameter.shape)
      // Biases of keys change nothing, and their derivative is rounding noise.
      #expect(difference(ours, expected, floor: largest * 1e-4) < 1e-3, "\(entry.parameter)")
    }
  }

  @Test("Sizes, settings and owner are told by names and shapes", arguments: RecordedTowers.all)
  func released(known: RecordedTowers) throws {
    let weights = try known.weights()
    let activation = known.image.encoder.activation
    let found = try ReleasedTwin(weights, heads: 2, textHeads: 2, activation: activation)
    #expect(found.image == known.image && found.text == known.text)
    // Without being told, the usual one of the package.
    #expect(try ReleasedTwin(weights, heads: 2, textHeads: 2).image == known.image)
    #expect(found.hasBias == known.hasBias)
    let towers = try known.empty(on: backend)
    try found.load(weights, into: towers)
    let expected = try known.towers(on: backend)
    if known.pixels == found.pixels {
      for parameter in expected.parameters.parameters {
        let values = try #require(towers.parameters[parameter.name]).value.floatArray()
        let isSame = try values == parameter.value.floatArray()
        #expect(isSame, "\(parameter.name)")
      }
    }
    if !known.isBigVision {
      #expect(throws: ModelError.self) { try ReleasedTwin(weights, heads: 3, textHeads: 2) }
    }
    #expect(throws: ModelError.self) { try ReleasedTwin([:]) }
  }

  @Test("What is loaded is written back as it was", arguments: RecordedTowers.all)
  func roundTrip(known: RecordedTowers) throws {
    let weights = try known.weights()
    let towers = try known.towers(on: backend)
    try known.pixels.unfold(from: towers.parameters, name: "image", configuration: known.image)
    let released = try ReleasedTwin(weights, heads: 2, textHeads: 2)
    guard !known.isBigVision else {
      #expect(throws: ModelError.self) { try released.arrays(of: towers) }
      return
    }
    let written = try released.arrays(of: towers)
    #expect(written.keys.sorted() == weights.keys.sorted())
    for (name, array) in weights {
      #expect(written[name]?.shape == array.shape, "\(name)")
      #expect(difference(written[name]?.values ?? [], array.values) < 1e-6, "\(name)")
    }
  }

  @Test("Arrays that are missing, left over or of another shape are named")
  func mistakes() throws {
    let known = RecordedTowers.all[0]
    let towers = try TwinTowers(image: known.image, text: known.text, backend: backend, seed: 1)
    func complaint(_ change: (inout [String: WeightArray]) -> Void) throws -> String {
      var weights = try known.weights()
      change(&weights)
      let error = #expect(throws: ModelError.self) { try known.layout.load(weights, into: towers.parameters) }
      return error?.description ?? ""
    }
    #expect(try complaint { $0["logit_scale"] = nil } == "there is no array 'logit_scale'")
    #expect(
      try complaint { $0["adapter.weight"] = WeightArray(shape: [1], values: [0]) }
        == "the model has no place for the array 'adapter.weight'")
    #expect(
      try complaint { $0["text_projection.weight"] = WeightArray(shape: [8, 4], values: []) }
        == "'text_projection.weight' has the shape [8, 4]; the model expects [8, 12]")
  }

  @Test("What a SigLIP or big_vision file lacks or has too much is named")
  func sigmoidMistakes() throws {
    let siglip = try #require(RecordedTowers.all.first { $0.name == "siglip" })
    func complaint(_ known: RecordedTowers, _ change: (inout [String: WeightArray]) -> Void) throws -> String {
      var weights = try known.weights()
      change(&weights)
      let towers = try known.empty(on: backend)
      let error = #expect(throws: ModelError.self) {
        try ReleasedTwin(weights, heads: 2, textHeads: 2).load(weights, into: towers)
      }
      return error?.description ?? ""
    }
    let projection = "vision_model.head.attention.in_proj_weight"
    #expect(
      try complaint(siglip) { $0[projection] = WeightArray(shape: [16, 48], values: []) }.contains(
        "should hold three projections"))
    #expect(try complaint(siglip) { $0["logit_bias"] = nil } == "there is no array 'logit_bias'")
    let naFlex = try #require(RecordedTowers.all.first { $0.name == "siglip_naflex" })
    let patches = "vision_model.embeddings.patch_embedding.weight"
    #expect(
      try complaint(naFlex) { $0[patches] = WeightArray(shape: [16, 190], values: []) }
        == "'\(patches)' reads 190 values, which are no square patch of three colors")
    #expect(
      try complaint(siglip) { $0["text_model.head.weight"] = WeightArray(shape: [8, 16], values: []) }
        .contains("embeddings of texts have 8 values and those of images 16"))
    let open = try #require(RecordedTowers.all.first { $0.name == "open_clip_siglip" })
    for (name, other) in [
      ("visual.trunk.norm.bias", nil),
      ("visual.trunk.blocks.1.attn.qkv.weight", WeightArray(shape: [3, 16], values: [])),
      ("text.transformer.resblocks.0.mlp.c_fc.weight", nil),
      ("visual.trunk.attn_pool.kv.bias", WeightArray(shape: [0], values: [])),
    ] {
      let said = try complaint(open) { $0[name] = other }
      #expect(said.contains("'\(name)'"), "\(said)")
    }
    let twin = try #require(RecordedTowers.all.last)
    #expect(
      try complaint(twin) { $0["params/txt/Embed_0/embedding"] = nil }.contains("'txt/Embed_0/embedding'"))
    #expect(
      try complaint(twin) { $0["params/img/cls"] = WeightArray(shape: [1, 1, 16], values: []) }.contains("class token"))
    #expect(
      try complaint(twin) { $0["params/txt/extra/kernel"] = WeightArray(shape: [1], values: [0]) }
        .contains("no place for the array 'txt/extra/kernel'"))
    let towers = try siglip.towers(on: backend)
    let head = try #require(towers.parameters["image/head/bias"])
    try head.value.withFloats { $0[3] = 0.5 }
    let error = #expect(throws: ModelError.self) {
      try ReleasedTwin(siglip.weights(), heads: 2, textHeads: 2).arrays(of: towers)
    }
    #expect(error?.description.contains("no identity") == true)
  }

  @Test(
    "B/16 as big_vision writes it, one tower and two, gives the same embeddings",
    .enabled(if: largeFolder != nil, "CLIPPO_LARGE_WEIGHTS names no folder with recordings of B/16"),
    arguments: ["clippo_b16", "siglip_b16"])
  func large(name: String) throws {
    let folder = try #require(largeFolder)
    let recorded = try WeightArray.byName(NumpyArchive(path: "\(folder)/\(name).npz").arrays())
    let weights = try WeightArray.byName(NumpyArchive(path: "\(folder)/\(name).weights.npz").arrays())
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    var found: [(what: String, values: [Float])] = []
    if name == "siglip_b16" {
      let released = try ReleasedTwin(weights)
      let towers = try TwinTowers(
        image: released.image, text: released.text, logitBias: 0, backend: backend, seed: 1)
      try released.load(weights, into: towers)
      let tokens = try TokenInput(
        tokens: try #require(recorded["tokens"]).values.map { Int32($0) },
        offsets: try #require(recorded["offsets"]).values.map { Int32($0) }, backend: backend)
      let photos = try RecordedTowers.patches(#require(recorded["pixels"]), released.image, on: tape)
      found = [
        ("images", try towers.embed(photos, as: .image, on: tape).value.floatArray()),
        ("texts", try towers.embed(tokens, on: tape).value.floatArray()),
      ]
    } else {
      let (configuration, arrays) = try BigVisionCheckpoint(weights).oneTower()
      let tower = try SharedTower(configuration: configuration, backend: backend, seed: 1)
      try WeightLayout.bigVision(oneTower: configuration).load(arrays, into: tower.parameters)
      found = try [("images", "pixels"), ("texts", "pages")].map { what, pixels in
        let patches = try RecordedTowers.patches(#require(recorded[pixels]), configuration, on: tape)
        return (what, try tower.embed(patches, on: tape).value.floatArray())
      }
    }
    for (what, values) in found {
      let error = try difference(values, #require(recorded[what]).values)
      print("\(name), \(what): largest error \(error) of the largest value")
      #expect(error < 1e-4, "\(what)")
    }
  }
}

import Autograd
import Models
import Objectives
import Tensors
import TestSupport
import Testing

/// Towers of the Python packages with random weights, recorded by Fixtures/towers/record.py.
struct RecordedTowers: Sendable, CustomTestStringConvertible {
  let name: String
  let image: TowerConfiguration
  let text: TextConfiguration
  let layout: WeightLayout
  let pixels: PixelNormalization
  var testDescription: String { name }

  static let all = [
    RecordedTowers(
      name: "clip", image: image.styledAsCLIP(), text: text.styledAsCLIP(), pixels: .unit,
      layout: WeightLayout.transformersCLIP),
    RecordedTowers(
      name: "chinese_clip", image: image.styledAsCLIP(), text: text.styledAsBERT(), pixels: .clip,
      layout: WeightLayout.transformersChineseCLIP),
    RecordedTowers(
      name: "open_clip", image: image.styledAsCLIP(activation: .erf), text: text.styledAsCLIP(activation: .erf),
      pixels: .clip, layout: WeightLayout.openCLIP),
  ]

  private static let image = TowerConfiguration(
    width: 16, depth: 2, heads: 2, mlp: 24, patch: 8, embedding: 8, gridRows: 3, gridColumns: 3)
  private static let text = TextConfiguration(
    encoder: EncoderConfiguration(width: 12, depth: 2, heads: 2, mlp: 20, embedding: 8), vocabulary: 40, context: 12)

  private init(
    name: String, image: TowerConfiguration, text: TextConfiguration, pixels: PixelNormalization,
    layout: (TowerConfiguration, TextConfiguration) -> WeightLayout
  ) {
    (self.name, self.image, self.text, self.pixels) = (name, image, text, pixels)
    self.layout = layout(image, text)
  }

  static func arrays(_ entries: [ArrayEntry]) -> [String: WeightArray] {
    var arrays: [String: WeightArray] = [:]
    for entry in entries { arrays[entry.name] = WeightArray(shape: entry.shape.axes, values: entry.floats()) }
    return arrays
  }

  func weights() throws -> [String: WeightArray] {
    try Self.arrays(SafetensorsFile(path: Fixture.path("towers/\(name).safetensors")).arrays())
  }

  func recorded() throws -> [String: WeightArray] {
    try Self.arrays(NumpyArchive(path: Fixture.path("towers/\(name).npz")).arrays())
  }

  /// The towers with the recorded weights.
  func towers(on backend: CPUBackend) throws -> TwinTowers {
    let towers = try TwinTowers(image: image, text: text, backend: backend, seed: 1)
    try layout.load(weights(), into: towers.parameters)
    try pixels.fold(into: towers.parameters, name: "image", configuration: image)
    return towers
  }

  /// Photos of the recording, cut into patches.
  func photos(_ recorded: [String: WeightArray], on tape: Tape) throws -> EncoderInput {
    let pixels = try #require(recorded["pixels"])
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
    return try EncoderInput(
      pixels: bytes, rows: places.map { UInt16($0 / grid) }, columns: places.map { UInt16($0 % grid) },
      offsets: (0...count).map { Int32($0 * grid * grid) }, configuration: image, on: tape)
  }
}

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
    let images = try towers.embed(known.photos(recorded, on: tape), on: tape)
    let texts = try towers.embed(tokens, on: tape)
    let result = try Objective.softmaxContrastive(SoftmaxContrastive()).evaluate(
      ObjectiveInput(images: images, texts: texts, logScale: towers.logScale), on: tape)
    try tape.backward(from: result.loss)
    for (name, value) in [("images", images), ("texts", texts), ("loss", result.loss)] {
      let error = try difference(value.value.floatArray(), #require(recorded[name]).values)
      #expect(error < 1e-5, "\(name)")
    }
    let gradients = recorded.filter { $0.key.hasPrefix("gradient/") }
    let largest = gradients.values.flatMap(\.values).reduce(0) { max($0, abs($1)) }
    let theirs = Dictionary(
      uniqueKeysWithValues: gradients.map { ($0.key.dropFirst("gradient/".count).description, $0.value) })
    for entry in known.layout.entries {
      // Its derivative is by other weights where the pixels are normalised otherwise.
      if case .patches = entry.form, known.pixels != .unit { continue }
      let parameter = try #require(towers.parameters[entry.parameter])
      let ours = try #require(parameter.variable.gradient).floatArray()
      let expected = try known.layout.values(of: entry, from: theirs, for: parameter.shape)
      // Biases of keys change nothing, and their derivative is rounding noise.
      #expect(difference(ours, expected, floor: largest * 1e-4) < 1e-3, "\(entry.parameter)")
    }
  }

  @Test("Sizes, habits and owner are told by names and shapes", arguments: RecordedTowers.all)
  func released(known: RecordedTowers) throws {
    let weights = try known.weights()
    let activation = known.image.encoder.activation
    let found = try ReleasedTwin(weights, heads: 2, textHeads: 2, activation: activation)
    #expect(found.image == known.image && found.text == known.text)
    // Without being told, the usual one of the package.
    #expect(try ReleasedTwin(weights, heads: 2, textHeads: 2).image == known.image)
    let towers = try TwinTowers(image: found.image, text: found.text, backend: backend, seed: 1)
    try found.load(weights, into: towers)
    let expected = try known.towers(on: backend)
    if known.pixels == found.pixels {
      for parameter in expected.parameters.parameters {
        let values = try #require(towers.parameters[parameter.name]).value.floatArray()
        let isSame = try values == parameter.value.floatArray()
        #expect(isSame, "\(parameter.name)")
      }
    }
    #expect(throws: ModelError.self) { try ReleasedTwin(weights, heads: 3, textHeads: 2) }
    #expect(throws: ModelError.self) { try ReleasedTwin([:]) }
  }

  @Test("What is loaded is written back as it was", arguments: RecordedTowers.all)
  func roundTrip(known: RecordedTowers) throws {
    let weights = try known.weights()
    let towers = try known.towers(on: backend)
    try known.pixels.unfold(from: towers.parameters, name: "image", configuration: known.image)
    let written = try known.layout.arrays(of: towers.parameters)
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
}

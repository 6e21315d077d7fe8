import Autograd
import Runtime
import Tensors
import Testing

@testable import Models

/// Patches at seeded places of a grid, with seeded pixels.
struct PatchMaker {
  let backend: CPUBackend

  func input(_ lengths: [Int], _ configuration: TowerConfiguration, on tape: Tape, seed: UInt64 = 3) throws
    -> PatchInput
  {
    var generator = SeededGenerator(seed: seed)
    let tokens = lengths.reduce(0, +)
    return try PatchInput(
      pixels: (0..<tokens * configuration.patchWidth).map { _ in UInt8(truncatingIfNeeded: generator.next()) },
      rows: lengths.flatMap { length in (0..<length).map { UInt16($0 / configuration.gridColumns) } },
      columns: lengths.flatMap { length in (0..<length).map { UInt16($0 % configuration.gridColumns) } },
      offsets: lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) }, configuration: configuration,
      on: tape)
  }
}

@Suite("Two vision transformers, one for images and one for pages")
struct TwinPageTowersTests {
  let backend: CPUBackend
  let image = TowerConfiguration(
    width: 32, depth: 2, heads: 2, patch: 4, embedding: 16, gridRows: 3, gridColumns: 3
  ).withCLIPArchitecture()
  /// Another size, another patch, another grid, and no class token.
  let page = TowerConfiguration(
    width: 24, depth: 1, heads: 3, mlp: 48, patch: 6, pooling: .map, embedding: 16, gridRows: 2, gridColumns: 8)

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  private func towers(seed: UInt64 = 2) throws -> TwinPageTowers {
    try TwinPageTowers(image: image, page: page, logitBias: -10, backend: backend, seed: seed)
  }

  private func embed(_ tower: some Tower, _ modality: Modality, _ lengths: [Int] = [7, 1, 9]) throws -> [Float] {
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let input = try PatchMaker(backend: backend).input(lengths, tower.vision(for: modality), on: tape)
    return try tower.embed(input, as: modality, on: tape).value.floatArray()
  }

  @Test("Each modality is read by its own tower, as that tower alone would read it")
  func modalities() throws {
    let towers = try towers()
    #expect(towers.vision(for: .image) == image && towers.vision(for: .text) == page && towers.text == nil)
    #expect(!towers.sharesPatches)
    for (modality, configuration, prefix) in [(Modality.image, image, "image"), (.text, page, "text")] {
      let alone = try SharedTower(configuration: configuration, backend: backend, seed: 9)
      for parameter in alone.parameters.parameters where parameter.name.hasPrefix("encoder/") {
        let name = prefix + parameter.name.dropFirst("encoder".count)
        let values = try #require(towers.parameters[name]).value.floatArray()
        try parameter.value.withFloats { _ = $0.update(fromContentsOf: values) }
      }
      #expect(try embed(towers, modality) == embed(alone, .image))
      let tape = Tape(backend: backend, activation: .float32, isRecording: false)
      let input = try PatchMaker(backend: backend).input([5, 2], configuration, on: tape)
      #expect(
        try towers.pooled(input, as: modality, on: tape).value.floatArray()
          == alone.pooled(input, as: .image, on: tape).value.floatArray())
    }
  }

  @Test("A gradient reaches the tower that read, and no other", arguments: Modality.allCases)
  func gradients(modality: Modality) throws {
    let towers = try towers()
    let tape = Tape(backend: backend, activation: .float32)
    let input = try PatchMaker(backend: backend).input([7, 3], towers.vision(for: modality), on: tape)
    let out = try towers.embed(input, as: modality, on: tape)
    try tape.backward(from: out, gradient: backend.tensor((0..<32).map { Float($0 % 5) - 2 }, [2, 16]))
    let prefix = modality == .image ? "image/" : "text/"
    for parameter in towers.parameters.parameters {
      let isTouched = try #require(parameter.variable.gradient).floatArray().contains { $0 != 0 }
      #expect(isTouched == parameter.name.hasPrefix(prefix), "\(parameter.name)")
    }
  }

  @Test("Parameters have stable names, the scale and the bias of logits last")
  func names() throws {
    let shape = ModelShape.twinPages(image: image, page: page)
    #expect(shape.vision == image && shape.page == page && shape.text == nil)
    let tower = try shape.tower(logitScale: 10, logitBias: -10, backend: backend, seed: 2)
    let names = tower.parameters.parameters.map(\.name)
    #expect(names.suffix(2) == ["logScale", "logitBias"])
    #expect(names.dropLast(2).allSatisfy { $0.hasPrefix("image/") || $0.hasPrefix("text/") })
    #expect(names.contains("image/classToken") && !names.contains("text/classToken"))
    let parts = try [image, page].map { try SharedTower(configuration: $0, backend: backend, seed: 1).parameters.count }
    // Each of the two counts a scale of logits, and here there are a scale and a bias.
    #expect(tower.parameters.count == parts[0] + parts[1])
  }

  @Test("The page tower may begin as a clone of the image tower")
  func clone() throws {
    let towers = try TwinPageTowers(image: image, page: image, backend: backend, seed: 2)
    #expect(try embed(towers, .image) != embed(towers, .text))
    try towers.beginTextWithImage()
    #expect(try embed(towers, .image) == embed(towers, .text))
    for parameter in towers.parameters.parameters where parameter.name.hasPrefix("image/") {
      let other = try #require(towers.parameters["text/" + parameter.name.dropFirst("image/".count)])
      let isEqual = try other.value.floatArray() == parameter.value.floatArray()
      #expect(isEqual, "\(parameter.name)")
    }
  }

  @Test("Towers that are not alike are no clones, and it says which fields differ")
  func differences() throws {
    func complaint(_ change: (inout TowerConfiguration) -> Void) throws -> String {
      var other = image
      change(&other)
      let towers = try TwinPageTowers(image: image, page: other, backend: backend, seed: 2)
      let before = try embed(towers, .text)
      let error = #expect(throws: ModelError.self) { try towers.beginTextWithImage() }
      #expect(try embed(towers, .text) == before)
      return error?.description ?? ""
    }
    #expect(
      try complaint { $0.encoder.width = 64 }
        == "the page tower cannot begin as the image tower: they differ in width (64, not 32); leave these fields out of "
        + "model.page, so that it takes the image tower's")
    // Heads change no shape, but what the weights compute.
    #expect(try complaint { $0.encoder.heads = 4 }.contains("heads (4, not 2)"))
    #expect(try complaint { ($0.gridRows, $0.patch) = (5, 6) }.contains("patch (6, not 4), gridRows (5, not 3)"))
    #expect(try complaint { $0.encoder.activation = .erf }.contains("gelu (erf, not sigmoid)"))
    #expect(try complaint { $0.encoder.epsilon = 1e-6 }.contains("architecture"))
    #expect(
      try complaint {
        $0 = TowerConfiguration(width: 32, depth: 1, heads: 2, patch: 4, embedding: 16, gridRows: 3, gridColumns: 3)
      }.contains("differ in architecture, depth (1, not 2);"))
    var pooled = page
    pooled.encoder.pooling = .mean
    #expect(pooled.differences(from: page) == ["pooling (mean, not map)"])
  }

  @Test("What a tower cannot read is refused with a sentence")
  func mistakes() throws {
    var short = page
    short.encoder.embedding = 8
    #expect(throws: TensorError.self) { try TwinPageTowers(image: image, page: short, backend: backend, seed: 2) }
    var crooked = page
    crooked.encoder.heads = 5
    let error = #expect(throws: TensorError.self) {
      try TwinPageTowers(image: image, page: crooked, backend: backend, seed: 2)
    }
    #expect(error?.description == "model.page.heads is 5, which does not divide model.page.width 24")
    let tokens = try TokenInput(tokens: [1, 2] as [Int32], offsets: [0, 2], backend: backend)
    let tape = Tape(backend: backend, activation: .float32)
    #expect(throws: TensorError.self) { try towers().embed(tokens, on: tape) }
    let twin = try TwinTowers(
      image: image, text: TextConfiguration(encoder: image.encoder, vocabulary: 9, context: 4), backend: backend,
      seed: 2)
    for read in [twin.embed, twin.pooled] as [(PatchInput, Modality, Tape) throws -> Variable] {
      let input = try PatchMaker(backend: backend).input([3], image, on: tape)
      #expect(throws: TensorError.self) { try read(input, .text, tape) }
      #expect(throws: Never.self) { try read(input, .image, tape) }
    }
    let shared = try SharedTower(configuration: page, backend: backend, seed: 2)
    #expect(try embed(shared, .image) == embed(shared, .text))
  }
}

import Autograd
import Runtime
import Tensors
import Testing

@testable import Models

@Suite("Towers that read tokens")
struct TextTowerTests {
  let backend: CPUBackend
  let image = TowerConfiguration(width: 32, depth: 2, heads: 2, patch: 4, embedding: 16, gridRows: 3, gridColumns: 3)
  var text: TextConfiguration { TextConfiguration(encoder: image.encoder, vocabulary: 50, context: 9) }
  static let texts: [[Int32]] = [[1, 7, 49], [3], [0, 0, 5, 8, 2, 2, 11, 30, 4], [44, 1]]

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  private func input(_ texts: [[Int32]]) throws -> TokenInput {
    try TokenInput(
      tokens: texts.flatMap { $0 }, offsets: texts.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1.count)) },
      backend: backend)
  }

  private func embed(
    _ texts: [[Int32]], with tower: some Tower, activation: ElementType = .float32
  ) throws -> [[Float]] {
    let tape = Tape(backend: backend, activation: activation, isRecording: false)
    let values = try tower.embed(input(texts), on: tape).value.floatArray()
    return texts.indices.map { Array(values[$0 * 16..<($0 + 1) * 16]) }
  }

  private func worst(_ a: [[Float]], _ b: [[Float]]) -> Double {
    zip(a.joined(), b.joined()).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
  }

  /// The settings of the text towers there are.
  static let styles: [@Sendable (TextConfiguration) -> TextConfiguration] = [
    { $0 }, { $0.withCLIPArchitecture() }, { $0.withBERTArchitecture() },
    {
      var styled = $0
      styled.encoder.pooling = .map
      return styled
    },
  ]

  @Test("Texts beside each other do not see each other, whatever the settings", arguments: styles.indices)
  func packing(style: Int) throws {
    let towers = try TwinTowers(image: image, text: Self.styles[style](text), backend: backend, seed: 2)
    let together = try embed(Self.texts, with: towers)
    let apart = try Self.texts.map { try embed([$0], with: towers)[0] }
    #expect(worst(together, apart) < Tolerance.embedding)
    #expect(worst([together[0]], [together[1]]) > 1e-2, "different texts have one embedding")
    #expect(worst(try embed(Self.texts, with: towers, activation: .bfloat16), together) < Tolerance.bfloat16)
  }

  @Test("What is computed again in the backward pass gives the same gradients", arguments: styles.indices)
  func recomputation(style: Int) throws {
    let towers = try TwinTowers(image: image, text: Self.styles[style](text), backend: backend, seed: 2)
    func gradients(_ recomputation: ActivationCheckpointing) throws -> [Float] {
      towers.parameters.zeroGradients()
      let tape = Tape(backend: backend, activation: .float32, recomputation: recomputation)
      let out = try towers.embed(input(Self.texts), on: tape)
      try tape.backward(from: out, gradient: backend.tensor((0..<64).map { Float($0 % 7) - 3 }, [4, 16]))
      return try towers.parameters.parameters.flatMap { try $0.variable.gradient?.floatArray() ?? [] }
    }
    let plain = try gradients(.none)
    #expect(plain.contains { $0 != 0 })
    for recomputation in [ActivationCheckpointing.normsAndActivations, .block] {
      #expect(worst([plain], [try gradients(recomputation)]) < Tolerance.gradient * Double(plain.map(abs).max() ?? 0))
    }
  }

  @Test("A causal tower's first tokens do not know what follows")
  func causality() throws {
    var causal = text
    causal.encoder.isCausal = true
    causal.encoder.pooling = .first
    let towers = try TwinTowers(image: image, text: causal, backend: backend, seed: 2)
    let found = try embed([[4, 9, 2], [4, 11], [5, 9, 2]], with: towers)
    #expect(worst([found[0]], [found[1]]) < Tolerance.embedding)
    #expect(worst([found[0]], [found[2]]) > 1e-2)
  }

  @Test("Tokens of a shared tower go through the blocks that patches go through")
  func sharedBlocks() throws {
    let tower = try SharedTower(configuration: image, text: text, backend: backend, seed: 3)
    let tape = Tape(backend: backend, activation: .float32)
    let out = try tower.embed(input(Self.texts), on: tape)
    try tape.backward(from: out, gradient: backend.tensor((0..<64).map { Float($0 % 5) - 2 }, [4, 16]))
    func touched(_ name: String) throws -> Bool {
      try #require(tower.parameters[name]?.variable.gradient).floatArray().contains { $0 != 0 }
    }
    #expect(try touched("encoder/block0/attention/qkv/kernel") && touched("text/tokens") && touched("text/positions"))
    #expect(try !touched("encoder/embedding/kernel") && !touched("encoder/positions"))
    // Only the two tables come to the pixels' model.
    let pixels = try SharedTower(configuration: image, backend: backend, seed: 3)
    #expect(tower.parameters.count == pixels.parameters.count + (50 + 9) * 32)
  }

  @Test("The text tower may begin as the image tower")
  func beginning() throws {
    let towers = try TwinTowers(image: image, text: text, backend: backend, seed: 4)
    try towers.beginTextWithImage()
    for name in ["block1/attention/qkv/kernel", "norm/scale", "head/kernel"] {
      let values = try ["image", "text"].map { try #require(towers.parameters["\($0)/\(name)"]).value.floatArray() }
      #expect(values[0] == values[1] ? true : false, "\(name)")
    }
    let styled = try TwinTowers(image: image, text: text.withBERTArchitecture(), backend: backend, seed: 4)
    let error = #expect(throws: ModelError.self) { try styled.beginTextWithImage() }
    #expect(error?.description.contains("give it the image tower's width, depth and settings") == true)
  }

  @Test("Texts that do not fit are refused with a sentence")
  func mistakes() throws {
    let towers = try TwinTowers(image: image, text: text, backend: backend, seed: 2)
    let pixels = try SharedTower(configuration: image, backend: backend, seed: 3)
    func complaint(_ texts: [[Int32]], _ tower: some Tower) -> String {
      #expect(throws: TensorError.self) { try embed(texts, with: tower) }?.description ?? ""
    }
    #expect(
      complaint([[Int32](repeating: 1, count: 10)], towers)
        == "a text of 10 tokens is longer than the model's context of 9")
    #expect(complaint([[50]], towers) == "token 50 is not among the model's 50; the tokenizer does not match the model")
    #expect(
      complaint([[]], try TwinTowers(image: image, text: text.withCLIPArchitecture(), backend: backend, seed: 2))
        .contains(
          "empty"))
    #expect(complaint([[1]], pixels) == "this model reads texts as pages, not as tokens")
    #expect(throws: TensorError.self) { try TokenInput(tokens: [1, 2] as [Int32], offsets: [0, 1], backend: backend) }
    var short = text
    short.encoder.embedding = 8
    #expect(throws: TensorError.self) { try TwinTowers(image: image, text: short, backend: backend, seed: 2) }
    #expect(throws: TensorError.self) {
      try SharedTower(configuration: image, text: short, backend: backend, seed: 2)
    }
  }
}

import Runtime
import Tensors
import TestSupport
import Testing

@testable import Autograd

@Suite("Branches in one pass, whatever is computed again")
struct RecomputationTests {
  let backend: CPUBackend
  static let tokens = 150, width = 20, hidden = 48

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  /// The parameters of one residual branch with an MLP.
  struct Branch {
    let norm: Normalization
    let up: (weight: Variable, bias: Variable)
    let down: (weight: Variable, bias: Variable)
    var all: [Variable] { [norm.scale, norm.bias, up.weight, up.bias, down.weight, down.bias] }
  }

  func parameter(_ shape: Shape, _ generator: inout SeededGenerator, around middle: Float = 0) throws -> Variable {
    Variable(
      parameter: try backend.tensor((0..<shape.count).map { _ in middle + generator.uniform(-0.3, 0.3) }, shape),
      gradient: try backend.zeros(shape, .float32))
  }

  func branch() throws -> Branch {
    var generator = SeededGenerator(seed: 3)
    let (width, hidden) = (Self.width, Self.hidden)
    return Branch(
      norm: Normalization(
        scale: try parameter([width], &generator, around: 1), bias: try parameter([width], &generator), epsilon: 1e-6),
      up: (try parameter([width, hidden], &generator), try parameter([hidden], &generator)),
      down: (try parameter([hidden, width], &generator), try parameter([width], &generator)))
  }

  func stream() throws -> Tensor {
    var generator = SeededGenerator(seed: 4)
    let count = Self.tokens * Self.width
    return try backend.tensor((0..<count).map { _ in generator.uniform(-2, 2) }, [Self.tokens, Self.width])
  }

  /// Output of two branches one after the other, and all gradients, the stream's first.
  func run(_ tape: Tape, _ body: @escaping (Branch, Variable, Tape) throws -> Variable) throws -> [[Float]] {
    let branches = [try branch(), try branch()]
    let input = Variable(try stream(), needsGradient: true)
    var x = input
    for branch in branches { x = try tape.checkpoint(x) { try body(branch, $0, $1) } }
    let slope = try backend.tensor((0..<x.value.count).map { Float($0 % 7) / 7 - 0.4 }, x.value.shape)
    try tape.backward(from: x, gradient: slope)
    let gradients = [try #require(input.gradient)] + branches.flatMap { $0.all.compactMap(\.gradient) }
    return try ([x.value] + gradients).map { try $0.floatArray() }
  }

  static func fused(_ branch: Branch, _ x: Variable, _ tape: Tape) throws -> Variable {
    let hidden = try tape.normalizedLinear(x, branch.norm, weight: branch.up.weight, bias: branch.up.bias)
    return try tape.linearResidual(
      x, adding: hidden, gelu: .tanh, weight: branch.down.weight, bias: branch.down.bias)
  }

  static func stepByStep(_ branch: Branch, _ x: Variable, _ tape: Tape) throws -> Variable {
    let normed = try tape.layerNorm(
      x, scale: branch.norm.scale, bias: branch.norm.bias, epsilon: branch.norm.epsilon)
    let hidden = try tape.linear(normed, weight: branch.up.weight, bias: branch.up.bias)
    return try tape.residual(
      x, adding: tape.linear(tape.gelu(hidden), weight: branch.down.weight, bias: branch.down.bias))
  }

  /// What one gradient may differ by that was made in two ways, relative to the largest. In float32, through sums over the widths
  /// of a norm and two layers in two branches, there and back, and over the tokens. In bf16 rows are rounded ten times besides.
  static func tolerance(_ activation: ElementType) -> Float {
    let branch = [width, width, hidden]
    let float32 = Rounding.float32.twoWays(throughSumsOf: [branch, branch, branch, branch, [tokens]].flatMap { $0 })
    return Float(activation == .bfloat16 ? Rounding.bfloat16.walk(of: 10) : float32)
  }

  @Test(arguments: [ElementType.float32, .bfloat16])
  func onePassGivesWhatSingleStepsGive(activation: ElementType) throws {
    let plain = try run(Tape(backend: backend, activation: activation), Self.stepByStep)
    let fused = try run(Tape(backend: backend, activation: activation), Self.fused)
    for (index, (left, right)) in zip(plain, fused).enumerated() {
      let largest = left.map(abs).max() ?? 0
      let worst = zip(left, right).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= Self.tolerance(activation) * largest, "array \(index)")
    }
  }

  @Test(arguments: [ElementType.float32, .bfloat16], [ActivationCheckpointing.none, .block])
  func whatIsComputedAgainIsTheSame(activation: ElementType, recomputation: ActivationCheckpointing) throws {
    let cheap = try run(Tape(backend: backend, activation: activation), Self.fused)
    let other = try run(
      Tape(backend: backend, activation: activation, recomputation: recomputation), Self.fused)
    // Blocks are the same to the last bit. A norm's output is made of rows that have been rounded, the second time.
    let tolerance = recomputation == .block ? 0 : Self.tolerance(activation)
    for (left, right) in zip(cheap, other) {
      let largest = left.map(abs).max() ?? 0
      #expect(zip(left, right).allSatisfy { abs($0 - $1) <= tolerance * largest })
    }
  }

  @Test func lessIsKeptTheMoreIsComputedAgain() throws {
    func peak(_ recomputation: ActivationCheckpointing) throws -> Int {
      let own = try RecomputationTests()
      let tape = Tape(backend: own.backend, activation: .float32, recomputation: recomputation)
      var x = Variable(try own.stream(), needsGradient: true)
      let branches = try (0..<12).map { _ in try own.branch() }
      for branch in branches { x = try tape.checkpoint(x) { try Self.fused(branch, $0, $1) } }
      try tape.backward(from: x, gradient: try own.stream())
      return own.backend.peakBytes
    }
    let (none, cheap, block) = (try peak(.none), try peak(.normsAndActivations), try peak(.block))
    #expect(cheap < none && Double(block) < 0.75 * Double(cheap))
  }
}

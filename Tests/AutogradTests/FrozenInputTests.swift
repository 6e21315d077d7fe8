import CEmulatedLevels
import CKernels
import Runtime
import Testing

@testable import Autograd
@testable import Tensors

/// An operation, and the shapes of what it is given.
private struct Case: Sendable, CustomTestStringConvertible {
  let name: String
  let shapes: [Shape]
  let operation: @Sendable (Tape, [Variable]) throws -> Variable

  init(_ name: String, _ shapes: [Shape], _ operation: @escaping @Sendable (Tape, [Variable]) throws -> Variable) {
    (self.name, self.shapes, self.operation) = (name, shapes, operation)
  }

  var testDescription: String { name }
}

extension Tape {
  /// What layers multiply: activations.
  fileprivate func active(_ x: Variable) throws -> Variable { try convert(x, to: activation) }
  fileprivate func offsets(_ values: [Int32]) throws -> Tensor { try backend.tensor(values, [values.count]) }
}

@Suite("Frozen inputs: nothing flows into them, and into the others what always did")
struct FrozenInputTests {
  /// More rows than a block has, and widths that are no multiple of a tile's.
  private static let rows = 70
  private static let layers: [Case] = [
    Case("linear", [[rows, 40], [40, 70], [70]]) { try $0.linear($0.active($1[0]), weight: $1[1], bias: $1[2]) },
    Case("linear without bias", [[rows, 40], [40, 70]]) {
      try $0.linear($0.active($1[0]), weight: $1[1], bias: nil, out: .float32)
    },
    Case("normalizedLinear", [[rows, 40], [40], [40], [40, 70], [70]]) {
      try $0.normalizedLinear(
        $1[0], Normalization(scale: $1[1], bias: $1[2], epsilon: 1e-6), weight: $1[3], bias: $1[4])
    },
    Case("linearResidual", [[rows, 70], [rows, 40], [40, 70], [70]]) {
      try $0.linearResidual($1[0], adding: $0.active($1[1]), weight: $1[2], bias: $1[3])
    },
    Case("linearResidual of GELU", [[rows, 70], [rows, 40], [40, 70], [70]]) {
      try $0.linearResidual($1[0], adding: $0.active($1[1]), gelu: .tanh, weight: $1[2], bias: $1[3])
    },
    Case("layerNorm", [[rows, 40], [40], [40]]) {
      try $0.layerNorm($1[0], scale: $1[1], bias: $1[2], epsilon: 1e-6)
    },
    Case("residual", [[rows, 40], [rows, 40]]) { try $0.residual($1[0], adding: $0.active($1[1])) },
    Case("checkpoint", [[rows, 40], [40], [40], [40, 70], [70], [70, 40]]) { tape, inputs in
      try tape.checkpoint(inputs[0]) { x, tape in
        let norm = Normalization(scale: inputs[1], bias: inputs[2], epsilon: 1e-6)
        let hidden = try tape.normalizedLinear(x, norm, weight: inputs[3], bias: inputs[4])
        return try tape.linearResidual(x, adding: hidden, gelu: .tanh, weight: inputs[5], bias: nil)
      }
    },
  ]
  private static let others: [Case] = [
    // The positions are added in place, so they are given a fresh value to be added to.
    Case("addPositions", [[4, 6], [3, 6]]) {
      try $0.addPositions($0.scale($1[0], by: 1), table: $1[1], positionIds: $0.offsets([2, 0, 2, 1]))
    },
    Case("lookUp", [[6, 3]]) { try $0.lookUp($1[0], tokens: $0.offsets([4, 0, 4])) },
    Case("prepend", [[1, 4], [5, 4]]) { try $0.prepend($1[0], to: $1[1], offsets: $0.offsets([0, 2, 5])) },
    Case("probeAttention", [[1, 8], [9, 16]]) {
      try $0.probeAttention(query: $1[0], keyValue: $1[1], offsets: $0.offsets([0, 3, 9]), heads: 2)
    },
    Case("softmax loss", [[5, 3], [5, 3], [1]]) {
      try $0.contrastiveLoss($1[0], $1[1], logScale: $1[2], duplicateIds: nil).loss
    },
    Case("sigmoid loss", [[5, 3], [5, 3], [1], [1]]) {
      try $0.contrastiveLoss($1[0], $1[1], logScale: $1[2], bias: $1[3], duplicateIds: nil).loss
    },
    Case("maxSimilarity", [[5, 3], [4, 3]]) {
      try $0.maxSimilarity(images: $1[0], imageOffsets: [0, 3, 5], texts: $1[1], textOffsets: [0, 1, 4]).texts
    },
    Case("softmaxPool", [[5, 3], [5, 2]]) {
      try $0.softmaxPool($1[0], logits: $1[1], offsets: $0.offsets([0, 3, 5]))
    },
    Case("add", [[5, 3], [3]]) { try $0.add($1[0], $1[1], per: .column) },
    Case("multiply", [[5, 3], [5]]) { try $0.multiply($1[0], by: $1[1], per: .row) },
    Case("matrixProduct", [[5, 3], [3, 4]]) { try $0.matrixProduct($1[0], $1[1]) },
    Case("matrixProduct transposed", [[5, 3], [4, 3]]) { try $0.matrixProduct($1[0], transposed: $1[1]) },
    Case("concatenate", [[5, 3], [2, 3]]) { try $0.concatenate($1) },
    Case("packedAttention", [[9, 24]]) { try $0.packedAttention($1[0], offsets: $0.offsets([0, 3, 9]), heads: 2) },
    Case("meanPool", [[9, 5]]) { try $0.meanPool($1[0], offsets: $0.offsets([0, 3, 9])) },
    Case("l2Normalize", [[4, 6]]) { try $0.l2Normalize($1[0]) },
    Case("gelu", [[4, 6]]) { try $0.gelu($1[0]) },
    Case("pickRows", [[5, 4]]) { try $0.pickRows($1[0], rows: $0.offsets([3, 0, 3])) },
    Case("rows", [[5, 4]]) { try $0.rows($1[0], 1..<3) },
  ]

  private func parameters(of known: Case, on backend: CPUBackend) throws -> [Variable] {
    var generator = SeededGenerator(seed: 11)
    return try known.shapes.map { shape in
      Variable(
        parameter: try backend.tensor((0..<shape.count).map { _ in generator.uniform(-1, 1) }, shape),
        gradient: try backend.zeros(shape, .float32))
    }
  }

  /// The output, and the gradients of all inputs where those of `frozen` are; bits tell apart what numbers do not.
  private func run(_ known: Case, frozen: Int, on tape: Tape, _ backend: CPUBackend) throws -> [[UInt32]?] {
    let inputs = try parameters(of: known, on: backend)
    for (index, input) in inputs.enumerated() where frozen >> index & 1 == 1 { input.freeze() }
    let out = try known.operation(tape, inputs)
    #expect(out.needsGradient == inputs.contains(where: \.needsGradient))
    let slope = (0..<out.value.count).map { Float($0 % 7) / 7 - 0.4 }
    try tape.backward(from: out, gradient: backend.tensor(slope, out.value.shape))
    #expect(tape.recordedOperations == 0)
    let floats = try out.value.converted(to: .float32, backend)
    return try ([floats] + inputs.map(\.gradient)).map { try $0?.floatArray().map(\.bitPattern) }
  }

  private func checkEveryCombination(_ known: Case, on backend: CPUBackend, _ makeTape: () -> Tape) throws {
    let whole = try run(known, frozen: 0, on: makeTape(), backend)
    #expect(whole.allSatisfy { $0?.contains { $0 != 0 } == true })
    for frozen in 1..<(1 << known.shapes.count) {
      let part = try run(known, frozen: frozen, on: makeTape(), backend)
      #expect(part[0] == whole[0])
      for index in known.shapes.indices {
        let expected = frozen >> index & 1 == 1 ? nil : whole[index + 1]
        let isRight = part[index + 1] == expected
        #expect(isRight, "input \(index) where \(String(frozen, radix: 2)) are frozen")
      }
    }
  }

  /// This processor, floats in the place of bfloat16, and AMX's tiles, emulated where there are none: with them floats as they
  /// are, and as three products.
  private static func backends() throws -> [CPUBackend] {
    let pool = try ThreadPool(threads: 2)
    let hosts = [try CPUBackend(pool: pool), try CPUBackend(pool: pool, wideningBFloat16: true)]
    guard clippo_emulated_kernels_at_level(5) != nil else { return hosts }
    let tiles = TileKernels(
      turnPanel: clippo_emulated_tiles_turn_panel, weightGradient: clippo_emulated_tiles_weight_gradient)
    return try hosts
      + [FloatProducts.exact, .threeParts].map {
        try CPUBackend(pool: pool, floatProducts: $0, wideningBFloat16: false, tiles: tiles)
      }
  }

  @Test("of layers, in every precision", arguments: layers, ActivationCheckpointing.allCases)
  fileprivate func layersOfEveryPrecision(known: Case, recomputation: ActivationCheckpointing) throws {
    for backend in try Self.backends() {
      for activation in [ElementType.float32, .bfloat16] {
        try checkEveryCombination(known, on: backend) {
          Tape(backend: backend, activation: activation, recomputation: recomputation)
        }
      }
    }
  }

  @Test("of everything else", arguments: others)
  fileprivate func everythingElse(known: Case) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 2))
    try checkEveryCombination(known, on: backend) { Tape(backend: backend, activation: .float32) }
  }

  @Test("Where everything is frozen, nothing is recorded or kept", arguments: layers + others)
  fileprivate func nothingIsKept(known: Case) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 2))
    let inputs = try parameters(of: known, on: backend)
    for input in inputs { input.freeze() }
    func kept(isRecording: Bool, _ recomputation: ActivationCheckpointing) throws -> Int {
      let tape = Tape(
        backend: backend, activation: .bfloat16, isRecording: isRecording, recomputation: recomputation)
      let before = backend.usedBytes
      let out = try known.operation(tape, inputs)
      #expect(tape.recordedOperations == 0 && !out.needsGradient)
      return withExtendedLifetime((tape, out)) { backend.usedBytes - before }
    }
    // The first pass reserves what the kernels work in.
    _ = try kept(isRecording: false, .none)
    for recomputation in ActivationCheckpointing.allCases {
      #expect(try kept(isRecording: true, recomputation) == kept(isRecording: false, recomputation))
    }
  }

  @Test("A frozen layer keeps its input for nobody")
  func frozenLayer() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1))
    let known = Self.layers[1]
    func kept(freezing: Bool) throws -> Int {
      let inputs = try parameters(of: known, on: backend)
      if freezing { inputs[1].freeze() }
      let tape = Tape(backend: backend, activation: .bfloat16)
      let before = backend.usedBytes
      let out = try known.operation(tape, inputs)
      return withExtendedLifetime((tape, out)) { backend.usedBytes - before }
    }
    _ = try kept(freezing: false)
    let activations = Self.rows * 40 * 2
    #expect(try kept(freezing: false) - kept(freezing: true) >= activations)
  }

  @Test("A frozen parameter gives its gradient's memory back")
  func memory() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1))
    let value = try backend.zeros([1 << 16], .float32)
    let parameter = Variable(parameter: value, gradient: try backend.zeros([1 << 16], .float32))
    let before = backend.usedBytes
    parameter.freeze()
    #expect(before - backend.usedBytes >= 4 << 16)
    #expect(!parameter.needsGradient && parameter.gradient == nil)
    try parameter.receive(value, backend)
    #expect(parameter.gradient == nil)
  }
}

import Runtime
import Tensors
import TestSupport
import Testing

@testable import Autograd

@Suite("Every operation's derivative agrees with finite differences")
struct OperationTests {
  let differences: FiniteDifferences
  var backend: CPUBackend { differences.backend }

  init() throws { differences = try FiniteDifferences() }

  @Test(arguments: [(1, 3, 2), (5, 4, 3), (67, 5, 4)])
  func linear(rows: Int, inputs: Int, outputs: Int) throws {
    try differences.check([[rows, inputs], [inputs, outputs], [outputs]]) { tape, inputs in
      try tape.linear(inputs[0], weight: inputs[1], bias: inputs[2])
    }
  }

  @Test(arguments: [(1, 3, 2), (5, 4, 3), (67, 5, 4)])
  func normalizedLinear(rows: Int, inputs: Int, outputs: Int) throws {
    try differences.check([[rows, inputs], [inputs], [inputs], [inputs, outputs], [outputs]]) { tape, inputs in
      let norm = Normalization(scale: inputs[1], bias: inputs[2], epsilon: 1e-1)
      return try tape.normalizedLinear(inputs[0], norm, weight: inputs[3], bias: inputs[4])
    }
  }

  @Test(arguments: [nil, .tanh, .erf, .sigmoid] as [GELUForm?], [1, 67])
  func linearResidual(gelu: GELUForm?, rows: Int) throws {
    try differences.check([[rows, 3], [rows, 5], [5, 3], [3]]) { tape, inputs in
      try tape.linearResidual(inputs[0], adding: inputs[1], gelu: gelu, weight: inputs[2], bias: inputs[3])
    }
  }

  @Test func residual() throws {
    try differences.check([[3, 5], [3, 5]]) { try $0.residual($1[0], adding: $1[1]) }
  }

  @Test func aValueUsedTwiceGetsBothGradients() throws {
    try differences.check([[3, 5]]) { try $0.residual($1[0], adding: try $0.gelu($1[0])) }
  }

  @Test(arguments: [2, 7, 64])
  func layerNorm(width: Int) throws {
    try differences.check([[4, width], [width], [width]]) {
      try $0.layerNorm($1[0], scale: $1[1], bias: $1[2], epsilon: 1e-2)
    }
  }

  @Test(arguments: GELUForm.allCases)
  func gelu(form: GELUForm) throws {
    try differences.check([[5, 7]], range: -3...3) { try $0.gelu($1[0], form: form) }
  }

  @Test(arguments: [[0, 1], [0, 3, 4, 9], [0, 0, 5, 5, 7]], [false, true])
  func packedAttention(offsets: [Int32], isCausal: Bool) throws {
    let tokens = Int(offsets.last ?? 0)
    let places = try backend.tensor(offsets, [offsets.count])
    try differences.check([[tokens, 3 * 8]]) {
      try $0.packedAttention($1[0], offsets: places, heads: 2, isCausal: isCausal)
    }
  }

  @Test(arguments: [[0, 1], [0, 3, 4, 9]])
  func probeAttention(offsets: [Int32]) throws {
    let places = try backend.tensor(offsets, [offsets.count])
    try differences.check([[1, 8], [Int(offsets.last ?? 0), 16]]) {
      try $0.probeAttention(query: $1[0], keyValue: $1[1], offsets: places, heads: 2)
    }
  }

  @Test func meanPool() throws {
    let offsets = try backend.tensor([0, 3, 4, 9] as [Int32], [4])
    try differences.check([[9, 5]]) { try $0.meanPool($1[0], offsets: offsets) }
  }

  @Test func addPositions() throws {
    let places = try backend.tensor([2, 0, 2, 1] as [Int32], [4])
    try differences.check([[4, 6], [6, 3], [3, 3]]) { tape, inputs in
      // The positions are added in place, so they are given a fresh value to be added to.
      let fresh = try tape.linear(inputs[0], weight: inputs[1], bias: nil)
      return try tape.addPositions(fresh, table: inputs[2], positionIds: places)
    }
  }

  @Test func lookUp() throws {
    let tokens = try backend.tensor([4, 0, 4, 4, 1] as [Int32], [5])
    try differences.check([[6, 3]]) { try $0.lookUp($1[0], tokens: tokens) }
  }

  @Test func pickRows() throws {
    let rows = try backend.tensor([3, 0, 3] as [Int32], [3])
    try differences.check([[5, 4]]) { try $0.pickRows($1[0], rows: rows) }
  }

  @Test(arguments: [[0, 3], [0, 0, 2, 5], [0, 1, 1]])
  func prepend(offsets: [Int32]) throws {
    let places = try backend.tensor(offsets, [offsets.count])
    try differences.check([[1, 4], [Int(offsets.last ?? 0), 4]]) { tape, inputs in
      try tape.prepend(inputs[0], to: inputs[1], offsets: places)
    }
  }

  @Test func prependedRowsStandBeforeTheirSequences() throws {
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.tensor([1, 2, 3] as [Float], [3, 1]))
    let row = Variable(try backend.tensor([9] as [Float], [1, 1]))
    let out = try tape.prepend(row, to: x, offsets: backend.tensor([0, 2, 2, 3] as [Int32], [4]))
    #expect(try out.value.floatArray() == [9, 1, 2, 9, 9, 3])
  }

  @Test func l2Normalize() throws {
    try differences.check([[4, 6]]) { try $0.l2Normalize($1[0]) }
  }

  @Test func rows() throws {
    try differences.check([[6, 3]]) { try $0.rows($1[0], 2..<5) }
  }

  @Test(arguments: DuplicateRule.allCases, [1, 5, 70])
  func softmaxLoss(duplicates: DuplicateRule, count: Int) throws {
    let duplicateIds = try backend.tensor((0..<count).map { Int32($0 % 3) }, [count])
    try differences.check([[count, 3], [count, 3], [1]]) {
      try $0.contrastiveLoss($1[0], $1[1], logScale: $1[2], duplicateIds: duplicateIds, duplicates: duplicates).loss
    }
  }

  @Test(arguments: DuplicateRule.allCases, [1, 5, 70])
  func sigmoidLoss(duplicates: DuplicateRule, count: Int) throws {
    let duplicateIds = try backend.tensor((0..<count).map { Int32($0 % 3) }, [count])
    try differences.check([[count, 3], [count, 3], [1], [1]]) {
      try $0.contrastiveLoss(
        $1[0], $1[1], logScale: $1[2], bias: $1[3], duplicateIds: duplicateIds, duplicates: duplicates
      ).loss
    }
  }

  /// Similarities in three parts are nearly those of float32; derivatives are rounded to bf16 once on their way.
  @Test(arguments: [40, 600], [nil, -3] as [Float?])
  func contrastInBfloat16IsNearThatInFloat32(count: Int, bias: Float?) throws {
    // As oneDNN multiplies on this processor, and as where it has no products of bf16.
    for widening in [false, true] {
      try contrastInBfloat16(count: count, bias: bias, on: CPUBackend(pool: backend.pool, wideningBFloat16: widening))
    }
  }

  private func contrastInBfloat16(count: Int, bias: Float?, on backend: CPUBackend) throws {
    let width = 16
    func run(_ activation: ElementType) throws -> (loss: Float, gradients: [[Float]]) {
      var generator = SeededGenerator(seed: 6)
      let sides = try (0..<2).map { _ in
        let rows = try backend.tensor((0..<count * width).map { _ in generator.uniform(-1, 1) }, [count, width])
        let unit = try Tape(backend: backend, activation: .float32).l2Normalize(Variable(rows)).value
        return Variable(parameter: unit, gradient: try backend.zeros([count, width], .float32))
      }
      let logScale = Variable(parameter: try backend.tensor([4.5], [1]), gradient: try backend.zeros([1], .float32))
      let bias = try bias.map { Variable(try backend.tensor([$0], [1])) }
      let tape = Tape(backend: backend, activation: activation)
      let loss = try tape.contrastiveLoss(sides[0], sides[1], logScale: logScale, bias: bias, duplicateIds: nil).loss
      try tape.backward(from: loss)
      return (
        try loss.value.floatArray()[0], try (sides + [logScale]).map { try #require($0.gradient).floatArray() }
      )
    }
    let (wide, narrow) = (try run(.float32), try run(.bfloat16))
    #expect(abs(wide.loss - narrow.loss) < 1e-4 * wide.loss)
    for (left, right) in zip(wide.gradients, narrow.gradients) {
      let largest = left.map(abs).max() ?? 0
      // Derivatives, and the rows they are multiplied with, are rounded once each; similarities hold sixteen bits, which the
      // scale of e^4.5 makes ten. A sum of many such is near the largest of its kind.
      let worst = zip(left, right).map { abs($0 - $1) }.max() ?? 0
      #expect(Double(worst) < Rounding.bfloat16.steps(2) * Double(largest))
    }
  }

  /// Where blocks of similarities are kept and where they are computed again, and whoever computes them.
  @Test(arguments: [(40, 8), (600, 8), (1500, 4)])
  func contrastIsTheSameWithAnyNumberOfThreads(count: Int, width: Int) throws {
    var generator = SeededGenerator(seed: 5)
    let images = (0..<count * width).map { _ in generator.uniform(-1, 1) }
    let texts = (0..<count * width).map { _ in generator.uniform(-1, 1) }
    func run(_ threads: Int) throws -> (loss: Double, correct: [Int], gradients: [[Float]]) {
      let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
      let variables = try [images, texts].map {
        Variable(
          parameter: try backend.tensor($0, [count, width]), gradient: try backend.zeros([count, width], .float32))
      }
      let tape = Tape(backend: backend, activation: .float32)
      let logScale = Variable(try backend.tensor([1.5], [1]))
      let (loss, result) = try tape.contrastiveLoss(variables[0], variables[1], logScale: logScale, duplicateIds: nil)
      try tape.backward(from: loss)
      return (
        result.loss, [result.correctRows, result.correctColumns],
        try variables.map { try #require($0.gradient).floatArray() }
      )
    }
    let alone = try run(1)
    for threads in 2...3 {
      let together = try run(threads)
      #expect(abs(alone.loss - together.loss) < Rounding.float32.sum(of: 2 * count) * abs(alone.loss))
      #expect(alone.correct == together.correct)
      let largest = alone.gradients.joined().map(abs).max() ?? 0
      // Sums over the width, over rows and columns of the square, and of as many gradients.
      let tolerance = Rounding.float32.twoWays(throughSumsOf: [width, count, count]) * Double(largest)
      let worst = zip(alone.gradients.joined(), together.gradients.joined()).map { abs($0 - $1) }.max() ?? 0
      #expect(Double(worst) < tolerance)
    }
  }
}

@Suite("Operations refuse operands that do not fit")
struct OperandTests {
  @Test func theyNameTheOperationAndTheShapes() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1))
    let tape = Tape(backend: backend, activation: .float32)
    let x = Variable(try backend.zeros([2, 3], .float32))
    let weight = Variable(try backend.zeros([4, 5], .float32))
    let error = #expect(throws: TensorError.self) { try tape.linear(x, weight: weight, bias: nil) }
    #expect(error?.description == "linear: x [2, 3] does not fit weight [4, 5]")
    let places = try backend.tensor([0, 9] as [Int32], [2])
    let table = Variable(try backend.zeros([4, 3], .float32))
    #expect(throws: TensorError.self) { try tape.addPositions(x, table: table, positionIds: places) }
  }
}

import CKernels
import Testing

@testable import Tensors

@Suite("Dense products agree with the triple loop")
struct DenseProductTests {
  static let rowCounts = [1, 2, 31, 32, 255, 256, 257, 700]

  /// a · b in double; either side may be stored transposed.
  static func product(
    _ a: [Float], _ b: [Float], rows: Int, inner: Int, columns: Int, aTransposed: Bool = false,
    bTransposed: Bool = false
  ) -> [Double] {
    var out = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        for k in 0..<inner {
          let left = aTransposed ? a[k * rows + row] : a[row * inner + k]
          let right = bTransposed ? b[column * inner + k] : b[k * columns + column]
          out[row * columns + column] += Double(left) * Double(right)
        }
      }
    }
    return out
  }

  static func random(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform(-1, 1) }
  }

  static func expectClose(
    _ found: [Float], _ expected: [Double], tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(worst <= tolerance, sourceLocation: sourceLocation)
  }

  @Test(arguments: rowCounts, [1, 2, 3])
  func linearAndItsGradients(rows: Int, threads: Int) throws {
    try check(rows, threads: threads, .exact, tolerance: 1e-5)
  }

  /// Sums of 700 products of numbers up to 1, each off by 2⁻¹⁶ at most.
  @Test(arguments: rowCounts)
  func threePartsGiveSixteenBits(rows: Int) throws {
    try check(rows, threads: 2, .threeParts, tolerance: 4e-5)
  }

  private func check(_ rows: Int, threads: Int, _ floatProducts: FloatProducts, tolerance: Double) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads), floatProducts: floatProducts)
    let (inputs, outputs) = (13, 21)
    let x = Self.random(rows * inputs, seed: 1)
    let weight = Self.random(inputs * outputs, seed: 2)
    let bias = Self.random(outputs, seed: 3)
    let dy = Self.random(rows * outputs, seed: 4)
    let tensors = (
      x: try backend.tensor(x, [rows, inputs]), weight: try backend.tensor(weight, [inputs, outputs]),
      bias: try backend.tensor(bias, [outputs]), dy: try backend.tensor(dy, [rows, outputs])
    )

    let y = try backend.empty([rows, outputs], .float32)
    try backend.kernels.linear(y, tensors.x, weight: tensors.weight, bias: tensors.bias)
    let plain = Self.product(x, weight, rows: rows, inner: inputs, columns: outputs)
    Self.expectClose(
      try y.floatArray(), plain.enumerated().map { $1 + Double(bias[$0 % outputs]) }, tolerance: tolerance)

    let dx = try backend.empty([rows, inputs], .float32)
    try backend.kernels.linearInputGradient(dx, tensors.dy, weight: tensors.weight)
    Self.expectClose(
      try dx.floatArray(),
      Self.product(dy, weight, rows: rows, inner: outputs, columns: inputs, bTransposed: true), tolerance: tolerance)

    let dweight = try backend.tensor(Self.random(inputs * outputs, seed: 5), [inputs, outputs])
    let before = try dweight.floatArray()
    let dbias = try backend.zeros([outputs], .float32)
    try backend.kernels.linearWeightGradient(dweight, dbias: dbias, x: tensors.x, tensors.dy)
    let added = Self.product(x, dy, rows: inputs, inner: rows, columns: outputs, aTransposed: true)
    Self.expectClose(
      try dweight.floatArray(), zip(before, added).map { Double($0) + $1 }, tolerance: 10 * tolerance)
    let sums = (0..<outputs).map { column in
      (0..<rows).reduce(0.0) { $0 + Double(dy[$1 * outputs + column]) }
    }
    Self.expectClose(try dbias.floatArray(), sums, tolerance: 10 * tolerance)
  }

  @Test func bfloat16OperandsGiveFloat32SumsOfRoundedFactors() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 2))
    let (rows, inputs, outputs) = (300, 64, 48)
    let x = Self.random(rows * inputs, seed: 1)
    let weight = Self.random(inputs * outputs, seed: 2)
    let narrow = try backend.empty([rows, inputs], .bfloat16)
    try backend.kernels.convert(narrow, try backend.tensor(x, [rows, inputs]))
    let y = try backend.empty([rows, outputs], .float32)
    try backend.kernels.linear(y, narrow, weight: try backend.tensor(weight, [inputs, outputs]), bias: nil)
    // A factor rounded to 8 bits is off by at most 1/256 of itself; 64 of them add up like a random walk.
    Self.expectClose(
      try y.floatArray(), Self.product(x, weight, rows: rows, inner: inputs, columns: outputs), tolerance: 0.08)
  }

  /// Sizes on both sides of whole tiles (16, 32), of blocks of columns (256, 384) and of panels of rows (512).
  @Test(arguments: [1, 2, 33, 511, 514, 1100], [(1, 1), (13, 21), (32, 64), (65, 300), (400, 33)])
  func bfloat16GradientsOfWeights(rows: Int, size: (inputs: Int, outputs: Int)) throws {
    let (inputs, outputs) = size
    let x = Self.roundedRandom(rows * inputs, seed: 1)
    let dy = Self.roundedRandom(rows * outputs, seed: 2)
    let before = Self.random(inputs * outputs, seed: 3)
    let added = Self.product(x, dy, rows: inputs, inner: rows, columns: outputs, aTransposed: true)
    let sums = (0..<outputs).map { column in
      (0..<rows).reduce(0.5) { $0 + Double(dy[$1 * outputs + column]) }
    }
    var found: [[Float]] = []
    for threads in 1...3 {
      let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
      let dweight = try backend.tensor(before, [inputs, outputs])
      let dbias = try backend.tensor([Float](repeating: 0.5, count: outputs), [outputs])
      try backend.kernels.linearWeightGradient(
        dweight, dbias: dbias, x: try backend.bfloat16(x, [rows, inputs]), try backend.bfloat16(dy, [rows, outputs]))
      Self.expectClose(
        try dweight.floatArray(), zip(before, added).map { Double($0) + $1 }, tolerance: 1e-5 * Double(rows + 10))
      Self.expectClose(try dbias.floatArray(), sums, tolerance: 1e-5 * Double(rows + 10))
      found.append(try dweight.floatArray())
    }
    if clippo_has_tiles() != 0 { #expect(found[0] == found[1] && found[1] == found[2]) }
  }

  @Test func whatIsNotANumberReachesItsGradientsAndNoOther() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 2))
    let (rows, inputs, outputs) = (600, 40, 70)
    var x = Self.roundedRandom(rows * inputs, seed: 1)
    var dy = Self.roundedRandom(rows * outputs, seed: 2)
    x[599 * inputs + 39] = .infinity
    dy[3 * outputs + 69] = .nan
    let dweight = try backend.zeros([inputs, outputs], .float32)
    let dbias = try backend.zeros([outputs], .float32)
    try backend.kernels.linearWeightGradient(
      dweight, dbias: dbias, x: try backend.bfloat16(x, [rows, inputs]), try backend.bfloat16(dy, [rows, outputs]))
    let found = try dweight.floatArray()
    for input in 0..<inputs {
      for output in 0..<outputs {
        let value = found[input * outputs + output]
        #expect(value.isNaN == (output == 69))
        #expect(value.isInfinite == (input == 39 && output != 69))
      }
    }
    #expect(try dbias.floatArray().map(\.isNaN) == (0..<outputs).map { $0 == 69 })
  }

  /// Random values that bf16 holds exactly.
  static func roundedRandom(_ count: Int, seed: UInt64) -> [Float] {
    random(count, seed: seed).map { Float(bitPattern: $0.bitPattern & 0xffff_0000) }
  }

  @Test(arguments: [0..<1, 0..<255, 3..<1000, 256..<512])
  func blocksCoverARangeOnceInPowersOfTwo(range: Range<Int>) {
    var next = range.lowerBound
    DenseProducts.forEachBlock(range) { start, count in
      #expect(start == next)
      #expect(count.nonzeroBitCount == 1 && count <= DenseProducts.largestBlock)
      next = start + count
    }
    #expect(next == range.upperBound)
  }
}

extension CPUBackend {
  fileprivate func bfloat16(_ values: [Float], _ shape: Shape) throws -> Tensor {
    let out = try empty(shape, .bfloat16)
    try kernels.convert(out, try tensor(values, shape))
    return out
  }
}

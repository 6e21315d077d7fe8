import CEmulatedLevels
import CKernels
import TestSupport
import Testing

@testable import Runtime
@testable import Tensors

/// What multiplies: this processor as it is, floats in the place of bf16, or AMX's tiles in emulation.
enum Means: Sendable {
  case processor, widened, emulatedTiles

  static let available: [Means] =
    [.processor, .widened] + (clippo_emulated_kernels_at_level(5) == nil ? [] : [.emulatedTiles])

  func backend(threads: Int, _ floatProducts: FloatProducts = .exact) throws -> CPUBackend {
    let emulated = TileKernels(
      turnPanel: clippo_emulated_tiles_turn_panel, weightGradient: clippo_emulated_tiles_weight_gradient)
    return try CPUBackend(
      pool: try ThreadPool(threads: threads), floatProducts: floatProducts, wideningBFloat16: self == .widened,
      tiles: self == .emulatedTiles ? emulated : .native)
  }
}

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

  /// Expects every value within `relative` of the sum of the sizes of what it was summed from.
  static func expectClose(
    _ found: [Float], _ expected: [Double], sizes: [Double], within relative: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count && found.count == sizes.count, sourceLocation: sourceLocation)
    let worst = zip(zip(found, expected), sizes).map { abs(Double($0.0) - $0.1) / max($1, 1e-30) }.max() ?? 0
    #expect(worst <= relative, sourceLocation: sourceLocation)
  }

  @Test(arguments: rowCounts, [1, 2, 3])
  func linearAndItsGradients(rows: Int, threads: Int) throws {
    try check(rows, try CPUBackend(pool: try ThreadPool(threads: threads))) { Rounding.float32.sum(of: $0 + 2) }
  }

  /// What a factor's two numbers of eight bits leave out is at most 2⁻¹⁷ of it, and the product of the smaller two, which is not
  /// made, 2⁻¹⁶ of the whole.
  @Test(arguments: rowCounts, Means.available)
  func threePartsGiveSixteenBits(rows: Int, means: Means) throws {
    let backend = try means.backend(threads: 2, .threeParts)
    #expect(backend.splitsFloatProducts == (means == .emulatedTiles || clippo_has_tiles() != 0))
    try check(rows, backend) { 0x1p-15 + Rounding.float32.sum(of: 3 * $0 + 2) }
  }

  /// - Parameter bound: what sums of so many products may be off by, relative to the sum of their sizes.
  private func check(_ rows: Int, _ backend: CPUBackend, bound: (_ terms: Int) -> Double) throws {
    let (inputs, outputs) = (13, 21)
    let x = Self.random(rows * inputs, seed: 1)
    let weight = Self.random(inputs * outputs, seed: 2)
    let bias = Self.random(outputs, seed: 3)
    let dy = Self.random(rows * outputs, seed: 4)
    let tensors = (
      x: try backend.tensor(x, [rows, inputs]), weight: try backend.tensor(weight, [inputs, outputs]),
      bias: try backend.tensor(bias, [outputs]), dy: try backend.tensor(dy, [rows, outputs])
    )
    /// A product in double, and the same of the sizes, plus what is added to it.
    func known(_ product: ([Float], [Float]) -> [Double], _ a: [Float], _ b: [Float], plus added: (Int) -> Float)
      -> (sums: [Double], sizes: [Double])
    {
      (
        product(a, b).enumerated().map { $1 + Double(added($0)) },
        product(a.map(abs), b.map(abs)).enumerated().map { $1 + Double(abs(added($0))) }
      )
    }

    let y = try backend.empty([rows, outputs], .float32)
    try backend.kernels.linear(y, tensors.x, weight: tensors.weight, bias: tensors.bias)
    let forward = known({ Self.product($0, $1, rows: rows, inner: inputs, columns: outputs) }, x, weight) {
      bias[$0 % outputs]
    }
    Self.expectClose(try y.floatArray(), forward.sums, sizes: forward.sizes, within: bound(inputs))

    let dx = try backend.empty([rows, inputs], .float32)
    try backend.kernels.linearInputGradient(dx, tensors.dy, weight: tensors.weight)
    let back = known(
      { Self.product($0, $1, rows: rows, inner: outputs, columns: inputs, bTransposed: true) }, dy, weight
    ) { _ in 0 }
    Self.expectClose(try dx.floatArray(), back.sums, sizes: back.sizes, within: bound(outputs))

    let before = Self.random(inputs * outputs, seed: 5)
    let dweight = try backend.tensor(before, [inputs, outputs])
    let dbias = try backend.zeros([outputs], .float32)
    try backend.kernels.linearWeightGradient(dweight, dbias: dbias, x: tensors.x, tensors.dy)
    let added = known(
      { Self.product($0, $1, rows: inputs, inner: rows, columns: outputs, aTransposed: true) }, x, dy
    ) { before[$0] }
    Self.expectClose(try dweight.floatArray(), added.sums, sizes: added.sizes, within: bound(rows))
    let ones = [Float](repeating: 1, count: rows)
    let sums = known({ Self.product($0, $1, rows: 1, inner: rows, columns: outputs) }, ones, dy) { _ in 0 }
    Self.expectClose(try dbias.floatArray(), sums.sums, sizes: sums.sizes, within: bound(rows))
  }

  /// The factors are rounded, packed ones too, and nothing else is, whoever multiplies; the result is rounded where asked for.
  @Test(arguments: Means.available, [1, 64, 300])
  func bfloat16OperandsGiveSumsOfRoundedFactors(means: Means, rows: Int) throws {
    for transposed in [false, true] { try roundedFactors(means, rows: rows, transposed: transposed) }
  }

  private func roundedFactors(_ means: Means, rows: Int, transposed: Bool) throws {
    let backend = try means.backend(threads: 2)
    let (inputs, outputs) = (67, 48)
    let x = Self.random(rows * inputs, seed: 1)
    let weight = Self.random(inputs * outputs, seed: 2)
    let bias = Self.random(outputs, seed: 3)
    let shape: Shape = transposed ? [outputs, inputs] : [inputs, outputs]
    func known(_ x: [Float], _ weight: [Float], _ bias: [Float]) -> [Double] {
      Self.product(x, weight, rows: rows, inner: inputs, columns: outputs, bTransposed: transposed).enumerated().map {
        $1 + Double(bias[$0 % outputs])
      }
    }
    let sums = known(Self.rounded(x), Self.rounded(weight), bias)
    let sizes = known(Self.rounded(x).map(abs), Self.rounded(weight).map(abs), bias.map(abs))
    let narrow = try backend.bfloat16(x, [rows, inputs])
    var row = RowProduct(
      weight: try backend.tensor(weight, shape), bias: try backend.tensor(bias, [outputs]), operand: .bfloat16)
    row.isTransposed = transposed
    let (wide, out) = (try backend.empty([rows, outputs], .float32), try backend.empty([rows, outputs], .bfloat16))
    try backend.kernels.product(wide, narrow, row)
    let bound = Rounding.float32.sum(of: inputs + 1)
    Self.expectClose(try wide.floatArray(), sums, sizes: sizes, within: bound)
    try backend.kernels.product(out, narrow, row)
    try backend.kernels.convert(wide, out)
    Self.expectClose(try wide.floatArray(), sums, sizes: sizes, within: bound + Rounding.bfloat16.unit)
  }

  @Test func whereTheLibraryHasNoProductsOfBfloat16TheyAreMadeOfFloats() throws {
    let widened = try Means.widened.backend(threads: 1)
    #expect(widened.widensBFloat16 && widened.preferredActivation == .float32)
    // Never below AVX-512 with bf16: oneDNN has none there, or slow ones.
    let own = try Means.processor.backend(threads: 1)
    if clippo_cpu_level() < 3 { #expect(own.widensBFloat16 && own.preferredActivation == .float32) }
  }

  /// Widened operands lie in the scratch of a block: a few hundred rows of each, however many there are.
  @Test func noWholeCopyIsWidened() throws {
    let products = try DenseProducts(workers: 1, wideningBFloat16: true)
    let (width, rows) = (96, 100_000)
    let forward = DenseProducts.Key(
      rows: 0, columns: width, inner: width, operand: .bfloat16, out: .bfloat16, rightLayout: .packed)
    let gradient = DenseProducts.Key(
      rows: width, columns: width, inner: 0, operand: .bfloat16, out: .float32, leftTransposed: true, accumulate: true,
      blockIsInner: true)
    for (key, block) in [(forward, DenseProducts.largestBlock), (gradient, DenseProducts.largestInnerBlock)] {
      var plain = key
      (plain.operand, plain.out) = (.float32, .float32)
      let added = try products.family(key, rows: rows).scratchBytes - products.family(plain, rows: rows).scratchBytes
      // Two matrices of floats, each from a cache line on.
      #expect(added > 0 && added <= 2 * (4 * width * block + 64))
    }
  }

  /// Sizes on both sides of whole tiles (16, 32), of blocks of columns (256, 384) and of panels of rows (512).
  @Test(arguments: [1, 2, 33, 511, 514, 1100], [(1, 1), (13, 21), (32, 64), (65, 300), (400, 33)])
  func bfloat16GradientsOfWeights(rows: Int, size: (inputs: Int, outputs: Int)) throws {
    for means in Means.available { try gradientsOfWeights(rows: rows, size: size, means) }
  }

  private func gradientsOfWeights(rows: Int, size: (inputs: Int, outputs: Int), _ means: Means) throws {
    let (inputs, outputs) = size
    let x = Self.roundedRandom(rows * inputs, seed: 1)
    let dy = Self.roundedRandom(rows * outputs, seed: 2)
    let before = Self.random(inputs * outputs, seed: 3)
    func known(_ x: [Float], _ dy: [Float], _ before: [Float]) -> [Double] {
      zip(before, Self.product(x, dy, rows: inputs, inner: rows, columns: outputs, aTransposed: true)).map {
        Double($0) + $1
      }
    }
    func columns(_ dy: [Float]) -> [Double] {
      (0..<outputs).map { column in (0..<rows).reduce(0.5) { $0 + Double(dy[$1 * outputs + column]) } }
    }
    let (expected, sizes) = (known(x, dy, before), known(x.map(abs), dy.map(abs), before.map(abs)))
    let bound = Rounding.float32.sum(of: rows + 1)
    var found: [[Float]] = []
    for threads in 1...3 {
      let backend = try means.backend(threads: threads)
      let dweight = try backend.tensor(before, [inputs, outputs])
      let dbias = try backend.tensor([Float](repeating: 0.5, count: outputs), [outputs])
      try backend.kernels.linearWeightGradient(
        dweight, dbias: dbias, x: try backend.bfloat16(x, [rows, inputs]), try backend.bfloat16(dy, [rows, outputs]))
      Self.expectClose(try dweight.floatArray(), expected, sizes: sizes, within: bound)
      Self.expectClose(try dbias.floatArray(), columns(dy), sizes: columns(dy.map(abs)), within: bound)
      found.append(try dweight.floatArray())
    }
    if means == .emulatedTiles || clippo_has_tiles() != 0 { #expect(found[0] == found[1] && found[1] == found[2]) }
  }

  @Test(arguments: Means.available)
  func whatIsNotANumberReachesItsGradientsAndNoOther(means: Means) throws {
    let backend = try means.backend(threads: 2)
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

  /// Every value rounded to bf16.
  static func rounded(_ x: [Float]) -> [Float] {
    var bits = [UInt16](repeating: 0, count: x.count)
    clippo_reference_convert_f32_to_bf16(&bits, x, x.count)
    return bits.map { Float(bitPattern: UInt32($0) << 16) }
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

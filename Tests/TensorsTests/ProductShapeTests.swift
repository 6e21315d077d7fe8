import CKernels
import Testing

@testable import Runtime
@testable import Tensors

/// A library that multiplies compiles code of its own for every shape, and packs weights in layouts of its own; a fault of one
/// shape shows at no other. Factors are multiples of 1/128 between -1 and 1, which bf16 holds exactly, and so does float32 all
/// sums of their products: whatever the order of summation, the results are equal to the last bit.
@Suite("Products have the right values at every class of shapes that training uses")
struct ProductShapeTests {
  /// Inputs and outputs of a product, and two matrices of factors.
  struct Size: CustomTestStringConvertible, Sendable {
    let inputs: Int, outputs: Int
    init(_ inputs: Int, _ outputs: Int) { (self.inputs, self.outputs) = (inputs, outputs) }
    var testDescription: String { "\(inputs) to \(outputs)" }
    var weight: [Float] { factors(inputs * outputs, seed: 2) }
  }

  /// Patches (of 16, 14, 8 and 4 pixels), attention, two layers, heads, of towers from 192 to 1024 wide; and widths that no
  /// block of columns or of inner values divides.
  static let sizes = [
    Size(768, 192), Size(588, 384), Size(192, 768), Size(48, 96), Size(192, 576), Size(192, 192), Size(384, 1152),
    Size(768, 2304), Size(768, 3072), Size(3072, 768), Size(1536, 384), Size(1024, 512), Size(256, 1), Size(1, 256),
    Size(13, 21), Size(100, 130), Size(130, 100), Size(193, 65), Size(65, 191), Size(333, 777),
  ]

  /// 127 rows on one thread take every size of a block once.
  static let rows = 127

  @Test(arguments: sizes, [1, 2, 3])
  func productsOfRows(size: Size, threads: Int) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
    let x = factors(Self.rows * size.inputs, seed: 1)
    let bias = factors(size.outputs, seed: 3)
    var expected = product(x, size.weight, Self.rows, size.inputs, size.outputs)
    for place in expected.indices { expected[place] += Double(bias[place % size.outputs]) }
    let weight = try backend.tensor(size.weight, [size.inputs, size.outputs])
    for (operand, out) in [(ElementType.float32, ElementType.float32), (.bfloat16, .float32), (.bfloat16, .bfloat16)] {
      let y = try backend.empty([Self.rows, size.outputs], out)
      let from = try backend.activations(x, [Self.rows, size.inputs], operand)
      try backend.kernels.linear(y, from, weight: weight, bias: try backend.tensor(bias, [size.outputs]))
      try expectEqual(y, expected, "\(operand) to \(out)")
    }
  }

  /// The weight is packed from its transpose.
  @Test(arguments: sizes, [1, 2, 3])
  func gradientsOfInputs(size: Size, threads: Int) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
    let dy = factors(Self.rows * size.outputs, seed: 4)
    let weight = size.weight
    let expected = product(
      dy, transposed(weight, size.inputs, size.outputs), Self.rows, size.outputs, size.inputs)
    for (operand, out) in [(ElementType.float32, ElementType.float32), (.bfloat16, .float32), (.bfloat16, .bfloat16)] {
      let dx = try backend.empty([Self.rows, size.inputs], out)
      let from = try backend.activations(dy, [Self.rows, size.outputs], operand)
      try backend.kernels.linearInputGradient(
        dx, from, weight: try backend.tensor(weight, [size.inputs, size.outputs]))
      try expectEqual(dx, expected, "\(operand) to \(out)")
    }
  }

  /// Every row of the inputs selects one row of the weight, so that each of its values comes out by itself.
  @Test(arguments: sizes, [ElementType.float32, .bfloat16])
  func everyValueOfAPackedWeightIsAtItsPlace(size: Size, operand: ElementType) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 2))
    let weight = size.weight
    let tensor = try backend.tensor(weight, [size.inputs, size.outputs])
    let y = try backend.empty([size.inputs, size.outputs], .float32)
    try backend.kernels.linear(
      y, try backend.activations(identity(size.inputs), [size.inputs, size.inputs], operand), weight: tensor, bias: nil)
    try expectEqual(y, weight.map { Double($0) }, "as it is")

    let dx = try backend.empty([size.outputs, size.inputs], .float32)
    try backend.kernels.linearInputGradient(
      dx, try backend.activations(identity(size.outputs), [size.outputs, size.outputs], operand), weight: tensor)
    try expectEqual(dx, transposed(weight, size.inputs, size.outputs).map { Double($0) }, "transposed")
  }

  /// 1,023 rows on one thread take every size of a block once; where that takes long, whole and broken largest blocks do.
  @Test(arguments: sizes, [1, 2])
  func gradientsOfWeightsAreAdded(size: Size, threads: Int) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
    let rows = size.inputs * size.outputs < 200_000 ? 1023 : 515
    let x = factors(rows * size.inputs, seed: 5)
    let dy = factors(rows * size.outputs, seed: 6)
    let before = factors(size.inputs * size.outputs, seed: 7)
    var expected = product(transposed(x, rows, size.inputs), dy, size.inputs, rows, size.outputs)
    before.withUnsafeBufferPointer { before in
      expected.withUnsafeMutableBufferPointer { expected in
        for place in 0..<before.count { expected[place] += Double(before[place]) }
      }
    }
    for operand in [ElementType.float32, .bfloat16] {
      let dweight = try backend.tensor(before, [size.inputs, size.outputs])
      try backend.kernels.linearWeightGradient(
        dweight, dbias: nil, x: try backend.activations(x, [rows, size.inputs], operand),
        try backend.activations(dy, [rows, size.outputs], operand))
      try expectEqual(dweight, expected, "\(operand)")
    }
  }
}

/// Multiples of 1/128 from -1 to 1.
private func factors(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9e37_79b9_7f4a_7c15
  return [Float](unsafeUninitializedCapacity: count) { values, filled in
    for place in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      values[place] = Float(Int32(truncatingIfNeeded: (state >> 33) % 257) - 128) / 128
    }
    filled = count
  }
}

private func identity(_ width: Int) -> [Float] {
  var out = [Float](repeating: 0, count: width * width)
  for place in 0..<width { out[place * width + place] = 1 }
  return out
}

private func transposed(_ matrix: [Float], _ rows: Int, _ columns: Int) -> [Float] {
  matrix.withUnsafeBufferPointer { matrix in
    [Float](unsafeUninitializedCapacity: rows * columns) { out, filled in
      for row in 0..<rows { for column in 0..<columns { out[column * rows + row] = matrix[row * columns + column] } }
      filled = rows * columns
    }
  }
}

private func product(_ left: [Float], _ right: [Float], _ rows: Int, _ inner: Int, _ columns: Int) -> [Double] {
  [Double](unsafeUninitializedCapacity: rows * columns) { out, filled in
    if let base = out.baseAddress { clippo_reference_product(base, left, right, rows, inner, columns) }
    filled = rows * columns
  }
}

/// Counts what differs; a result in bf16 is the sum rounded once, to even.
private func expectEqual(
  _ found: Tensor, _ expected: [Double], _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var different = 0, first: Int?
  let isNarrow = found.elementType == .bfloat16
  #expect(found.count == expected.count, sourceLocation: sourceLocation)
  withExtendedLifetime(found) {
    expected.withUnsafeBufferPointer { expected in
      for place in 0..<min(found.count, expected.count) {
        let bits = Float(expected[place]).bitPattern
        let isEqual =
          isNarrow
          ? UInt32(found.bfloats[place]) == (bits &+ 0x7fff &+ (bits >> 16 & 1)) >> 16
          : found.floats[place] == Float(expected[place])
        if !isEqual { (different, first) = (different + 1, first ?? place) }
      }
    }
  }
  #expect(
    different == 0, "\(what): of \(expected.count) values; the first at \(first ?? 0)", sourceLocation: sourceLocation)
}

extension CPUBackend {
  fileprivate func activations(_ values: [Float], _ shape: Shape, _ type: ElementType) throws -> Tensor {
    let wide = try tensor(values, shape)
    guard type == .bfloat16 else { return wide }
    let out = try empty(shape, .bfloat16)
    try kernels.convert(out, wide)
    return out
  }
}

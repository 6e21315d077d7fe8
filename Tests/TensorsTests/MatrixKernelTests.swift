import Runtime
import Tensors
import TestSupport
import Testing

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Rows of the kernel table that losses are put together of, in double precision.
private struct Reference {
  let rows: Int
  let width: Int
  let x: [Double]

  /// The places of the elements of each part.
  func places(_ part: MatrixPart) -> [[Int]] {
    let all = Array(0..<rows * width)
    switch part {
    case .whole: return [all]
    case .row: return (0..<rows).map { row in all.filter { $0 / width == row } }
    case .column: return (0..<width).map { column in all.filter { $0 % width == column } }
    case .element: return all.map { [$0] }
    }
  }

  /// Element by element, with the value of its part.
  func combined(_ values: [Double], _ part: MatrixPart, _ operation: (Double, Double) -> Double) -> [Double] {
    var out = x
    for (value, places) in zip(values, places(part)) {
      for place in places { out[place] = operation(x[place], value) }
    }
    return out
  }

  func sums(_ part: MatrixPart) -> [Double] { places(part).map { $0.reduce(0.0) { $0 + x[$1] } } }

  func logSums(_ part: MatrixPart) -> [Double] { places(part).map { log($0.reduce(0.0) { $0 + exp(x[$1]) }) } }

  func logSoftmax(_ part: MatrixPart) -> [Double] { combined(logSums(part), part, -) }
}

@Suite("Rows of the kernel table for matrices of float32")
struct MatrixKernelTests {
  static let sizes = [(1, 1), (1, 7), (5, 3), (67, 33), (3, 70)]
  static let threads = [1, 3]

  private func backend(_ threads: Int) throws -> CPUBackend { try CPUBackend(pool: try ThreadPool(threads: threads)) }

  private func values(_ count: Int, _ seed: UInt64, _ range: ClosedRange<Float> = -3...3) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform(range.lowerBound, range.upperBound) }
  }

  /// A result is rounded once; exponentials are off by a rounding or two, and differences of logits by one of their size.
  private func expect(
    _ out: Tensor, _ expected: [Double], upTo size: Double = 3, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let out = try out.floatArray()
    #expect(out.count == expected.count, sourceLocation: sourceLocation)
    for (left, right) in zip(out, expected) {
      let tolerance = Rounding.float32.steps(4) * max(size, abs(right))
      #expect(abs(Double(left) - right) <= tolerance, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: sizes, MatrixPart.allCases)
  func valuesForParts(size: (rows: Int, width: Int), part: MatrixPart) throws {
    for threads in Self.threads {
      let backend = try backend(threads)
      let shape: Shape = [size.rows, size.width]
      let (a, b) = (values(shape.count, 1), values(part.shape(in: shape).count, 2))
      let reference = Reference(rows: size.rows, width: size.width, x: a.map(Double.init))
      let (x, y) = (try backend.tensor(a, shape), try backend.tensor(b, part.shape(in: shape)))
      let out = try backend.empty(shape, .float32)
      try backend.kernels.multiply(out, x, y, per: part)
      try expect(out, reference.combined(b.map(Double.init), part, *))
      try backend.kernels.add(out, x, y, per: part)
      try expect(out, reference.combined(b.map(Double.init), part, +))
      // In place.
      try backend.kernels.add(x, x, y, per: part)
      #expect(try x.floatArray() == out.floatArray())
    }
  }

  @Test(arguments: sizes, MatrixPart.allCases)
  func parts(size: (rows: Int, width: Int), part: MatrixPart) throws {
    let shape: Shape = [size.rows, size.width]
    // As large as double precision can take the exponential of without a shift, which float32 cannot.
    for (range, largest) in [(-3...3, 3.0), (-600...600, 600)] as [(ClosedRange<Float>, Double)] {
      let a = values(shape.count, 3, range)
      let reference = Reference(rows: size.rows, width: size.width, x: a.map(Double.init))
      var results: [[Float]] = []
      for threads in Self.threads {
        let backend = try backend(threads)
        let x = try backend.tensor(a, shape)
        let (out, whole) = (
          try backend.empty(part.shape(in: shape), .float32), try backend.empty(shape, .float32)
        )
        try backend.kernels.sum(out, x, per: part)
        try expect(out, reference.sums(part), upTo: largest)
        try backend.kernels.logSumExp(out, x, per: part)
        try expect(out, reference.logSums(part), upTo: largest)
        try backend.kernels.logSoftmax(whole, x, per: part)
        try expect(whole, reference.logSoftmax(part), upTo: 2 * largest)
        results.append(try out.floatArray() + whole.floatArray())
      }
      #expect(results.allSatisfy { $0 == results[0] })
    }
  }

  @Test func functionsOfElements() throws {
    for threads in Self.threads {
      let backend = try backend(threads)
      let a = values(2500, 4, 0.1...5)
      let x = try backend.tensor(a, [50, 50])
      let out = try backend.empty([50, 50], .float32)
      for function in ElementFunction.allCases {
        try backend.kernels.apply(function, out, x)
        let expected = a.map { value in
          switch function {
          case .exponential: exp(Double(value))
          case .logarithm: log(Double(value))
          case .reciprocal: 1 / Double(value)
          }
        }
        try expect(out, expected, upTo: 0)
      }
    }
  }

  @Test(arguments: sizes)
  func columnsOfRows(size: (rows: Int, width: Int)) throws {
    for threads in Self.threads {
      let backend = try backend(threads)
      let shape: Shape = [size.rows, size.width]
      let a = values(shape.count, 5)
      let x = try backend.tensor(a, shape)
      let rows = (0..<size.rows).map { Array(a[$0 * size.width..<($0 + 1) * size.width]) }
      let (out, columns) = (try backend.empty([size.rows], .float32), try backend.empty([size.rows], .int32))
      try backend.kernels.maximum(out, columns: columns, x)
      #expect(try out.floatArray() == rows.map { $0.max() ?? 0 })
      let places = try columns.withIntegers { $0.map(Int.init) }
      #expect(places == rows.map { row in row.firstIndex(of: row.max() ?? 0) ?? -1 })
      let picked = try backend.empty([size.rows], .float32)
      try backend.kernels.pickColumns(picked, x, columns: columns)
      #expect(try picked.floatArray() == out.floatArray())
      let spread = try backend.empty(shape, .float32)
      try backend.kernels.pickColumnsGradient(spread, out, columns: columns)
      let expected = rows.flatMap { row in row.map { $0 == row.max() ? $0 : 0 } }
      #expect(try spread.floatArray() == expected)
    }
  }

  @Test(arguments: sizes)
  func transpose(size: (rows: Int, width: Int)) throws {
    for threads in Self.threads {
      let backend = try backend(threads)
      let a = values(size.rows * size.width, 6)
      let out = try backend.empty([size.width, size.rows], .float32)
      try backend.kernels.transpose(out, try backend.tensor(a, [size.rows, size.width]))
      let expected = (0..<a.count).map { a[$0 % size.rows * size.width + $0 / size.rows] }
      #expect(try out.floatArray() == expected)
    }
  }
}

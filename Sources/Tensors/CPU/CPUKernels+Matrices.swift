#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

// Plain loops over float32 matrices, for losses that are put together of operations. Sums are taken in double precision and in an
// order that does not depend on the number of workers.
extension CPUKernels {
  func multiply(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) {
    combine(out, a, b, per: part) { $0 * $1 }
  }

  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) {
    combine(out, a, b, per: part) { $0 + $1 }
  }

  private func combine(
    _ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart, _ operation: (Float, Float) -> Float
  ) {
    let width = out.shape.width
    withExtendedLifetime((out, a, b)) {
      pool.parallel(out.shape.rows, grain: 16) { rows, _ in
        for row in rows {
          let (to, from) = (out.floats + row * width, a.floats + row * width)
          switch part {
          case .whole, .row:
            let value = b.floats[part == .row ? row : 0]
            for column in 0..<width { to[column] = operation(from[column], value) }
          case .column, .element:
            let values = b.floats + (part == .element ? row * width : 0)
            for column in 0..<width { to[column] = operation(from[column], values[column]) }
          }
        }
      }
    }
  }

  func sum(_ out: Tensor, _ x: Tensor, per part: MatrixPart) {
    fold(out, x, per: part) { values in
      var sum = 0.0
      values.forEach { sum += Double($0) }
      return Float(sum)
    }
  }

  func apply(_ function: ElementFunction, _ out: Tensor, _ x: Tensor) {
    withExtendedLifetime((out, x)) {
      elementwise(out.count) { range in
        let (to, from) = (out.floats, x.floats)
        switch function {
        case .exponential: for index in range { to[index] = exp(from[index]) }
        case .logarithm: for index in range { to[index] = log(from[index]) }
        case .reciprocal: for index in range { to[index] = 1 / from[index] }
        }
      }
    }
  }

  func logSumExp(_ out: Tensor, _ x: Tensor, per part: MatrixPart) {
    fold(out, x, per: part) { values in
      let (shift, logSum) = values.logSumExp
      return Float(Double(shift) + logSum)
    }
  }

  func logSoftmax(_ out: Tensor, _ x: Tensor, per part: MatrixPart) {
    withExtendedLifetime((out, x)) {
      forEachPart(part, of: x) { values, _ in
        let (shift, logSum) = values.logSumExp
        values.forEachIndex { out.floats[$0] = Float(Double(x.floats[$0] - shift) - logSum) }
      }
    }
  }

  func maximum(_ out: Tensor, columns: Tensor, _ x: Tensor) {
    let width = x.shape.width
    withExtendedLifetime((out, columns, x)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in
        for row in rows {
          let values = x.floats + row * width
          var best = 0
          for column in 0..<width where values[column] > values[best] { best = column }
          out.floats[row] = values[best]
          columns.integers[row] = Int32(best)
        }
      }
    }
  }

  func pickColumns(_ out: Tensor, _ x: Tensor, columns: Tensor) {
    let width = x.shape.width
    withExtendedLifetime((out, x, columns)) {
      for row in 0..<out.count { out.floats[row] = x.floats[row * width + Int(columns.integers[row])] }
    }
  }

  func pickColumnsGradient(_ dx: Tensor, _ dout: Tensor, columns: Tensor) {
    let width = dx.shape.width
    withExtendedLifetime((dx, dout, columns)) {
      elementwise(dx.count) { (dx.floats + $0.lowerBound).update(repeating: 0, count: $0.count) }
      for row in 0..<dout.count { dx.floats[row * width + Int(columns.integers[row])] = dout.floats[row] }
    }
  }

  func transpose(_ out: Tensor, _ x: Tensor) {
    let (rows, width) = (x.shape.rows, x.shape.width)
    withExtendedLifetime((out, x)) {
      // Pieces of sixteen columns are a line of the cache in x, and each is read while it is there.
      pool.parallel(width, grain: 16) { columns, _ in
        for start in stride(from: columns.lowerBound, to: columns.upperBound, by: 16) {
          for row in 0..<rows {
            for column in start..<min(start + 16, columns.upperBound) {
              out.floats[column * rows + row] = x.floats[row * width + column]
            }
          }
        }
      }
    }
  }

  /// Writes one value for each part of x.
  private func fold(_ out: Tensor, _ x: Tensor, per part: MatrixPart, _ value: (Strided) -> Float) {
    withExtendedLifetime((out, x)) {
      forEachPart(part, of: x) { values, index in out.floats[index] = value(values) }
    }
  }

  private func forEachPart(_ part: MatrixPart, of x: Tensor, _ body: (_ values: Strided, _ index: Int) -> Void) {
    let (rows, width) = (x.shape.rows, x.shape.width)
    let (parts, count) =
      switch part {
      case .whole: (1, x.count)
      case .row: (rows, width)
      case .column: (width, rows)
      case .element: (x.count, 1)
      }
    pool.parallel(parts, grain: 16) { range, _ in
      for index in range {
        let isColumn = part == .column
        let start = isColumn ? index : index * count
        body(Strided(base: x.floats, start: start, count: count, stride: isColumn ? width : 1), index)
      }
    }
  }
}

/// A row or a column of a matrix, or all of it.
private struct Strided {
  let base: UnsafeMutablePointer<Float>
  let start: Int
  let count: Int
  let stride: Int

  func forEachIndex(_ body: (Int) -> Void) {
    for place in 0..<count { body(start + place * stride) }
  }

  func forEach(_ body: (Float) -> Void) { forEachIndex { body(base[$0]) } }

  /// A finite shift, the largest value where that is finite, and the logarithm of the sum of exponentials less the shift. Where all
  /// are −∞, so is the logarithm.
  var logSumExp: (shift: Float, logSum: Double) {
    var shift = -Float.infinity
    forEach { shift = max(shift, $0) }
    if !shift.isFinite { shift = 0 }
    var sum = 0.0
    forEach { sum += Double(exp($0 - shift)) }
    return (shift, log(sum))
  }
}

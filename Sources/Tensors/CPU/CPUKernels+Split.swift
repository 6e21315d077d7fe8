import CKernels

/// How float32 matrices are multiplied.
public enum FloatProducts: Sendable, Hashable {
  /// As they are.
  case exact
  /// Each factor as the sum of two bfloat16, in three products whose sum has sixteen bits, where the processor multiplies
  /// bfloat16 several times faster (it has AMX); exactly elsewhere. PyTorch calls this precision "high".
  case threeParts
}

/// A product of floats as one of bf16 three times as deep: [high, high, low] times [high, low, high].
enum SplitSide {
  case left, right

  /// Whether the middle part is the high one.
  var middleIsHigh: Bool { self == .left }
}

extension CPUKernels {
  /// Whether float32 products are made of three.
  var splits: Bool { floatProducts == .threeParts && tiles != nil }

  /// The parts of every row side by side, as floats that bf16 holds exactly but for the low part: [rows, 3 · width].
  func split(_ matrix: Tensor, _ side: SplitSide) throws -> FloatBuffer {
    let (rows, width) = (matrix.shape.rows, matrix.shape.width)
    let out = try buffer(3 * rows * width)
    withExtendedLifetime(matrix) {
      pool.parallel(rows, grain: 16) { range, _ in
        for row in range {
          let (to, from) = (out.base + 3 * row * width, matrix.floats + row * width)
          let (first, last) = side.middleIsHigh ? (to, to + 2 * width) : (to, to + width)
          clippo_split_f32(first, last, from, width)
          (side.middleIsHigh ? to + width : to + 2 * width).update(from: to, count: width)
        }
      }
    }
    return out
  }

  /// The parts of a whole matrix one below the other, the right side of a product: [3 · rows, width].
  func splitBelow(_ matrix: Tensor) throws -> FloatBuffer {
    let count = matrix.count
    let out = try buffer(3 * count)
    withExtendedLifetime(matrix) {
      elementwise(count) { range in
        let start = range.lowerBound
        clippo_split_f32(out.base + start, out.base + count + start, matrix.floats + start, range.count)
        (out.base + 2 * count + start).update(from: out.base + start, count: range.count)
      }
    }
    return out
  }

  /// The two parts of a matrix, rounded to bf16.
  func halves(_ matrix: Tensor) throws -> (high: Tensor, low: Tensor) {
    let (high, low) = (try empty(matrix.shape, .bfloat16), try empty(matrix.shape, .bfloat16))
    withExtendedLifetime((matrix, high, low)) {
      elementwise(matrix.count) { range in
        let start = range.lowerBound
        clippo_split_bf16(high.bfloats + start, low.bfloats + start, matrix.floats + start, range.count)
      }
    }
    return (high, low)
  }
}

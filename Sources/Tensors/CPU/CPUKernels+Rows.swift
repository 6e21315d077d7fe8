import CKernels

// Loops over the rows of a packed matrix.
extension CPUKernels {
  func layerNorm(_ out: Tensor, _ x: Tensor, _ norm: LayerNormOperands, epsilon: Float) throws {
    withExtendedLifetime((out, x, norm)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in norm.apply(to: x, rows, out: out, epsilon: epsilon) }
    }
  }

  func layerNormGradient(
    _ dx: Tensor, dscale: Tensor, dbias: Tensor, _ dy: Tensor, _ norm: LayerNormOperands
  ) throws {
    let width = dx.shape.width
    try withExtendedLifetime((dx, dy, norm)) {
      try reducing(into: [dscale, dbias], rows: dx.shape.rows) { rows, _, partials in
        let start = rows.lowerBound * width
        norm.gradient(
          dx.floats + start, dy.floats + start, rows, dscale: partials[0], dbias: partials[1], stream: nil,
          width: width)
      }
    }
  }

  func addPositions(_ x: Tensor, table: Tensor, positionIds: Tensor) throws {
    let width = x.shape.width
    withExtendedLifetime((x, table, positionIds)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in
        clippo_position_add_f32(
          x.floats + rows.lowerBound * width, table.floats, positionIds.integers + rows.lowerBound, rows.count, width)
      }
    }
  }

  func positionGradient(_ dtable: Tensor, _ dx: Tensor, positionIds: Tensor) throws {
    let width = dx.shape.width
    let parts = pool.threads
    withExtendedLifetime((dtable, dx, positionIds)) {
      pool.parallel(parts, grain: 1) { range, _ in
        for part in range {
          clippo_position_gradient_f32(
            dtable.floats, dx.floats, positionIds.integers, positionIds.count, width, part, parts)
        }
      }
    }
  }

  func pickRows(_ out: Tensor, _ x: Tensor, rows: Tensor) throws {
    let width = x.shape.width
    withExtendedLifetime((out, x, rows)) {
      for row in 0..<rows.count {
        (out.floats + row * width).update(from: x.floats + Int(rows.integers[row]) * width, count: width)
      }
    }
  }

  func pickRowsGradient(_ dx: Tensor, _ dout: Tensor, rows: Tensor) throws {
    let width = dx.shape.width
    withExtendedLifetime((dx, dout, rows)) {
      elementwise(dx.count) { (dx.floats + $0.lowerBound).update(repeating: 0, count: $0.count) }
      for row in 0..<rows.count {
        clippo_accumulate_f32(dx.floats + Int(rows.integers[row]) * width, dout.floats + row * width, 1, width)
      }
    }
  }

  func prependRow(_ out: Tensor, row: Tensor, _ x: Tensor, offsets: Tensor) throws {
    let width = x.shape.width
    withExtendedLifetime((out, row, x)) {
      sequences(offsets) { range, _ in
        for sequence in range {
          let (start, end) = (Int(offsets.integers[sequence]), Int(offsets.integers[sequence + 1]))
          let target = out.floats + (start + sequence) * width
          target.update(from: row.floats, count: width)
          (target + width).update(from: x.floats + start * width, count: (end - start) * width)
        }
      }
    }
  }

  func prependRowGradient(_ dx: Tensor, drow: Tensor, _ dout: Tensor, offsets: Tensor) throws {
    let width = dx.shape.width
    withExtendedLifetime((dx, drow, dout, offsets)) {
      for sequence in 0..<offsets.count - 1 {
        let (start, end) = (Int(offsets.integers[sequence]), Int(offsets.integers[sequence + 1]))
        let source = dout.floats + (start + sequence) * width
        clippo_accumulate_f32(drow.floats, source, 1, width)
        (dx.floats + start * width).update(from: source + width, count: (end - start) * width)
      }
    }
  }

  func l2Normalize(_ out: Tensor, norm: Tensor, _ x: Tensor, epsilon: Float) throws {
    let width = x.shape.width
    withExtendedLifetime((out, norm, x)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in
        let start = rows.lowerBound * width
        clippo_l2_normalize_forward_f32(
          out.floats + start, norm.floats + rows.lowerBound, x.floats + start, rows.count, width, epsilon)
      }
    }
  }

  func l2NormalizeGradient(_ dx: Tensor, _ dout: Tensor, x: Tensor, norm: Tensor, epsilon: Float) throws {
    let width = x.shape.width
    withExtendedLifetime((dx, dout, x, norm)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in
        let start = rows.lowerBound * width
        clippo_l2_normalize_backward_f32(
          dx.floats + start, dout.floats + start, x.floats + start, norm.floats + rows.lowerBound, rows.count, width,
          epsilon)
      }
    }
  }
}

extension LayerNormOperands {
  /// Normalizes some rows of x into the same rows of `out`.
  func apply(to x: Tensor, _ rows: Range<Int>, out: Tensor, epsilon: Float) {
    apply(to: x, rows, out: out.row(rows.lowerBound), out.elementType, epsilon: epsilon)
  }

  /// Normalizes some rows of x into memory that begins with the first of them.
  func apply(
    to x: Tensor, _ rows: Range<Int>, out: UnsafeMutableRawPointer, _ elementType: ElementType, epsilon: Float
  ) {
    let width = x.shape.width
    let from = x.floats + rows.lowerBound * width
    let kept = normal?.row(rows.lowerBound)
    if elementType == .bfloat16 {
      clippo_layer_norm_forward_bf16(
        out.assumingMemoryBound(to: UInt16.self), kept?.assumingMemoryBound(to: UInt16.self),
        reciprocal.floats + rows.lowerBound, from, scale.floats, bias.floats, rows.count, width, epsilon)
    } else {
      clippo_layer_norm_forward_f32(
        out.assumingMemoryBound(to: Float.self), kept?.assumingMemoryBound(to: Float.self),
        reciprocal.floats + rows.lowerBound, from, scale.floats, bias.floats, rows.count, width, epsilon)
    }
  }

  /// The output of some rows once more.
  func applyAgain(_ rows: Range<Int>, out: Tensor) {
    guard let normal else { return }
    let start = rows.lowerBound * out.shape.width
    if normal.elementType == .bfloat16 {
      clippo_layer_norm_apply_bf16(
        out.bfloats + start, normal.bfloats + start, scale.floats, bias.floats, rows.count, out.shape.width)
    } else {
      clippo_layer_norm_apply_f32(
        out.floats + start, normal.floats + start, scale.floats, bias.floats, rows.count, out.shape.width)
    }
  }

  /// The gradient of some rows; dx, dy and stream begin with the first of them, and dy may be dx.
  func gradient(
    _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafeMutablePointer<Float>, _ rows: Range<Int>,
    dscale: UnsafeMutablePointer<Float>, dbias: UnsafeMutablePointer<Float>, stream: UnsafeMutablePointer<Float>?,
    width: Int
  ) {
    guard let normal else { return }
    let (start, deviations) = (rows.lowerBound * width, reciprocal.floats + rows.lowerBound)
    if normal.elementType == .bfloat16 {
      clippo_layer_norm_backward_bf16(
        dx, dscale, dbias, dy, normal.bfloats + start, deviations, scale.floats, stream, rows.count, width)
    } else {
      clippo_layer_norm_backward_f32(
        dx, dscale, dbias, dy, normal.floats + start, deviations, scale.floats, stream, rows.count, width)
    }
  }
}

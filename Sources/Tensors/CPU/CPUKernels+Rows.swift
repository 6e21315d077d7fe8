import CKernels

// Loops over the rows of a packed matrix.
extension CPUKernels {
  func layerNorm(
    _ out: Tensor, mean: Tensor, reciprocal: Tensor, _ x: Tensor, scale: Tensor, bias: Tensor, epsilon: Float
  ) throws {
    let width = x.shape.width
    withExtendedLifetime((out, mean, reciprocal, x, scale, bias)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in
        let row = rows.lowerBound
        let start = row * width
        if out.elementType == .bfloat16 {
          clippo_layer_norm_forward_bf16(
            out.bfloats + start, mean.floats + row, reciprocal.floats + row, x.floats + start, scale.floats,
            bias.floats, rows.count, width, epsilon)
        } else {
          clippo_layer_norm_forward_f32(
            out.floats + start, mean.floats + row, reciprocal.floats + row, x.floats + start, scale.floats,
            bias.floats, rows.count, width, epsilon)
        }
      }
    }
  }

  func layerNormGradient(
    _ dx: Tensor, dscale: Tensor, dbias: Tensor, _ dy: Tensor, x: Tensor, mean: Tensor, reciprocal: Tensor,
    scale: Tensor
  ) throws {
    let width = x.shape.width
    try withExtendedLifetime((dx, dy, x, mean, reciprocal, scale)) {
      try reducing(into: [dscale, dbias], rows: x.shape.rows) { rows, _, partials in
        let row = rows.lowerBound
        let start = row * width
        if dy.elementType == .bfloat16 {
          clippo_layer_norm_backward_bf16(
            dx.floats + start, partials[0], partials[1], dy.bfloats + start, x.floats + start, mean.floats + row,
            reciprocal.floats + row, scale.floats, nil, rows.count, width)
        } else {
          clippo_layer_norm_backward_f32(
            dx.floats + start, partials[0], partials[1], dy.floats + start, x.floats + start, mean.floats + row,
            reciprocal.floats + row, scale.floats, nil, rows.count, width)
        }
      }
    }
  }

  func addPositions(_ x: Tensor, table: Tensor, places: Tensor) throws {
    let width = x.shape.width
    withExtendedLifetime((x, table, places)) {
      pool.parallel(x.shape.rows, grain: 16) { rows, _ in
        clippo_position_add_f32(
          x.floats + rows.lowerBound * width, table.floats, places.integers + rows.lowerBound, rows.count, width)
      }
    }
  }

  func positionGradient(_ dtable: Tensor, _ dx: Tensor, places: Tensor) throws {
    let width = dx.shape.width
    try withExtendedLifetime((dx, places)) {
      try reducing(into: [dtable], rows: dx.shape.rows) { rows, _, partials in
        clippo_position_gradient_f32(
          partials[0], dx.floats + rows.lowerBound * width, places.integers + rows.lowerBound, rows.count, width)
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

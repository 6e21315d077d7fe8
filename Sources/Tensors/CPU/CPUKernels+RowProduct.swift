import CDNNL
import CKernels

/// A row product: the weight is packed once, each worker some of its columns; then each worker takes its own rows through
/// all three stages, a block at a time.
extension CPUKernels {
  func product(_ out: Tensor, _ x: Tensor, _ product: RowProduct) throws {
    let rows = x.shape.rows
    let key = DenseProducts.Key(
      rows: 0, columns: product.outputs, inner: product.inputs, operand: product.operand, out: out.elementType,
      rightLayout: .packed, packedFromTransposed: product.isTransposed, hasBias: product.bias != nil)
    let family = try products.family(key, rows: rows)
    try scratch.reserve(.product, byteCount: max(1, family.scratchBytes))
    try scratch.reserve(
      .rows, byteCount: DenseProducts.largestBlock * product.inputs * product.operand.byteCount)
    let packed = try pack(product.weight, family.leader)
    let scratch = (product: scratch.buffers(.product), rows: scratch.buffers(.rows))
    let status = FirstFailure()
    func work(_ range: Range<Int>, _ worker: Int, _ dscale: UnsafeMutablePointer<Float>?) {
      DenseProducts.forEachBlock(range) { start, count in
        guard let compiled = family.bySize[count] else { return status.record(-1) }
        let block = start..<start + count
        let left = product.prepared(x, block, scratch: scratch.rows[worker])
        status.record(
          clippo_product_run(
            compiled.handle, Int32(worker), out.row(start), left, packed, product.bias?.floats,
            scratch.product[worker]))
        product.finish(out, block, dscale: dscale)
      }
    }
    try withExtendedLifetime((out, x, product)) {
      if case .layerNormGradient(_, _, let dscale, let dbias, _, _) = product.after {
        try reducing(into: [dscale, dbias], rows: rows, grain: grain(rows)) { work($0, $1, $2[0]) }
      } else {
        pool.parallel(rows, grain: grain(rows)) { work($0, $1, nil) }
      }
    }
    try status.check("multiply rows \(x.shape) by \(product.weight.shape)")
  }

  private func pack(_ weight: Tensor, _ leader: CompiledProduct) throws -> UnsafeMutableRawPointer {
    try packed.reserve(.product, byteCount: leader.packedBytes)
    let packed = packed.buffers(.product)[0]
    let status = FirstFailure()
    withExtendedLifetime(weight) {
      pool.parallel(leader.packPieces) { pieces, worker in
        for piece in pieces {
          status.record(clippo_product_pack(leader.handle, Int32(worker), Int32(piece), packed, weight.floats))
        }
      }
    }
    try status.check("pack a weight of shape \(weight.shape)")
    return packed
  }
}

extension RowProduct {
  /// The rows `block` as they are multiplied.
  fileprivate func prepared(
    _ x: Tensor, _ block: Range<Int>, scratch: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    if case .nothing = before { return x.row(block.lowerBound) }
    let out = kept?.row(block.lowerBound) ?? scratch
    let (narrow, wide) = (out.assumingMemoryBound(to: UInt16.self), out.assumingMemoryBound(to: Float.self))
    let (row, count, size) = (block.lowerBound, block.count, block.count * inputs)
    let isNarrow = operand == .bfloat16
    switch before {
    case .nothing: break
    case .conversion:
      if isNarrow {
        clippo_convert_f32_to_bf16(narrow, x.floats + row * inputs, size)
      } else {
        wide.update(from: x.floats + row * inputs, count: size)
      }
    case .layerNorm(let norm, let epsilon):
      let (mean, reciprocal, from) = (norm.mean.floats + row, norm.reciprocal.floats + row, x.floats + row * inputs)
      if isNarrow {
        clippo_layer_norm_forward_bf16(
          narrow, mean, reciprocal, from, norm.scale.floats, norm.bias.floats, count, inputs, epsilon)
      } else {
        clippo_layer_norm_forward_f32(
          wide, mean, reciprocal, from, norm.scale.floats, norm.bias.floats, count, inputs, epsilon)
      }
    case .gelu(let form):
      if isNarrow {
        clippo_gelu_forward_bf16(narrow, x.bfloats + row * inputs, size, form.kernel)
      } else {
        clippo_gelu_forward_f32(wide, x.floats + row * inputs, size, form.kernel)
      }
    }
    return out
  }

  /// Turns the products in the rows `block` of `out` into what is asked for. `dscale` has the gradients of a norm's scale and
  /// then those of its bias.
  fileprivate func finish(_ out: Tensor, _ block: Range<Int>, dscale: UnsafeMutablePointer<Float>?) {
    let (row, start, size) = (block.lowerBound, block.lowerBound * outputs, block.count * outputs)
    switch after {
    case .nothing: break
    case .sum(let stream):
      clippo_add_f32(out.floats + start, stream.floats + start, out.floats + start, size)
    case .geluGradient(let form, let x, let active):
      if x.elementType == .bfloat16 {
        clippo_gelu_backward_bf16(
          out.bfloats + start, active.map { $0.bfloats + start }, out.bfloats + start, x.bfloats + start, size,
          form.kernel)
      } else {
        clippo_gelu_backward_f32(
          out.floats + start, active.map { $0.floats + start }, out.floats + start, x.floats + start, size, form.kernel)
      }
    case .layerNormGradient(let norm, let x, _, _, let stream, let normed):
      guard let dscale else { return }
      let (mean, reciprocal, from) = (norm.mean.floats + row, norm.reciprocal.floats + row, x.floats + start)
      clippo_layer_norm_backward_f32(
        out.floats + start, dscale, dscale + outputs, out.floats + start, from, mean, reciprocal, norm.scale.floats,
        stream.map { $0.floats + start }, block.count, outputs)
      guard let normed else { return }
      if normed.elementType == .bfloat16 {
        clippo_layer_norm_apply_bf16(
          normed.bfloats + start, from, mean, reciprocal, norm.scale.floats, norm.bias.floats, block.count, outputs)
      } else {
        clippo_layer_norm_apply_f32(
          normed.floats + start, from, mean, reciprocal, norm.scale.floats, norm.bias.floats, block.count, outputs)
      }
    }
  }
}

extension GELUForm {
  var kernel: clippo_gelu_form { self == .tanh ? CLIPPO_GELU_TANH : CLIPPO_GELU_ERF }
}

extension Tensor {
  /// Address of a row of the packed matrix.
  func row(_ index: Int) -> UnsafeMutableRawPointer { base + index * shape.width * elementType.byteCount }
}

import CDNNL
import CKernels

/// A row product: the weight is packed once, each worker some of its columns; then each worker takes its own rows through
/// all three stages, a block at a time.
extension CPUKernels {
  func product(_ out: Tensor, _ x: Tensor, _ product: RowProduct) throws {
    let rows = x.shape.rows
    let isSplit = product.operand == .float32 && splits
    let key = DenseProducts.Key(
      rows: 0, columns: product.outputs, inner: isSplit ? 3 * product.inputs : product.inputs,
      operand: isSplit ? .bfloat16 : product.operand, out: out.elementType, rightLayout: .packed,
      packedFromTransposed: product.isTransposed, hasBias: product.bias != nil)
    let family = try products.family(key, rows: rows)
    try scratch.reserve(.product, byteCount: max(1, family.scratchBytes))
    try scratch.reserve(
      .rows, byteCount: DenseProducts.largestBlock * product.inputs * product.operand.byteCount)
    try scratch.reserve(.parts, byteCount: isSplit ? DenseProducts.largestBlock * product.inputs * 6 : 1)
    let packed: UnsafeMutableRawPointer
    if isSplit {
      let parts = try product.isTransposed ? split(product.weight, .right) : splitBelow(product.weight)
      packed = try withExtendedLifetime(parts) { try pack(parts.base, family.leader) }
    } else {
      packed = try withExtendedLifetime(product.weight) { try pack(product.weight.floats, family.leader) }
    }
    let scratch = (
      product: scratch.buffers(.product), rows: scratch.buffers(.rows), parts: scratch.buffers(.parts)
    )
    let status = FirstFailure()
    // Workers begin at multiples of as many rows, and no block is larger.
    let grain = product.isCutAlike ? DenseProducts.largestBlock / 2 : self.grain(rows)
    let largest = product.isCutAlike ? grain : DenseProducts.largestBlock
    func work(_ range: Range<Int>, _ worker: Int, _ dscale: UnsafeMutablePointer<Float>?) {
      DenseProducts.forEachBlock(range, largest: largest) { start, count in
        guard let compiled = family.bySize[count] else { return status.record(-1) }
        let block = start..<start + count
        var left = product.prepared(x, block, scratch: scratch.rows[worker])
        if isSplit { left = product.parts(of: left, rows: count, into: scratch.parts[worker]) }
        status.record(
          clippo_product_run(
            compiled.handle, Int32(worker), out.row(start), left, packed, product.bias?.floats,
            scratch.product[worker]))
        product.finish(out, block, dscale: dscale)
      }
    }
    try withExtendedLifetime((out, x, product)) {
      if case .layerNormGradient(_, let dscale, let dbias, _, _) = product.after {
        try reducing(into: [dscale, dbias], rows: rows, grain: grain) { work($0, $1, $2[0]) }
      } else {
        pool.parallel(rows, grain: grain) { work($0, $1, nil) }
      }
    }
    try status.check("multiply rows \(x.shape) by \(product.weight.shape)")
  }

  /// A matrix in a compiled product's own layout, until the next one is packed.
  func pack(_ weight: UnsafeMutablePointer<Float>, _ leader: CompiledProduct) throws -> UnsafeMutableRawPointer {
    try packed.reserve(.product, byteCount: leader.packedBytes)
    let packed = packed.buffers(.product)[0]
    let status = FirstFailure()
    pool.parallel(leader.packPieces) { pieces, worker in
      for piece in pieces {
        status.record(clippo_product_pack(leader.handle, Int32(worker), Int32(piece), packed, weight))
      }
    }
    try status.check("pack a weight")
    return packed
  }
}

extension RowProduct {
  /// Rows of floats as three parts side by side.
  fileprivate func parts(
    of rows: UnsafeMutableRawPointer, rows count: Int, into out: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    let from = rows.assumingMemoryBound(to: Float.self)
    let to = out.assumingMemoryBound(to: UInt16.self)
    for row in 0..<count {
      let place = to + 3 * row * inputs
      clippo_split_bf16(place, place + 2 * inputs, from + row * inputs, inputs)
      (place + inputs).update(from: place, count: inputs)
    }
    return out
  }

  /// The rows `block` as they are multiplied.
  fileprivate func prepared(
    _ x: Tensor, _ block: Range<Int>, scratch: UnsafeMutableRawPointer
  ) -> UnsafeMutableRawPointer {
    if case .nothing = before { return x.row(block.lowerBound) }
    let out = kept?.row(block.lowerBound) ?? scratch
    let (narrow, wide) = (out.assumingMemoryBound(to: UInt16.self), out.assumingMemoryBound(to: Float.self))
    let (row, size) = (block.lowerBound, block.count * inputs)
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
      norm.apply(to: x, block, out: out, operand, epsilon: epsilon)
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
    let (start, size) = (block.lowerBound * outputs, block.count * outputs)
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
    case .layerNormGradient(let norm, _, _, let stream, let normed):
      guard let dscale else { return }
      norm.gradient(
        out.floats + start, out.floats + start, block, dscale: dscale, dbias: dscale + outputs,
        stream: stream.map { $0.floats + start }, width: outputs)
      if let normed { norm.applyAgain(block, out: normed) }
    }
  }
}

extension GELUForm {
  var kernel: clippo_gelu_form {
    switch self {
    case .tanh: CLIPPO_GELU_TANH
    case .erf: CLIPPO_GELU_ERF
    case .sigmoid: CLIPPO_GELU_SIGMOID
    }
  }
}

extension Tensor {
  /// Address of a row of the packed matrix.
  func row(_ index: Int) -> UnsafeMutableRawPointer { base + index * shape.width * elementType.byteCount }
}

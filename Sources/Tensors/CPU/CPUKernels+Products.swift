import CDNNL
import CKernels

extension CPUKernels {
  func linearWeightGradient(_ dweight: Tensor, dbias: Tensor?, x: Tensor, _ dy: Tensor) throws {
    if let tiles, x.elementType == .bfloat16 {
      return try tilesWeightGradient(tiles, dweight, dbias: dbias, x: x, dy)
    }
    if let tiles, x.elementType == .float32, splits {
      let (x, dy) = (try halves(x), try halves(dy))
      try tilesWeightGradient(tiles, dweight, dbias: dbias, x: x.high, dy.high)
      try tilesWeightGradient(tiles, dweight, dbias: dbias, x: x.high, dy.low)
      return try tilesWeightGradient(tiles, dweight, dbias: nil, x: x.low, dy.high)
    }
    let rows = x.shape.rows
    let key = DenseProducts.Key(
      rows: x.shape.width, columns: dy.shape.width, inner: 0, operand: x.elementType, out: .float32,
      leftTransposed: true, accumulate: true, blockIsInner: true)
    let family = try products.family(key, rows: rows)
    try scratch.reserve(.product, byteCount: max(1, family.scratchBytes))
    let scratch = scratch.buffers(.product)
    let xStride = x.shape.width * x.elementType.byteCount
    let dyStride = dy.shape.width * dy.elementType.byteCount
    let status = FirstFailure()
    try withExtendedLifetime((x, dy)) {
      try reducing(into: [dweight] + (dbias.map { [$0] } ?? []), rows: rows, grain: grain(rows)) {
        range, worker, partials in
        DenseProducts.forEachBlock(range, largest: DenseProducts.largestInnerBlock) { start, count in
          guard let product = family.bySize[count] else { return status.record(-1) }
          status.record(
            clippo_product_run(
              product.handle, Int32(worker), partials[0], x.base + start * xStride, dy.base + start * dyStride, nil,
              scratch[worker]))
        }
        guard partials.count > 1 else { return }
        let start = dy.base + range.lowerBound * dyStride
        if dy.elementType == .bfloat16 {
          clippo_column_sum_bf16(
            partials[1], start.assumingMemoryBound(to: UInt16.self), range.count, dy.shape.width)
        } else {
          clippo_column_sum_f32(partials[1], start.assumingMemoryBound(to: Float.self), range.count, dy.shape.width)
        }
      }
    }
    try status.check("multiply \(x.shape) transposed by \(dy.shape)")
  }

  /// The gradient of a weight in the processor's tile registers: x is turned once, each worker some panels of its rows; then
  /// each worker multiplies some inputs by some columns of dy. The sums do not depend on the number of workers.
  private func tilesWeightGradient(
    _ tiles: TileKernels, _ dweight: Tensor, dbias: Tensor?, x: Tensor, _ dy: Tensor
  ) throws {
    let (rows, inputs, outputs) = (x.shape.rows, x.shape.width, dy.shape.width)
    let panel = Int(CLIPPO_TILES_PANEL)
    let panels = (rows + panel - 1) / panel
    let units = clippo_tiles_panel_units(inputs)
    let tall = Self.tileBlock(inputs, about: 384, pieces: 1)
    let wide = Self.tileBlock(outputs, about: 256, pieces: pool.threads)
    let across = (outputs + wide - 1) / wide
    try packed.reserve(.product, byteCount: max(1, panels) * units * 4)
    try scratch.reserve(.product, byteCount: clippo_tiles_panel_units(wide) * 4)
    let turned = packed.buffers(.product)[0].assumingMemoryBound(to: UInt32.self)
    let scratch = scratch.buffers(.product).map { $0.assumingMemoryBound(to: UInt32.self) }
    withExtendedLifetime((dweight, dbias, x, dy)) {
      pool.parallel(panels) { panels, _ in
        for index in panels {
          tiles.turnPanel(
            turned + index * units, x.bfloats + index * panel * inputs, min(panel, rows - index * panel), inputs)
        }
      }
      pool.parallel((inputs + tall - 1) / tall * across) { blocks, worker in
        for block in blocks {
          let (input, column) = (block / across * tall, block % across * wide)
          let dbias = input == 0 ? dbias.map { $0.floats + column } : nil
          tiles.weightGradient(
            dweight.floats + input * outputs + column, dbias, turned, inputs, input, min(tall, inputs - input),
            dy.bfloats + column, rows, outputs, min(wide, outputs - column), scratch[worker])
        }
      }
    }
  }

  /// The size of blocks that `count` is cut into: about that size, a multiple of `pieces` of them, whole pairs of tiles.
  private static func tileBlock(_ count: Int, about size: Int, pieces: Int) -> Int {
    let blocks = (count + size * pieces - 1) / (size * pieces) * pieces
    return ((count + blocks - 1) / blocks + 31) / 32 * 32
  }
}

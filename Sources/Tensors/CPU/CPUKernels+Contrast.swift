import CDNNL
import CKernels

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Contrastive losses in blocks of rows: a worker multiplies some images by all texts, turns the similarities into
/// derivatives, and multiplies those by texts and images in turn. Nobody holds more of the square than a block.
extension CPUKernels {
  func contrast(
    _ loss: ContrastLoss, dimages: Tensor, dtexts: Tensor, _ contrast: Contrast
  ) throws -> ContrastResult {
    let job = try ContrastJob(contrast, in: self)
    dtexts.withBytes { _ = $0.initializeMemory(as: UInt8.self, repeating: 0) }
    guard contrast.count > 0 else { return ContrastResult() }
    return try withExtendedLifetime((contrast, dimages, dtexts)) {
      switch loss {
      case .softmax: try softmaxContrast(job, dimages: dimages, dtexts: dtexts)
      case .sigmoid(let bias): try sigmoidContrast(job, bias: bias, dimages: dimages, dtexts: dtexts)
      }
    }
  }

  private func softmaxContrast(_ job: ContrastJob, dimages: Tensor, dtexts: Tensor) throws -> ContrastResult {
    let count = job.count
    let columns = try (0..<pool.threads).map { _ in try ColumnStatistics(count, in: self) }
    let rowLSE = try buffer(count)
    let positive = try buffer(count)
    var correct = [Int](repeating: 0, count: pool.threads)
    correct.withUnsafeMutableBufferPointer { correct in
      let correct = Unchecked(correct)
      job.forEachBlock { block, worker in
        let products = job.similarities(block, worker)
        let own = columns[worker]
        correct.value[worker] += Int(
          clippo_contrastive_statistics_f32(
            rowLSE.base + block.lowerBound, positive.base + block.lowerBound, own.largest.base, own.sum.base,
            own.beside.base, products, job.groups, block.lowerBound, block.count, count, job.scale))
      }
    }
    for other in columns.dropFirst() { columns[0].merge(other) }
    var result = ContrastResult()
    result.correctRows = correct.reduce(0, +)
    for index in 0..<count {
      let columnLSE = columns[0].largest.base[index] + log(columns[0].sum.base[index])
      columns[0].sum.base[index] = columnLSE
      result.loss += Double(rowLSE.base[index] + columnLSE - 2 * positive.base[index])
      result.correctColumns += positive.base[index] > columns[0].beside.base[index] ? 1 : 0
    }
    result.loss *= 0.5 / Double(count)
    let columnLSE = columns[0].sum
    let slopes = try slopes(job, dimages: dimages, dtexts: dtexts) { block, worker, products in
      clippo_contrastive_slopes_f32(
        products, rowLSE.base + block.lowerBound, columnLSE.base, job.groups, block.lowerBound, block.count, count,
        job.scale)
    }
    result.scaleSlope = slopes.reduce(0, +)
    return result
  }

  private func sigmoidContrast(_ job: ContrastJob, bias: Float, dimages: Tensor, dtexts: Tensor) throws
    -> ContrastResult
  {
    let columns = try (0..<pool.threads).map { _ in try ColumnStatistics(job.count, in: self) }
    let positive = try buffer(job.count)
    var sums = [Double](repeating: 0, count: 4 * pool.threads)
    var result = ContrastResult()
    try sums.withUnsafeMutableBufferPointer { sums in
      let own = Unchecked(sums)
      _ = try slopes(job, dimages: dimages, dtexts: dtexts) { block, worker, products in
        let sums = own.value.baseAddress.map { $0 + 4 * worker }
        let correct = clippo_contrastive_sigmoid_f32(
          sums, positive.base + block.lowerBound, columns[worker].beside.base, products, job.groups, block.lowerBound,
          block.count, job.count, job.scale, bias)
        sums?[3] += Double(correct)
        return 0
      }
      for worker in 0..<pool.threads {
        result.loss += sums[4 * worker]
        result.scaleSlope += sums[4 * worker + 1]
        result.biasSlope += sums[4 * worker + 2]
        result.correctRows += Int(sums[4 * worker + 3])
      }
    }
    for other in columns.dropFirst() { columns[0].merge(other) }
    for index in 0..<job.count where positive.base[index] > columns[0].beside.base[index] { result.correctColumns += 1 }
    return result
  }

  /// The second half of either loss: `derive` turns a block of similarities into derivatives, which go to both sides.
  /// Returns the sums of what it returned, a number a worker.
  private func slopes(
    _ job: ContrastJob, dimages: Tensor, dtexts: Tensor,
    _ derive: (_ block: Range<Int>, _ worker: Int, _ products: UnsafeMutablePointer<Float>) -> Double
  ) throws -> [Double] {
    var sums = [Double](repeating: 0, count: pool.threads)
    try sums.withUnsafeMutableBufferPointer { sums in
      let sums = Unchecked(sums)
      try reducing(into: [dtexts], rows: job.count, grain: ContrastJob.block) { range, worker, partials in
        job.forEachBlock(of: range) { block in
          let products = job.similarities(block, worker)
          sums.value[worker] += derive(block, worker, products)
          job.multiply(products, dimages.floats + block.lowerBound * dimages.shape.width, partials[0], block, worker)
        }
      }
    }
    try job.status.check("multiply embeddings")
    return sums
  }
}

/// The products of one contrastive loss, compiled for its shape, and where a worker's block of similarities lies.
private final class ContrastJob: @unchecked Sendable {
  /// Images multiplied at a time.
  static let block = DenseProducts.largestBlock
  /// Bytes of similarities that a worker may keep from the first pass to the second; more are computed again.
  static let keptBytes = 4 << 20

  let count: Int
  let scale: Float
  let groups: UnsafeMutablePointer<Int32>?
  let status = FirstFailure()
  private let width: Int
  private let isNarrow: Bool
  private let pool: ThreadPool
  private let similarity: ProductFamily
  private let imageSlope: ProductFamily
  private let textSlope: ProductFamily
  /// Images as they meet the texts, and as they meet the derivatives.
  private let images: (split: Operand, plain: Operand)
  private let across: FloatBuffer
  private let down: FloatBuffer
  private let scratch: [UnsafeMutableRawPointer]
  /// One buffer a worker: its whole share of the square where that is small, else one block.
  private let squares: [FloatBuffer]
  /// One buffer a worker for derivatives in bf16.
  private let narrowed: [FloatBuffer]
  private let starts: [Int]
  private let keepsAll: Bool
  /// 1 for blocks whose similarities are there.
  private let filled: FloatBuffer

  init(_ contrast: Contrast, in kernels: CPUKernels) throws {
    let (count, width) = (contrast.count, contrast.images.shape.width)
    (self.count, self.width) = (count, width)
    scale = contrast.scale
    groups = contrast.groups?.integers
    pool = kernels.pool
    isNarrow = contrast.operand == .bfloat16
    let splitWidth = isNarrow ? 3 * width : width
    func key(_ columns: Int, _ inner: Int, transposed: Bool) -> DenseProducts.Key {
      DenseProducts.Key(
        rows: 0, columns: columns, inner: inner, operand: contrast.operand, out: .float32, rightLayout: .packed,
        packedFromTransposed: transposed)
    }
    similarity = try kernels.products.family(key(count, splitWidth, transposed: true), rows: count)
    imageSlope = try kernels.products.family(key(width, count, transposed: false), rows: count)
    let sums = DenseProducts.Key(
      rows: count, columns: width, inner: 0, operand: contrast.operand, out: .float32, leftTransposed: true,
      accumulate: true, blockIsInner: true)
    textSlope = try kernels.products.family(sums, rows: min(count, Self.block))
    let plain = Operand(floats: contrast.images.floats, width: width)
    if isNarrow {
      images = (
        try Operand(floats: try kernels.split(contrast.images, .left), width: splitWidth)
          .narrowed(kernels, count: count),
        try plain.narrowed(kernels, count: count)
      )
      across = try kernels.packed(try kernels.split(contrast.texts, .right).base, similarity.leader)
    } else {
      images = (plain, plain)
      across = try kernels.packed(contrast.texts.floats, similarity.leader)
    }
    down = try kernels.packed(contrast.texts.floats, imageSlope.leader)
    let bytes = [similarity, imageSlope, textSlope].map(\.scratchBytes).max() ?? 0
    try kernels.scratch.reserve(.product, byteCount: max(1, bytes))
    scratch = kernels.scratch.buffers(.product)
    let shares = pool.cut(count, grain: Self.block)
    let largest = shares.map(\.count).max() ?? 0
    keepsAll = largest * count * 4 <= Self.keptBytes
    let rows = keepsAll ? largest : Self.block
    squares = try shares.map { try kernels.buffer($0.isEmpty ? 0 : rows * count) }
    let halves = isNarrow ? (Self.block * count + 1) / 2 : 0
    narrowed = try shares.map { _ in try kernels.buffer(halves) }
    starts = shares.map(\.lowerBound)
    filled = try kernels.buffer((count + Self.block - 1) / Self.block, filledWith: 0)
  }

  /// Runs `body` on blocks of rows, each on the worker that owns them.
  func forEachBlock(_ body: (_ block: Range<Int>, _ worker: Int) -> Void) {
    pool.parallel(count, grain: Self.block) { range, worker in forEachBlock(of: range) { body($0, worker) } }
  }

  func forEachBlock(of range: Range<Int>, _ body: (_ block: Range<Int>) -> Void) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
      body(start..<min(start + Self.block, range.upperBound))
    }
  }

  /// Similarities of some images and all texts, [block, count]. Computed again where they were not kept.
  func similarities(_ block: Range<Int>, _ worker: Int) -> UnsafeMutablePointer<Float> {
    let place = squares[worker].base + (keepsAll ? (block.lowerBound - starts[worker]) * count : 0)
    guard !(keepsAll && filled.base[block.lowerBound / Self.block] == 1) else { return place }
    DenseProducts.forEachBlock(block) { start, size in
      let out = place + (start - block.lowerBound) * count
      status.record(run(similarity, size, worker, out, images.split.row(start), across.base))
    }
    filled.base[block.lowerBound / Self.block] = 1
    return place
  }

  /// Both products of a block's derivatives: dimages [block, width] = slopes · texts, dtexts [count, width] += slopesᵀ ·
  /// images.
  func multiply(
    _ slopes: UnsafeMutablePointer<Float>, _ dimages: UnsafeMutablePointer<Float>,
    _ dtexts: UnsafeMutablePointer<Float>, _ block: Range<Int>, _ worker: Int
  ) {
    var left = Operand(floats: slopes, width: count)
    if isNarrow {
      let narrow = UnsafeMutableRawPointer(narrowed[worker].base).assumingMemoryBound(to: UInt16.self)
      clippo_convert_f32_to_bf16(narrow, slopes, block.count * count)
      left = Operand(base: UnsafeMutableRawPointer(narrow), byteStride: 2 * count)
    }
    DenseProducts.forEachBlock(0..<block.count) { start, size in
      status.record(run(imageSlope, size, worker, dimages + start * width, left.row(start), down.base))
      status.record(
        run(textSlope, size, worker, dtexts, left.row(start), images.plain.row(block.lowerBound + start)))
    }
  }

  private func run(
    _ family: ProductFamily, _ size: Int, _ worker: Int, _ out: UnsafeMutablePointer<Float>,
    _ left: UnsafeMutableRawPointer, _ right: UnsafeMutableRawPointer
  ) -> Int32 {
    guard let product = family.bySize[size] else { return -1 }
    return clippo_product_run(product.handle, Int32(worker), out, left, right, nil, scratch[worker])
  }
}

/// Rows of an operand, wherever they lie.
private struct Operand {
  let base: UnsafeMutableRawPointer
  let byteStride: Int
  /// Keeps the rows alive, where they are nobody else's.
  var owner: FloatBuffer?

  init(base: UnsafeMutableRawPointer, byteStride: Int) {
    self.base = base
    self.byteStride = byteStride
  }

  init(floats: UnsafeMutablePointer<Float>, width: Int) {
    self.init(base: UnsafeMutableRawPointer(floats), byteStride: 4 * width)
  }

  init(floats buffer: FloatBuffer, width: Int) {
    self.init(floats: buffer.base, width: width)
    owner = buffer
  }

  func row(_ index: Int) -> UnsafeMutableRawPointer { base + index * byteStride }

  var floats: UnsafeMutablePointer<Float> { base.assumingMemoryBound(to: Float.self) }

  /// The same rows, of floats, rounded to bf16.
  func narrowed(_ kernels: CPUKernels, count: Int) throws -> Operand {
    let size = byteStride / 4 * count
    let buffer = try kernels.buffer((size + 1) / 2)
    let base = UnsafeMutableRawPointer(buffer.base)
    clippo_convert_f32_to_bf16(base.assumingMemoryBound(to: UInt16.self), floats, size)
    var out = Operand(base: base, byteStride: byteStride / 2)
    out.owner = buffer
    return out
  }
}

extension CPUKernels {
  /// A matrix in a compiled product's own layout, in memory of its own.
  fileprivate func packed(_ matrix: UnsafeMutablePointer<Float>, _ leader: CompiledProduct) throws -> FloatBuffer {
    let out = try buffer((leader.packedBytes + 3) / 4)
    let status = FirstFailure()
    pool.parallel(leader.packPieces) { pieces, worker in
      for piece in pieces {
        status.record(clippo_product_pack(leader.handle, Int32(worker), Int32(piece), out.base, matrix))
      }
    }
    try status.check("pack embeddings")
    return out
  }
}

/// What one worker knows of the columns.
private struct ColumnStatistics: @unchecked Sendable {
  let largest: FloatBuffer
  let sum: FloatBuffer
  let beside: FloatBuffer

  init(_ count: Int, in kernels: CPUKernels) throws {
    largest = try kernels.buffer(count, filledWith: -1e30)
    sum = try kernels.buffer(count, filledWith: 0)
    beside = try kernels.buffer(count, filledWith: -1e30)
  }

  /// Takes in what another worker found.
  func merge(_ other: ColumnStatistics) {
    for index in 0..<largest.count {
      let top = max(largest.base[index], other.largest.base[index])
      sum.base[index] =
        sum.base[index] * exp(largest.base[index] - top)
        + other.sum.base[index] * exp(other.largest.base[index] - top)
      largest.base[index] = top
      beside.base[index] = max(beside.base[index], other.beside.base[index])
    }
  }
}

/// A pointer that workers write through, each to places of its own.
private struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

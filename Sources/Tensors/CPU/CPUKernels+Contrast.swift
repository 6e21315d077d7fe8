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
    let status = FirstFailure()
    try sums.withUnsafeMutableBufferPointer { sums in
      let sums = Unchecked(sums)
      try reducing(into: [dtexts], rows: job.count, grain: ContrastJob.block) { range, worker, partials in
        job.forEachBlock(of: range) { block in
          let products = job.similarities(block, worker)
          sums.value[worker] += derive(block, worker, products)
          status.record(job.toImages(products, dimages.row(block.lowerBound), block, worker))
          status.record(job.toTexts(products, partials[0], block, worker))
        }
      }
    }
    try status.check("multiply derivatives of similarities by embeddings")
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
  private let images: Tensor
  private let pool: ThreadPool
  private let similarity: ProductFamily
  private let imageSlope: ProductFamily
  private let textSlope: ProductFamily
  private let across: FloatBuffer
  private let down: FloatBuffer
  private let scratch: [UnsafeMutableRawPointer]
  /// One buffer a worker: its whole share of the square where that is small, else one block.
  private let squares: [FloatBuffer]
  private let starts: [Int]
  private let keepsAll: Bool
  /// 1 for blocks whose similarities are there.
  private let filled: FloatBuffer

  init(_ contrast: Contrast, in kernels: CPUKernels) throws {
    count = contrast.count
    width = contrast.images.shape.width
    scale = contrast.scale
    groups = contrast.groups?.integers
    images = contrast.images
    pool = kernels.pool
    func key(_ columns: Int, _ inner: Int, transposed: Bool) -> DenseProducts.Key {
      DenseProducts.Key(
        rows: 0, columns: columns, inner: inner, operand: .float32, out: .float32, rightLayout: .packed,
        packedFromTransposed: transposed)
    }
    similarity = try kernels.products.family(key(count, width, transposed: true), rows: count)
    imageSlope = try kernels.products.family(key(width, count, transposed: false), rows: count)
    let sums = DenseProducts.Key(
      rows: count, columns: width, inner: 0, operand: .float32, out: .float32, leftTransposed: true, accumulate: true,
      blockIsInner: true)
    textSlope = try kernels.products.family(sums, rows: min(count, Self.block))
    across = try kernels.packed(contrast.texts, similarity.leader)
    down = try kernels.packed(contrast.texts, imageSlope.leader)
    let bytes = [similarity, imageSlope, textSlope].map(\.scratchBytes).max() ?? 0
    try kernels.scratch.reserve(.product, byteCount: max(1, bytes))
    scratch = kernels.scratch.buffers(.product)
    let shares = pool.cut(count, grain: Self.block)
    let largest = shares.map(\.count).max() ?? 0
    keepsAll = largest * count * 4 <= Self.keptBytes
    let (rows, columns) = (keepsAll ? largest : Self.block, count)
    squares = try shares.map { try kernels.buffer($0.isEmpty ? 0 : rows * columns) }
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
      guard let product = similarity.bySize[size] else { return status.record(-1) }
      status.record(
        clippo_product_run(
          product.handle, Int32(worker), place + (start - block.lowerBound) * count, images.row(start), across.base,
          nil,
          scratch[worker]))
    }
    filled.base[block.lowerBound / Self.block] = 1
    return place
  }

  /// out [block, width] = slopes · texts.
  func toImages(
    _ slopes: UnsafeMutablePointer<Float>, _ out: UnsafeMutableRawPointer, _ block: Range<Int>, _ worker: Int
  ) -> Int32 {
    var code: Int32 = 0
    DenseProducts.forEachBlock(0..<block.count) { start, size in
      guard code == 0, let product = imageSlope.bySize[size] else { return }
      code = clippo_product_run(
        product.handle, Int32(worker), out + start * width * 4, slopes + start * count, down.base, nil, scratch[worker])
    }
    return code
  }

  /// out [count, width] += slopesᵀ · images of the block.
  func toTexts(
    _ slopes: UnsafeMutablePointer<Float>, _ out: UnsafeMutablePointer<Float>, _ block: Range<Int>, _ worker: Int
  ) -> Int32 {
    var code: Int32 = 0
    DenseProducts.forEachBlock(0..<block.count) { start, size in
      guard code == 0, let product = textSlope.bySize[size] else { return }
      code = clippo_product_run(
        product.handle, Int32(worker), out, slopes + start * count, images.row(block.lowerBound + start), nil,
        scratch[worker])
    }
    return code
  }
}

extension CPUKernels {
  /// A matrix in a compiled product's own layout, in memory of its own.
  fileprivate func packed(_ matrix: Tensor, _ leader: CompiledProduct) throws -> FloatBuffer {
    let out = try buffer((leader.packedBytes + 3) / 4)
    let status = FirstFailure()
    withExtendedLifetime(matrix) {
      pool.parallel(leader.packPieces) { pieces, worker in
        for piece in pieces {
          status.record(clippo_product_pack(leader.handle, Int32(worker), Int32(piece), out.base, matrix.floats))
        }
      }
    }
    try status.check("pack embeddings of shape \(matrix.shape)")
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

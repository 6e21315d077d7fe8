import CDNNL
import CKernels
import Runtime

/// The products of one contrastive loss, compiled for its shape, and where a worker's block of similarities lies.
final class ContrastiveLossJob: @unchecked Sendable {
  /// Images multiplied at a time.
  static let block = DenseProducts.largestBlock
  /// Bytes of similarities that a worker may keep from the first pass to the second; more are computed again.
  static let keptBytes = 4 << 20

  let count: Int
  let scale: Float
  /// Of pairs that are left out of each other's negatives.
  let duplicateIds: UnsafeMutablePointer<Int32>?
  /// Pairs that are positives beside the diagonal.
  let positives: ExtraPositives?
  let status = FirstFailure()
  private let width: Int
  private let isNarrow: Bool
  private let pool: ThreadPool
  private let similarity: ProductFamily
  private let imageGradient: ProductFamily
  private let textGradient: ProductFamily
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

  init(_ input: ContrastiveInput, in kernels: CPUKernels) throws {
    let (count, width) = (input.count, input.images.shape.width)
    (self.count, self.width) = (count, width)
    scale = input.scale
    duplicateIds = input.duplicates == .masked ? input.duplicateIds?.integers : nil
    positives = input.duplicates == .positive ? input.duplicateIds.flatMap { ExtraPositives($0) } : nil
    pool = kernels.pool
    isNarrow = input.operand == .bfloat16
    let splitWidth = isNarrow ? 3 * width : width
    func key(_ columns: Int, _ inner: Int, transposed: Bool) -> DenseProducts.Key {
      DenseProducts.Key(
        rows: 0, columns: columns, inner: inner, operand: input.operand, out: .float32, rightLayout: .packed,
        packedFromTransposed: transposed)
    }
    similarity = try kernels.products.family(key(count, splitWidth, transposed: true), rows: count)
    imageGradient = try kernels.products.family(key(width, count, transposed: false), rows: count)
    let sums = DenseProducts.Key(
      rows: count, columns: width, inner: 0, operand: input.operand, out: .float32, leftTransposed: true,
      accumulate: true, blockIsInner: true)
    textGradient = try kernels.products.family(sums, rows: min(count, Self.block))
    let plain = Operand(floats: input.images.floats, width: width)
    if isNarrow {
      images = (
        try Operand(floats: try kernels.split(input.images, .left), width: splitWidth)
          .narrowed(kernels, count: count),
        try plain.narrowed(kernels, count: count)
      )
      let parts = try kernels.split(input.texts, .right)
      let leader = similarity.leader
      across = try withExtendedLifetime(parts) { try kernels.packed(parts.base, leader) }
    } else {
      images = (plain, plain)
      across = try kernels.packed(input.texts.floats, similarity.leader)
    }
    down = try kernels.packed(input.texts.floats, imageGradient.leader)
    let bytes = [similarity, imageGradient, textGradient].map(\.scratchBytes).max() ?? 0
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

  /// Both products of a block's derivatives: dimages [block, width] = gradients · texts, dtexts [count, width] += gradientsᵀ ·
  /// images.
  func multiply(
    _ gradients: UnsafeMutablePointer<Float>, _ dimages: UnsafeMutablePointer<Float>,
    _ dtexts: UnsafeMutablePointer<Float>, _ block: Range<Int>, _ worker: Int
  ) {
    var left = Operand(floats: gradients, width: count)
    if isNarrow {
      let narrow = UnsafeMutableRawPointer(narrowed[worker].base).assumingMemoryBound(to: UInt16.self)
      clippo_convert_f32_to_bf16(narrow, gradients, block.count * count)
      left = Operand(base: UnsafeMutableRawPointer(narrow), byteStride: 2 * count)
    }
    DenseProducts.forEachBlock(0..<block.count) { start, size in
      status.record(run(imageGradient, size, worker, dimages + start * width, left.row(start), down.base))
      status.record(
        run(textGradient, size, worker, dtexts, left.row(start), images.plain.row(block.lowerBound + start)))
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
struct Operand {
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

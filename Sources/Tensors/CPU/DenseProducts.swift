import CDNNL
import CKernels
import Runtime

/// Compiled products by shape. oneDNN compiles for one exact shape, and the row count of a packed batch is never the same
/// twice; so rows are cut into blocks whose sizes are powers of two, and a handful of compiled shapes serves every batch.
final class DenseProducts: @unchecked Sendable {
  /// Rows of the largest block.
  static let largestBlock = 64
  /// The same for gradients of weights, whose sums are read and written once a block.
  static let largestInnerBlock = 512

  private let engine: OpaquePointer
  private let workers: Int
  private var compiled: [Key: CompiledProduct] = [:]

  /// Whether factors of bf16 are widened to float32, block by block, before they are multiplied.
  let widensBFloat16: Bool

  /// - Parameter wideningBFloat16: also where the library multiplies bf16 well on this processor.
  init(workers: Int, wideningBFloat16: Bool = false) throws {
    if clippo_cpu_level_is_forced() != 0 { clippo_dnnl_limit(clippo_cpu_level()) }
    // With AVX-512 alone oneDNN computes products of bf16 from its own conversions, at less than half the speed of floats.
    let widens = wideningBFloat16 || ProcessorLevel.current == .avx512
    var message = [CChar](repeating: 0, count: 256)
    guard let engine = clippo_dnnl_engine_create(widens ? 1 : 0, &message, message.count) else {
      throw TensorError(text(message))
    }
    self.engine = engine
    self.workers = workers
    widensBFloat16 = clippo_dnnl_widens_bf16(engine) != 0
  }

  deinit {
    compiled.removeAll()
    clippo_dnnl_engine_destroy(engine)
  }

  /// Cuts a range of rows into blocks whose lengths are powers of two, the largest first.
  static func forEachBlock(
    _ rows: Range<Int>, largest: Int = largestBlock, _ body: (_ start: Int, _ count: Int) -> Void
  ) {
    var start = rows.lowerBound
    var size = largest
    while start < rows.upperBound {
      while start + size > rows.upperBound { size /= 2 }
      body(start, size)
      start += size
    }
  }

  /// The products of every block size that `rows` rows, cut among the workers at any place, can need.
  func family(_ key: Key, rows: Int) throws -> ProductFamily {
    var bySize: [Int: CompiledProduct] = [:]
    let largest = key.blockIsInner ? Self.largestInnerBlock : Self.largestBlock
    let leader = try product(key.with(block: largest), like: nil)
    bySize[largest] = leader
    var size = largest / 2
    while size >= 1 {
      if size <= rows {
        bySize[size] = try product(key.with(block: size), like: key.rightLayout == .packed ? leader : nil)
      }
      size /= 2
    }
    let used = bySize.filter { $0.key <= rows }.values
    return ProductFamily(leader: leader, bySize: bySize, scratchBytes: used.map(\.scratchBytes).max() ?? 0)
  }

  /// A product of one exact shape.
  func product(_ key: Key, like leader: CompiledProduct?) throws -> CompiledProduct {
    if let known = compiled[key] { return known }
    var message = [CChar](repeating: 0, count: 256)
    var shape = key.shape(workers: workers)
    guard let handle = clippo_product_create(engine, &shape, leader?.handle, &message, message.count) else {
      throw TensorError(text(message))
    }
    let made = CompiledProduct(handle: handle)
    compiled[key] = made
    return made
  }

  /// Everything that a compiled product depends on.
  struct Key: Hashable {
    enum RightLayout { case plain, transposed, packed }
    var rows: Int
    var columns: Int
    var inner: Int
    var operand: ElementType
    var out: ElementType
    var leftTransposed = false
    var rightLayout = RightLayout.plain
    var packedFromTransposed = false
    var accumulate = false
    var hasBias = false
    /// The row count that varies with the batch is the inner axis of a weight gradient, the outer axis otherwise.
    var blockIsInner = false

    func with(block: Int) -> Key {
      var key = self
      if blockIsInner { key.inner = block } else { key.rows = block }
      return key
    }

    func shape(workers: Int) -> clippo_product_shape {
      let right: clippo_right_layout =
        switch rightLayout {
        case .plain: CLIPPO_RIGHT_PLAIN
        case .transposed: CLIPPO_RIGHT_TRANSPOSED
        case .packed: CLIPPO_RIGHT_PACKED
        }
      return clippo_product_shape(
        rows: Int64(rows), columns: Int64(columns), inner: Int64(inner), operand_type: operand.dnnl,
        out_type: out.dnnl, left_transposed: leftTransposed ? 1 : 0, right_layout: right,
        packed_from_transposed: packedFromTransposed ? 1 : 0, accumulate: accumulate ? 1 : 0,
        has_bias: hasBias ? 1 : 0, workers: Int32(workers))
    }
  }
}

/// Products that differ only in the number of rows of a block; they share one packed layout of the right side.
struct ProductFamily {
  let leader: CompiledProduct
  let bySize: [Int: CompiledProduct]
  /// Scratch of a worker for blocks of no more rows than there are.
  let scratchBytes: Int
}

final class CompiledProduct: @unchecked Sendable {
  let handle: OpaquePointer
  let packedBytes: Int
  let scratchBytes: Int
  /// Pieces that packing is cut into.
  let packPieces: Int

  init(handle: OpaquePointer) {
    self.handle = handle
    packedBytes = clippo_product_packed_bytes(handle)
    scratchBytes = clippo_product_scratch_bytes(handle)
    packPieces = Int(clippo_product_pack_pieces(handle))
  }

  deinit { clippo_product_destroy(handle) }
}

extension ElementType {
  var dnnl: clippo_dnnl_type { self == .bfloat16 ? CLIPPO_DNNL_BF16 : CLIPPO_DNNL_F32 }
}

/// The text of a C string in an array.
func text(_ message: [CChar]) -> String {
  String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

import CDNNL
import CKernels
import Runtime

/// The products of one late interaction: some whole sequences of columns at a time are packed, and every worker multiplies its rows
/// by them, a block at a time, and takes the maxima while the block is in its cache.
final class MaxSimilarityJob: @unchecked Sendable {
  /// Columns that are packed at a time, where no sequence is longer.
  static let usualColumns = 1024

  let sides: MaxSimilaritySides
  /// Columns of a block of products.
  let columns: Int
  let status = FirstFailure()
  private let kernels: CPUKernels
  private let family: ProductFamily
  private let rows: Operand
  private let width: Int
  /// Rows of columns that do not fill a window, and zeros.
  private let padded: FloatBuffer?
  private let scratch:
    (product: [UnsafeMutableRawPointer], block: [UnsafeMutableRawPointer], best: [UnsafeMutableRawPointer])

  init(_ input: MaxSimilarityInput, _ sides: MaxSimilaritySides, in kernels: CPUKernels) throws {
    self.sides = sides
    self.kernels = kernels
    width = input.width
    columns = Self.columns(of: sides)
    family = try kernels.products.family(
      DenseProducts.Key(
        rows: 0, columns: columns, inner: width, operand: input.operand, out: .float32, rightLayout: .packed,
        packedFromTransposed: true), rows: sides.rows.tokens)
    let plain = Operand(floats: sides.rows.values.floats, width: width)
    rows = input.operand == .bfloat16 ? try plain.narrowed(kernels, count: sides.rows.tokens) : plain
    padded = sides.columns.tokens < columns ? try kernels.buffer(columns * width, filledWith: 0) : nil
    padded?.base.update(from: sides.columns.values.floats, count: sides.columns.tokens * width)
    let workers = kernels.scratch
    try workers.reserve(.product, byteCount: max(1, family.scratchBytes))
    try workers.reserve(.rows, byteCount: 4 * DenseProducts.largestBlock * columns)
    try workers.reserve(.parts, byteCount: 8 * columns)
    scratch = (workers.buffers(.product), workers.buffers(.rows), workers.buffers(.parts))
  }

  /// Few sizes, since each is compiled for itself.
  static func columns(of sides: MaxSimilaritySides) -> Int {
    let wanted = max(sides.columns.longest, min(sides.columns.tokens, usualColumns))
    var columns = 64
    while columns < wanted { columns *= 2 }
    return columns
  }

  /// Runs `body` on every block of rows and columns, the rows of a worker in order.
  func forEachBlock(_ body: (_ block: Block, _ worker: Int) -> Void) throws {
    var first = 0
    while first < sides.columns.count {
      let start = Int(sides.columns.offsets[first])
      var end = first + 1
      while end < sides.columns.count, Int(sides.columns.offsets[end + 1]) - start <= columns { end += 1 }
      try forEachBlock(of: first..<end, body)
      first = end
    }
    try status.check("multiply tokens")
  }

  private func forEachBlock(of sequences: Range<Int>, _ body: (_ block: Block, _ worker: Int) -> Void) throws {
    let start = Int(sides.columns.offsets[sequences.lowerBound])
    // The window may begin earlier than its sequences, where it would end behind the last token.
    let window = padded == nil ? min(start, sides.columns.tokens - columns) : 0
    let from = padded?.base ?? sides.columns.values.floats + window * width
    let packed = try kernels.pack(from, family.leader)
    let offsets = UnsafeBufferPointer(start: sides.rows.offsets, count: sides.rows.count + 1)
    kernels.pool.parallelSequences(offsets: offsets) { mine, worker in
      let products = scratch.block[worker].assumingMemoryBound(to: Float.self)
      let best = scratch.best[worker].assumingMemoryBound(to: Float.self)
      let place = (scratch.best[worker] + 4 * columns).assumingMemoryBound(to: Int32.self)
      var sequence = mine.lowerBound
      let tokens = Int(offsets[mine.lowerBound])..<Int(offsets[mine.upperBound])
      DenseProducts.forEachBlock(tokens) { row, count in
        guard let product = family.bySize[count] else { return status.record(-1) }
        status.record(
          clippo_product_run(
            product.handle, Int32(worker), products, rows.row(row), packed, nil, scratch.product[worker]))
        while Int(offsets[sequence + 1]) <= row { sequence += 1 }
        var begin = row
        while begin < row + count {
          let own = sides.rows.tokens(of: sequence)
          let end = min(own.upperBound, row + count)
          if begin < end {
            body(
              Block(
                rows: begin..<end, rowSequence: sequence, isFirst: begin == own.lowerBound,
                isLast: end == own.upperBound, columnSequences: sequences,
                products: products + (begin - row) * columns + (start - window), best: best, place: place), worker)
          }
          begin = end
          if end == own.upperBound { sequence += 1 }
        }
      }
    }
  }

  /// Products of some rows of one sequence with some whole sequences of columns.
  struct Block {
    let rows: Range<Int>
    let rowSequence: Int
    /// Whether the rows are the first, and the last, of their sequence.
    let isFirst: Bool
    let isLast: Bool
    let columnSequences: Range<Int>
    /// Of the first row and the first column of the sequences; a row is `columns` of the job further.
    let products: UnsafeMutablePointer<Float>
    /// A worker's maxima of columns, from block to block of one sequence.
    let best: UnsafeMutablePointer<Float>
    let place: UnsafeMutablePointer<Int32>
  }
}

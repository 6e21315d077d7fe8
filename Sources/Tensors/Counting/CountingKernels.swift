import CKernels

/// A table of kernels that do nothing. It notes the memory that the processor's kernels take for themselves.
final class CountingKernels: KernelTable {
  private let memory: MemoryTally
  private let workers: Int

  init(memory: MemoryTally, workers: Int) {
    self.memory = memory
    self.workers = workers
  }

  func product(_ out: Tensor, _ x: Tensor, _ product: RowProduct) {
    memory.scratch(.packed, product.weight.count * product.operand.byteCount)
  }

  func linearWeightGradient(_ dweight: Tensor, dbias: Tensor?, x: Tensor, _ dy: Tensor) {
    // Every worker sums into an array of its own.
    memory.scratch(.partial, workers * (dweight.byteCount + (dbias?.byteCount ?? 0)))
  }

  func attention(_ out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool) throws {
    try attentionScratch(offsets, headWidth: out.shape.width / max(1, heads))
  }

  func attentionGradient(
    _ dqkv: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool
  ) throws {
    try attentionScratch(offsets, headWidth: out.shape.width / max(1, heads))
  }

  private func attentionScratch(_ offsets: Tensor, headWidth: Int) throws {
    let longest = try offsets.withIntegers { zip($0, $0.dropFirst()).reduce(0) { max($0, Int($1.1 - $1.0)) } }
    memory.scratch(.attention, 4 * workers * clippo_attention_scratch(longest, headWidth))
  }

  func contrastiveLoss(_ loss: ContrastiveLoss, dimages: Tensor, dtexts: Tensor, _ input: ContrastiveInput) throws
    -> ContrastiveLossResult
  {
    // Texts are packed for the product with images and for that with derivatives; similarities in bfloat16 are products of three
    // parts. Every worker holds a block of similarities, or its whole share where that is small.
    let side = input.images.byteCount
    let isNarrow = input.operand == .bfloat16
    let packed = isNarrow ? [3 * side, 3 * side / 2, 3 * side / 2, side / 2, side / 2] : [side, side]
    let share = (input.count + workers - 1) / workers
    let rows = 4 * share * input.count <= ContrastiveLossJob.keptBytes ? share : ContrastiveLossJob.block
    let squares = [Int](repeating: 4 * rows * input.count, count: workers)
    let buffers = try (packed + squares).map(memory.allocate)
    return withExtendedLifetime(buffers) { ContrastiveLossResult() }
  }

  func maxSimilarity(images: Tensor, texts: Tensor, places: MaxSimilarityPlaces?, _ input: MaxSimilarityInput) throws {
    // The columns' sums before they are turned over, some columns packed, and where bfloat16 is multiplied the rows in it.
    let sides = MaxSimilaritySides(input)
    let columns = MaxSimilarityJob.columns(of: sides)
    memory.scratch(.packed, columns * input.width * input.operand.byteCount)
    let buffers = try [
      images.byteCount, input.operand == .bfloat16 ? 2 * sides.rows.tokens * input.width : 0,
      sides.columns.tokens < columns ? 4 * columns * input.width : 0,
    ].map(memory.allocate)
    withExtendedLifetime(buffers) {}
  }

  func maxSimilarityGradient(
    dimages: Tensor?, dtexts: Tensor?, dimageSums: Tensor, dtextSums: Tensor, places: MaxSimilarityPlaces,
    _ input: MaxSimilarityInput
  ) {}

  func unitRange(_ out: Tensor, bytes: Tensor) {}
  func convert(_ out: Tensor, _ x: Tensor) {}
  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor) {}
  func accumulate(_ out: Tensor, _ x: Tensor, scale: Float) {}
  func scale(_ out: Tensor, _ x: Tensor, by scale: Float) {}
  func multiply(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) {}
  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) {}
  func sum(_ out: Tensor, _ x: Tensor, per part: MatrixPart) {}
  func apply(_ function: ElementFunction, _ out: Tensor, _ x: Tensor) {}
  func logSumExp(_ out: Tensor, _ x: Tensor, per part: MatrixPart) {}
  func logSoftmax(_ out: Tensor, _ x: Tensor, per part: MatrixPart) {}
  func maximum(_ out: Tensor, columns: Tensor, _ x: Tensor) {}
  func pickColumns(_ out: Tensor, _ x: Tensor, columns: Tensor) {}
  func pickColumnsGradient(_ dx: Tensor, _ dout: Tensor, columns: Tensor) {}
  func transpose(_ out: Tensor, _ x: Tensor) {}
  func layerNorm(_ out: Tensor, _ x: Tensor, _ norm: LayerNormOperands, epsilon: Float) {}
  func layerNormGradient(_ dx: Tensor, dscale: Tensor, dbias: Tensor, _ dy: Tensor, _ norm: LayerNormOperands) {}
  func gelu(_ out: Tensor, _ x: Tensor, form: GELUForm) {}
  func geluGradient(_ dx: Tensor, _ dy: Tensor, x: Tensor, form: GELUForm) {}
  func probeAttention(
    _ out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor, offsets: Tensor, heads: Int
  ) {}
  func probeAttentionGradient(
    dquery: Tensor, _ dkeyValue: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor,
    offsets: Tensor, heads: Int
  ) {}
  func meanPool(_ out: Tensor, _ x: Tensor, offsets: Tensor) {}
  func meanPoolGradient(_ dx: Tensor, _ dout: Tensor, offsets: Tensor) {}
  func softmaxPool(_ out: Tensor, weights: Tensor, logits: Tensor, _ x: Tensor, offsets: Tensor) {}
  func softmaxPoolGradient(
    dlogits: Tensor, _ dx: Tensor, _ dout: Tensor, weights: Tensor, _ x: Tensor, offsets: Tensor
  ) {}
  func addPositions(_ x: Tensor, table: Tensor, positionIds: Tensor) {}
  func positionGradient(_ dtable: Tensor, _ dx: Tensor, positionIds: Tensor) {}
  func pickRows(_ out: Tensor, _ x: Tensor, rows: Tensor) {}
  func pickRowsGradient(_ dx: Tensor, _ dout: Tensor, rows: Tensor) {}
  func prependRow(_ out: Tensor, row: Tensor, _ x: Tensor, offsets: Tensor) {}
  func prependRowGradient(_ dx: Tensor, drow: Tensor, _ dout: Tensor, offsets: Tensor) {}
  func l2Normalize(_ out: Tensor, norm: Tensor, _ x: Tensor, epsilon: Float) {}
  func l2NormalizeGradient(_ dx: Tensor, _ dout: Tensor, x: Tensor, norm: Tensor, epsilon: Float) {}
}

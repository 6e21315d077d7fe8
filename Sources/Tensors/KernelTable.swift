/// The operations of a device. Every device fills in the whole table; the tests run each row of each table against the
/// same reference.
///
/// Outputs come first and are overwritten unless said otherwise. `activation` tensors are float32 or bfloat16, all of
/// one call alike; everything else is float32 but for indices (`offsets`, `positionIds`, `rows`, `columns`), which are
/// int32. Shapes are checked by the caller (the operations of `Autograd`). `tokens` are the rows of a packed batch;
/// sequence `s` owns the tokens `offsets[s] ..< offsets[s + 1]`.
public protocol KernelTable: Sendable {
  // MARK: Dense products

  /// out [rows, columns] = what a row product makes of x [rows, width]; `out` is an activation or float32.
  func product(_ out: Tensor, _ x: Tensor, _ product: RowProduct) throws
  /// dweight [inputs, outputs] += xᵀ · dy, dbias [outputs] += column sums of dy.
  func linearWeightGradient(_ dweight: Tensor, dbias: Tensor?, x: Tensor, _ dy: Tensor) throws

  // MARK: Element by element

  /// Pixels 0…255 to -1…1, as activations.
  func unitRange(_ out: Tensor, bytes: Tensor) throws
  /// The same values in another element type.
  func convert(_ out: Tensor, _ x: Tensor) throws
  /// out float32 = a float32 + b activation; `out` may be `a`.
  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor) throws
  /// out float32 += scale · x float32.
  func accumulate(_ out: Tensor, _ x: Tensor, scale: Float) throws
  /// out float32 = scale · x float32.
  func scale(_ out: Tensor, _ x: Tensor, by scale: Float) throws

  // MARK: Matrices of float32, for losses that are put together of operations

  /// out [rows, width] = a [rows, width] · b, element by element; b has one value for each `part` of a, and `out` may be `a`.
  func multiply(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) throws
  /// out [rows, width] = a [rows, width] + b; b has one value for each `part` of a, and `out` may be `a`.
  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) throws
  /// out = the sum of each `part` of x [rows, width].
  func sum(_ out: Tensor, _ x: Tensor, per part: MatrixPart) throws
  /// out = a function of every element of x; `out` may be `x`.
  func apply(_ function: ElementFunction, _ out: Tensor, _ x: Tensor) throws
  /// out = log of the sum of exponentials of each `part` of x [rows, width], however large they are.
  func logSumExp(_ out: Tensor, _ x: Tensor, per part: MatrixPart) throws
  /// out [rows, width] = x [rows, width] minus `logSumExp` of its `part`, without its rounding at large values.
  func logSoftmax(_ out: Tensor, _ x: Tensor, per part: MatrixPart) throws
  /// out [rows] = the largest element of each row of x [rows, width], columns [rows] int32 = the first column that has it.
  func maximum(_ out: Tensor, columns: Tensor, _ x: Tensor) throws
  /// out [rows] = of each row of x [rows, width] the element that `columns` [rows], int32, names.
  func pickColumns(_ out: Tensor, _ x: Tensor, columns: Tensor) throws
  /// dx [rows, width] is zero but where `columns` points.
  func pickColumnsGradient(_ dx: Tensor, _ dout: Tensor, columns: Tensor) throws
  /// out [width, rows] = x [rows, width] turned over.
  func transpose(_ out: Tensor, _ x: Tensor) throws

  // MARK: Layers

  /// out activation; x [rows, width] float32. Writes what the backward pass needs to `norm`.
  func layerNorm(_ out: Tensor, _ x: Tensor, _ norm: LayerNormOperands, epsilon: Float) throws
  /// dx and dy float32; dscale and dbias accumulate.
  func layerNormGradient(
    _ dx: Tensor, dscale: Tensor, dbias: Tensor, _ dy: Tensor, _ norm: LayerNormOperands) throws
  func gelu(_ out: Tensor, _ x: Tensor, form: GELUForm) throws
  func geluGradient(_ dx: Tensor, _ dy: Tensor, x: Tensor, form: GELUForm) throws
  /// Packed self-attention: out [tokens, width], logSum [tokens, heads]; qkv [tokens, 3 · width]. Where it is causal, a token
  /// sees itself and those before it.
  func attention(_ out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool) throws
  func attentionGradient(
    _ dqkv: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool)
    throws
  /// Attention of one query for all sequences: out [sequences, width], logSum [sequences, heads]; query [width] float32,
  /// keyValue [tokens, 2 · width].
  func probeAttention(
    _ out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor, offsets: Tensor, heads: Int) throws
  /// dquery accumulates.
  func probeAttentionGradient(
    dquery: Tensor, _ dkeyValue: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor,
    offsets: Tensor, heads: Int) throws
  /// out [sequences, width] float32; x [tokens, width] activation.
  func meanPool(_ out: Tensor, _ x: Tensor, offsets: Tensor) throws
  func meanPoolGradient(_ dx: Tensor, _ dout: Tensor, offsets: Tensor) throws
  /// out [sequences · maps, width] float32 = weighted means of the tokens of each sequence of x [tokens, width] float32, the maps of a
  /// sequence one after another; weights [tokens, maps] = the softmax of logits [tokens, maps] over the tokens of each sequence.
  func softmaxPool(_ out: Tensor, weights: Tensor, logits: Tensor, _ x: Tensor, offsets: Tensor) throws
  func softmaxPoolGradient(
    dlogits: Tensor, _ dx: Tensor, _ dout: Tensor, weights: Tensor, _ x: Tensor, offsets: Tensor) throws
  /// x [tokens, width] float32 += table [positionIds, width] at `positionIds` [tokens].
  func addPositions(_ x: Tensor, table: Tensor, positionIds: Tensor) throws
  /// dtable accumulates.
  func positionGradient(_ dtable: Tensor, _ dx: Tensor, positionIds: Tensor) throws
  /// out [count, width] float32 = the rows of x [tokens, width] float32 that `rows` [count], int32, names.
  func pickRows(_ out: Tensor, _ x: Tensor, rows: Tensor) throws
  func pickRowsGradient(_ dx: Tensor, _ dout: Tensor, rows: Tensor) throws
  /// out [tokens + sequences, width] = x [tokens, width] with `row` [1, width] before every sequence; all float32.
  func prependRow(_ out: Tensor, row: Tensor, _ x: Tensor, offsets: Tensor) throws
  /// drow accumulates.
  func prependRowGradient(_ dx: Tensor, drow: Tensor, _ dout: Tensor, offsets: Tensor) throws

  // MARK: Embeddings and losses

  /// out = x / (|x| + epsilon) row by row; norm [rows].
  func l2Normalize(_ out: Tensor, norm: Tensor, _ x: Tensor, epsilon: Float) throws
  func l2NormalizeGradient(_ dx: Tensor, _ dout: Tensor, x: Tensor, norm: Tensor, epsilon: Float) throws
  /// A contrastive loss and its derivatives by the embeddings, both [count, width] and overwritten. Never holds the whole
  /// square of similarities.
  func contrastiveLoss(_ loss: ContrastiveLoss, dimages: Tensor, dtexts: Tensor, _ input: ContrastiveInput) throws
    -> ContrastiveLossResult
  /// Late interaction: images [images, texts] = the sum over an image's tokens of the largest product with a text's, texts
  /// [texts, images] = the sum over a text's tokens of the largest product with an image's; 0 where either has no tokens. `places`,
  /// where given, gets which token each one found; the first of equals is taken. Never holds the whole square of tokens.
  func maxSimilarity(images: Tensor, texts: Tensor, places: MaxSimilarityPlaces?, _ input: MaxSimilarityInput) throws
  /// dimages [image tokens, width] and dtexts [text tokens, width], where given, by the gradients of the sums.
  func maxSimilarityGradient(
    dimages: Tensor?, dtexts: Tensor?, dimageSums: Tensor, dtextSums: Tensor, places: MaxSimilarityPlaces,
    _ input: MaxSimilarityInput) throws
}

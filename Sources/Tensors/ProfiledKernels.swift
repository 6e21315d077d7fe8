import Runtime

/// Is told of every operation that a kernel table runs.
protocol KernelWitness: Sendable {
  /// Runs `body` and notes what it was.
  ///
  /// - Parameters:
  ///   - operations: floating-point operations, two for each multiply-add; 0 where they are not counted.
  ///   - detail: sizes, for a reader.
  func measure<Result>(
    _ name: String, operations: Double, detail: @autoclosure () -> String, _ body: () throws -> Result
  ) rethrows -> Result
}

extension KernelWitness {
  fileprivate func measure<Result>(
    _ name: String, detail: @autoclosure () -> String, _ body: () throws -> Result
  ) rethrows -> Result {
    try measure(name, operations: 0, detail: detail(), body)
  }
}

extension Profile: KernelWitness {}

/// A kernel table whose every row a witness sees: a profile, which takes the time, or a count. What an operation costs is said here
/// and nowhere else.
final class ProfiledKernels: KernelTable {
  private let kernels: any KernelTable
  private let profile: any KernelWitness

  init(_ kernels: any KernelTable, profile: any KernelWitness) {
    self.kernels = kernels
    self.profile = profile
  }

  /// Two operations for each multiply-add of a product.
  private func product(_ rows: Int, _ columns: Int, _ inner: Int) -> Double {
    2 * Double(rows) * Double(columns) * Double(inner)
  }

  /// Multiply-adds of scores and of weighted sums, twice.
  private func attentionOperations(_ offsets: Tensor, width: Int) throws -> Double {
    try offsets.withIntegers { offsets in
      zip(offsets, offsets.dropFirst()).reduce(0.0) { $0 + Double($1.1 - $1.0) * Double($1.1 - $1.0) }
    } * Double(4 * width)
  }

  func product(_ out: Tensor, _ x: Tensor, _ product: RowProduct) throws {
    try profile.measure(
      product.name, operations: self.product(x.shape.rows, product.outputs, product.inputs),
      detail: "\(x.shape) · \(product.weight.shape)\(product.isTransposed ? "ᵀ" : "")"
    ) { try kernels.product(out, x, product) }
  }

  func linearWeightGradient(_ dweight: Tensor, dbias: Tensor?, x: Tensor, _ dy: Tensor) throws {
    try profile.measure(
      "linear, gradient of weights", operations: product(x.shape.width, dy.shape.width, x.shape.rows),
      detail: "\(x.shape)ᵀ · \(dy.shape)"
    ) { try kernels.linearWeightGradient(dweight, dbias: dbias, x: x, dy) }
  }

  func unitRange(_ out: Tensor, bytes: Tensor) throws {
    try profile.measure("pixels to numbers", detail: "\(out.shape)") { try kernels.unitRange(out, bytes: bytes) }
  }

  func convert(_ out: Tensor, _ x: Tensor) throws {
    try profile.measure("convert", detail: "\(out.shape)") { try kernels.convert(out, x) }
  }

  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor) throws {
    try profile.measure("add", detail: "\(out.shape)") { try kernels.add(out, a, b) }
  }

  func accumulate(_ out: Tensor, _ x: Tensor, scale: Float) throws {
    try profile.measure("accumulate", detail: "\(out.shape)") { try kernels.accumulate(out, x, scale: scale) }
  }

  func scale(_ out: Tensor, _ x: Tensor, by scale: Float) throws {
    try profile.measure("scale", detail: "\(out.shape)") { try kernels.scale(out, x, by: scale) }
  }

  func multiply(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) throws {
    try profile.measure("multiply", detail: "\(out.shape)") { try kernels.multiply(out, a, b, per: part) }
  }

  func add(_ out: Tensor, _ a: Tensor, _ b: Tensor, per part: MatrixPart) throws {
    try profile.measure("add", detail: "\(out.shape)") { try kernels.add(out, a, b, per: part) }
  }

  func sum(_ out: Tensor, _ x: Tensor, per part: MatrixPart) throws {
    try profile.measure("sum", detail: "\(x.shape)") { try kernels.sum(out, x, per: part) }
  }

  func apply(_ function: ElementFunction, _ out: Tensor, _ x: Tensor) throws {
    try profile.measure(function.rawValue, detail: "\(out.shape)") { try kernels.apply(function, out, x) }
  }

  func logSumExp(_ out: Tensor, _ x: Tensor, per part: MatrixPart) throws {
    try profile.measure("log of sums", detail: "\(x.shape)") { try kernels.logSumExp(out, x, per: part) }
  }

  func logSoftmax(_ out: Tensor, _ x: Tensor, per part: MatrixPart) throws {
    try profile.measure("log softmax", detail: "\(x.shape)") { try kernels.logSoftmax(out, x, per: part) }
  }

  func maximum(_ out: Tensor, columns: Tensor, _ x: Tensor) throws {
    try profile.measure("maximum", detail: "\(x.shape)") { try kernels.maximum(out, columns: columns, x) }
  }

  func pickColumns(_ out: Tensor, _ x: Tensor, columns: Tensor) throws {
    try profile.measure("pick columns", detail: "\(x.shape)") { try kernels.pickColumns(out, x, columns: columns) }
  }

  func pickColumnsGradient(_ dx: Tensor, _ dout: Tensor, columns: Tensor) throws {
    try profile.measure("pick columns, gradient", detail: "\(dx.shape)") {
      try kernels.pickColumnsGradient(dx, dout, columns: columns)
    }
  }

  func transpose(_ out: Tensor, _ x: Tensor) throws {
    try profile.measure("transpose", detail: "\(x.shape)") { try kernels.transpose(out, x) }
  }

  func layerNorm(_ out: Tensor, _ x: Tensor, _ norm: LayerNormOperands, epsilon: Float) throws {
    try profile.measure("layer norm", detail: "\(x.shape)") {
      try kernels.layerNorm(out, x, norm, epsilon: epsilon)
    }
  }

  func layerNormGradient(
    _ dx: Tensor, dscale: Tensor, dbias: Tensor, _ dy: Tensor, _ norm: LayerNormOperands
  ) throws {
    try profile.measure("layer norm, gradient", detail: "\(dx.shape)") {
      try kernels.layerNormGradient(dx, dscale: dscale, dbias: dbias, dy, norm)
    }
  }

  func gelu(_ out: Tensor, _ x: Tensor, form: GELUForm) throws {
    try profile.measure("gelu", detail: "\(x.shape)") { try kernels.gelu(out, x, form: form) }
  }

  func geluGradient(_ dx: Tensor, _ dy: Tensor, x: Tensor, form: GELUForm) throws {
    try profile.measure("gelu, gradient", detail: "\(x.shape)") {
      try kernels.geluGradient(dx, dy, x: x, form: form)
    }
  }

  func attention(_ out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool) throws {
    try profile.measure(
      "attention", operations: attentionOperations(offsets, width: out.shape.width), detail: "\(qkv.shape)"
    ) { try kernels.attention(out, logSum: logSum, qkv: qkv, offsets: offsets, heads: heads, causal: causal) }
  }

  func attentionGradient(
    _ dqkv: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool
  ) throws {
    // The scores are computed again, so five products stand against two.
    try profile.measure(
      "attention, gradient", operations: 2.5 * attentionOperations(offsets, width: out.shape.width),
      detail: "\(qkv.shape)"
    ) {
      try kernels.attentionGradient(
        dqkv, dout, out: out, logSum: logSum, qkv: qkv, offsets: offsets, heads: heads, causal: causal)
    }
  }

  func probeAttention(
    _ out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor, offsets: Tensor, heads: Int
  ) throws {
    // One query a sequence: every token is scored once and summed once.
    try profile.measure(
      "probe attention", operations: product(keyValue.shape.rows, keyValue.shape.width, 1), detail: "\(keyValue.shape)"
    ) {
      try kernels.probeAttention(
        out, logSum: logSum, query: query, keyValue: keyValue, offsets: offsets, heads: heads)
    }
  }

  func probeAttentionGradient(
    dquery: Tensor, _ dkeyValue: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor,
    offsets: Tensor, heads: Int
  ) throws {
    try profile.measure(
      "probe attention, gradient", operations: 2.5 * product(keyValue.shape.rows, keyValue.shape.width, 1),
      detail: "\(keyValue.shape)"
    ) {
      try kernels.probeAttentionGradient(
        dquery: dquery, dkeyValue, dout, out: out, logSum: logSum, query: query, keyValue: keyValue,
        offsets: offsets, heads: heads)
    }
  }

  func meanPool(_ out: Tensor, _ x: Tensor, offsets: Tensor) throws {
    try profile.measure("mean pool", detail: "\(x.shape)") { try kernels.meanPool(out, x, offsets: offsets) }
  }

  func meanPoolGradient(_ dx: Tensor, _ dout: Tensor, offsets: Tensor) throws {
    try profile.measure("mean pool, gradient", detail: "\(dx.shape)") {
      try kernels.meanPoolGradient(dx, dout, offsets: offsets)
    }
  }

  func softmaxPool(_ out: Tensor, weights: Tensor, logits: Tensor, _ x: Tensor, offsets: Tensor) throws {
    try profile.measure(
      "softmax pool", operations: product(x.shape.rows, x.shape.width, weights.shape.width), detail: "\(x.shape)"
    ) { try kernels.softmaxPool(out, weights: weights, logits: logits, x, offsets: offsets) }
  }

  func softmaxPoolGradient(
    dlogits: Tensor, _ dx: Tensor, _ dout: Tensor, weights: Tensor, _ x: Tensor, offsets: Tensor
  ) throws {
    try profile.measure(
      "softmax pool, gradient", operations: 2 * product(x.shape.rows, x.shape.width, weights.shape.width),
      detail: "\(x.shape)"
    ) { try kernels.softmaxPoolGradient(dlogits: dlogits, dx, dout, weights: weights, x, offsets: offsets) }
  }

  func addPositions(_ x: Tensor, table: Tensor, positionIds: Tensor) throws {
    try profile.measure("positions", detail: "\(x.shape)") {
      try kernels.addPositions(x, table: table, positionIds: positionIds)
    }
  }

  func positionGradient(_ dtable: Tensor, _ dx: Tensor, positionIds: Tensor) throws {
    try profile.measure("positions, gradient", detail: "\(dx.shape)") {
      try kernels.positionGradient(dtable, dx, positionIds: positionIds)
    }
  }

  func pickRows(_ out: Tensor, _ x: Tensor, rows: Tensor) throws {
    try profile.measure("pick rows", detail: "\(out.shape)") { try kernels.pickRows(out, x, rows: rows) }
  }

  func pickRowsGradient(_ dx: Tensor, _ dout: Tensor, rows: Tensor) throws {
    try profile.measure("pick rows, gradient", detail: "\(dx.shape)") {
      try kernels.pickRowsGradient(dx, dout, rows: rows)
    }
  }

  func prependRow(_ out: Tensor, row: Tensor, _ x: Tensor, offsets: Tensor) throws {
    try profile.measure("prepend row", detail: "\(out.shape)") {
      try kernels.prependRow(out, row: row, x, offsets: offsets)
    }
  }

  func prependRowGradient(_ dx: Tensor, drow: Tensor, _ dout: Tensor, offsets: Tensor) throws {
    try profile.measure("prepend row, gradient", detail: "\(dx.shape)") {
      try kernels.prependRowGradient(dx, drow: drow, dout, offsets: offsets)
    }
  }

  func l2Normalize(_ out: Tensor, norm: Tensor, _ x: Tensor, epsilon: Float) throws {
    try profile.measure("normalize", detail: "\(x.shape)") {
      try kernels.l2Normalize(out, norm: norm, x, epsilon: epsilon)
    }
  }

  func l2NormalizeGradient(_ dx: Tensor, _ dout: Tensor, x: Tensor, norm: Tensor, epsilon: Float) throws {
    try profile.measure("normalize, gradient", detail: "\(x.shape)") {
      try kernels.l2NormalizeGradient(dx, dout, x: x, norm: norm, epsilon: epsilon)
    }
  }

  func contrastiveLoss(_ loss: ContrastiveLoss, dimages: Tensor, dtexts: Tensor, _ input: ContrastiveInput) throws
    -> ContrastiveLossResult
  {
    let square = product(input.count, input.count, input.images.shape.width)
    return try profile.measure("contrastive loss", operations: 3 * square, detail: "\(input.images.shape)") {
      try kernels.contrastiveLoss(loss, dimages: dimages, dtexts: dtexts, input)
    }
  }

  func maxSimilarity(images: Tensor, texts: Tensor, places: MaxSimilarityPlaces?, _ input: MaxSimilarityInput) throws {
    try profile.measure(
      "largest similarities", operations: product(input.images.shape.rows, input.texts.shape.rows, input.width),
      detail: "\(input.images.shape) · \(input.texts.shape)"
    ) { try kernels.maxSimilarity(images: images, texts: texts, places: places, input) }
  }

  func maxSimilarityGradient(
    dimages: Tensor?, dtexts: Tensor?, dimageSums: Tensor, dtextSums: Tensor, places: MaxSimilarityPlaces,
    _ input: MaxSimilarityInput
  ) throws {
    // Every token has found one in each sequence of the other side, and both get a part of the other.
    let found = input.images.shape.rows * input.textCount + input.texts.shape.rows * input.imageCount
    let sides = (dimages == nil ? 0 : 1) + (dtexts == nil ? 0 : 1)
    try profile.measure(
      "largest similarities, gradient", operations: product(found, sides, input.width),
      detail: "\(input.images.shape) · \(input.texts.shape)"
    ) {
      try kernels.maxSimilarityGradient(
        dimages: dimages, dtexts: dtexts, dimageSums: dimageSums, dtextSums: dtextSums, places: places, input)
    }
  }
}

extension RowProduct {
  /// What a profile calls it: the stages, joined by plus signs.
  fileprivate var name: String {
    var stages = [isTransposed ? "linear, gradient of inputs" : "linear"]
    switch before {
    case .nothing, .conversion: break
    case .layerNorm: stages.insert("layer norm", at: 0)
    case .gelu: stages.insert("gelu", at: 0)
    }
    switch after {
    case .nothing: break
    case .sum: stages.append("sum")
    case .geluGradient: stages.append("gelu's")
    case .layerNormGradient: stages.append("layer norm's")
    }
    return stages.joined(separator: " + ")
  }
}

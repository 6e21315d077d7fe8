import Tensors

extension Tape {
  /// Attention of one query, the same for every sequence, over the tokens of each sequence (MAP pooling, Zhai et al. 2022).
  ///
  /// - Parameters:
  ///   - query: float32 `[1, width]`, the projected probe.
  ///   - keyValue: `[tokens, 2 * width]`: keys and values side by side.
  ///   - offsets: int32 `[sequences + 1]`.
  /// - Returns: `[sequences, width]` in the element type of `keyValue`.
  public func probeAttention(query: Variable, keyValue: Variable, offsets: Tensor, heads: Int) throws -> Variable {
    let width = query.value.shape.width
    let sequences = offsets.count - 1
    try require(
      heads > 0 && keyValue.value.shape.width == 2 * width && width % heads == 0, "probeAttention",
      "a query of width \(width) and \(heads) heads do not fit keys and values \(keyValue.value.shape)")
    let out = try backend.empty([sequences, width], keyValue.value.elementType)
    let logSum = try backend.empty([sequences, heads], .float32)
    try kernels.probeAttention(
      out, logSum: logSum, query: query.value, keyValue: keyValue.value, offsets: offsets, heads: heads)
    return record(out, from: [query, keyValue]) { [backend] dout in
      let dquery = try backend.zeros(query.value.shape, .float32)
      let dkeyValue = try backend.empty(keyValue.value.shape, keyValue.value.elementType)
      try backend.kernels.probeAttentionGradient(
        dquery: dquery, dkeyValue, dout, out: out, logSum: logSum, query: query.value, keyValue: keyValue.value,
        offsets: offsets, heads: heads)
      try query.receive(dquery, backend)
      try keyValue.receive(dkeyValue, backend)
    }
  }
}

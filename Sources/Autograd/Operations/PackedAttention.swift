import Tensors

extension Tape {
  /// Multi-head self-attention inside each sequence of a packed batch; nothing is padded or masked.
  ///
  /// - Parameters:
  ///   - qkv: `[tokens, 3 * width]`: queries, keys and values side by side, each with its heads side by side.
  ///   - offsets: int32 `[sequences + 1]`.
  ///   - heads: divides width; scores are scaled by the square root of the head width.
  ///   - isCausal: whether a token attends to itself and those before it only, as in CLIP's text tower.
  /// - Returns: `[tokens, width]`.
  public func packedAttention(
    _ qkv: Variable, offsets: Tensor, heads: Int, isCausal: Bool = false
  ) throws -> Variable {
    let tokens = qkv.value.shape.rows
    let width = qkv.value.shape.width / 3
    try require(
      heads > 0 && width * 3 == qkv.value.shape.width && width % heads == 0, "packedAttention",
      "\(qkv.value.shape) is not three times a width that \(heads) heads divide")
    let out = Variable(
      try backend.empty([tokens, width], qkv.value.elementType), needsGradient: qkv.needsGradient)
    let logSum = try backend.empty([tokens, heads], .float32)
    try kernels.attention(
      out.value, logSum: logSum, qkv: qkv.value, offsets: offsets, heads: heads, causal: isCausal)
    let value = out.value
    record(out) { [backend] dout in
      let dqkv = try backend.empty(qkv.value.shape, qkv.value.elementType)
      try backend.kernels.attentionGradient(
        dqkv, dout, out: value, logSum: logSum, qkv: qkv.value, offsets: offsets, heads: heads,
        causal: isCausal)
      try qkv.receive(dqkv, backend)
    }
    return out
  }
}

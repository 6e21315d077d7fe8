import CKernels

// Loops over the sequences of a packed matrix.
extension CPUKernels {
  /// Runs `body` on ranges of sequences that hold about equally many tokens.
  func sequences(_ offsets: Tensor, _ body: (_ sequences: Range<Int>, _ worker: Int) -> Void) {
    withExtendedLifetime(offsets) {
      pool.parallelSequences(offsets: UnsafeBufferPointer(start: offsets.integers, count: offsets.count), body)
    }
  }

  private func longest(_ offsets: Tensor) -> Int {
    withExtendedLifetime(offsets) {
      (1..<max(1, offsets.count)).reduce(0) { max($0, Int(offsets.integers[$1] - offsets.integers[$1 - 1])) }
    }
  }

  private func attentionScratch(_ offsets: Tensor, headWidth: Int) throws -> [UnsafeMutablePointer<Float>] {
    let floats = clippo_attention_scratch(longest(offsets), headWidth)
    try scratch.reserve(.attention, byteCount: max(1, floats) * 4)
    return scratch.buffers(.attention).map { $0.assumingMemoryBound(to: Float.self) }
  }

  func attention(_ out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool) throws {
    let headWidth = out.shape.width / heads
    let scratch = try attentionScratch(offsets, headWidth: headWidth)
    withExtendedLifetime((out, logSum, qkv)) {
      sequences(offsets) { range, worker in
        if qkv.elementType == .bfloat16 {
          clippo_attention_forward_bf16(
            out.bfloats, logSum.floats, qkv.bfloats, offsets.integers, range.lowerBound, range.upperBound, heads,
            headWidth, causal ? 1 : 0, scratch[worker])
        } else {
          clippo_attention_forward_f32(
            out.floats, logSum.floats, qkv.floats, offsets.integers, range.lowerBound, range.upperBound, heads,
            headWidth, causal ? 1 : 0, scratch[worker])
        }
      }
    }
  }

  func attentionGradient(
    _ dqkv: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, qkv: Tensor, offsets: Tensor, heads: Int, causal: Bool
  ) throws {
    let headWidth = out.shape.width / heads
    let scratch = try attentionScratch(offsets, headWidth: headWidth)
    withExtendedLifetime((dqkv, dout, out, logSum, qkv)) {
      sequences(offsets) { range, worker in
        if qkv.elementType == .bfloat16 {
          clippo_attention_backward_bf16(
            dqkv.bfloats, dout.bfloats, out.bfloats, logSum.floats, qkv.bfloats, offsets.integers, range.lowerBound,
            range.upperBound, heads, headWidth, causal ? 1 : 0, scratch[worker])
        } else {
          clippo_attention_backward_f32(
            dqkv.floats, dout.floats, out.floats, logSum.floats, qkv.floats, offsets.integers, range.lowerBound,
            range.upperBound, heads, headWidth, causal ? 1 : 0, scratch[worker])
        }
      }
    }
  }

  func probeAttention(
    _ out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor, offsets: Tensor, heads: Int
  ) throws {
    let headWidth = out.shape.width / heads
    withExtendedLifetime((out, logSum, query, keyValue)) {
      sequences(offsets) { range, _ in
        if keyValue.elementType == .bfloat16 {
          clippo_probe_attention_forward_bf16(
            out.bfloats, logSum.floats, query.floats, keyValue.bfloats, offsets.integers, range.lowerBound,
            range.upperBound, heads, headWidth)
        } else {
          clippo_probe_attention_forward_f32(
            out.floats, logSum.floats, query.floats, keyValue.floats, offsets.integers, range.lowerBound,
            range.upperBound, heads, headWidth)
        }
      }
    }
  }

  func probeAttentionGradient(
    dquery: Tensor, _ dkeyValue: Tensor, _ dout: Tensor, out: Tensor, logSum: Tensor, query: Tensor, keyValue: Tensor,
    offsets: Tensor, heads: Int
  ) throws {
    let headWidth = out.shape.width / heads
    try withExtendedLifetime((dkeyValue, dout, out, logSum, query, keyValue, offsets)) {
      try reducing(into: [dquery], rows: offsets.count - 1, grain: 1) { range, _, partials in
        if keyValue.elementType == .bfloat16 {
          clippo_probe_attention_backward_bf16(
            partials[0], dkeyValue.bfloats, dout.bfloats, out.bfloats, logSum.floats, query.floats, keyValue.bfloats,
            offsets.integers, range.lowerBound, range.upperBound, heads, headWidth)
        } else {
          clippo_probe_attention_backward_f32(
            partials[0], dkeyValue.floats, dout.floats, out.floats, logSum.floats, query.floats, keyValue.floats,
            offsets.integers, range.lowerBound, range.upperBound, heads, headWidth)
        }
      }
    }
  }

  func meanPool(_ out: Tensor, _ x: Tensor, offsets: Tensor) throws {
    let width = x.shape.width
    withExtendedLifetime((out, x)) {
      sequences(offsets) { range, _ in
        if x.elementType == .bfloat16 {
          clippo_mean_pool_forward_bf16(
            out.floats, x.bfloats, offsets.integers, range.lowerBound, range.upperBound, width)
        } else {
          clippo_mean_pool_forward_f32(
            out.floats, x.floats, offsets.integers, range.lowerBound, range.upperBound, width)
        }
      }
    }
  }

  func meanPoolGradient(_ dx: Tensor, _ dout: Tensor, offsets: Tensor) throws {
    let width = dx.shape.width
    withExtendedLifetime((dx, dout)) {
      sequences(offsets) { range, _ in
        if dx.elementType == .bfloat16 {
          clippo_mean_pool_backward_bf16(
            dx.bfloats, dout.floats, offsets.integers, range.lowerBound, range.upperBound, width)
        } else {
          clippo_mean_pool_backward_f32(
            dx.floats, dout.floats, offsets.integers, range.lowerBound, range.upperBound, width)
        }
      }
    }
  }
}

import CKernels
import Testing

/// The same input gives the same bits, whatever the addresses of the buffers.
@Suite struct DeterminismTests {
  /// Runs the kernel at two different alignments.
  private func expectSameBits(_ what: String, _ run: (Arena) -> [Double]) {
    let first = withArena(run)
    let second = withArena { memory in
      _ = memory.place([UInt8](repeating: 0, count: 13))
      return run(memory)
    }
    #expect(first.map(\.bitPattern) == second.map(\.bitPattern), "\(what) differs between two runs")
  }

  @Test(arguments: Level.available)
  func repeatedRunsAgreeToTheLastBit(level: Level) {
    let shape = Sequences([36, 7, 70], heads: 2, headWidth: 33), k = level.kernels
    var samples = Samples(seed: 21)
    let x = samples.values(5003), matrix = samples.values(61 * 61)
    expectSameBits("sum of squares") { [k.sum_squares_f32($0.place(x.floats), x.count)] }
    expectSameBits("contrastive softmax") { memory in
      let out = memory.place(matrix.floats), lse = memory.output(61), positive = memory.output(61)
      let columns = memory.place([Float](repeating: -1e30, count: 122))
      let sums = memory.place([Float](repeating: 0, count: 61))
      _ = k.contrastive_statistics_f32(lse, positive, columns, sums, columns + 61, out, nil, 0, 61, 61, 3)
      let slope = k.contrastive_gradients_f32(out, lse, columns, nil, 0, 61, 61, 3)
      return [slope] + doubles(out, 61 * 61) + doubles(lse, 61) + doubles(sums, 61)
    }
    let attention = AttentionCase<UInt16>(shape, seed: 22)
    expectSameBits("attention") { memory in
      let out = memory.output(attention.out.count, as: UInt16.self), lse = memory.output(attention.lse.count)
      let qkv = memory.place(attention.qkv.rounded(to: UInt16.self)), offsets = memory.place(shape.offsets)
      let dqkv = memory.output(attention.qkv.count, as: UInt16.self), scratch = attention.scratch(memory)
      let dout = memory.place(attention.dout.rounded(to: UInt16.self))
      k.attention_forward_bf16(out, lse, qkv, offsets, 0, 3, 2, 33, 0, scratch)
      k.attention_backward_bf16(dqkv, dout, out, lse, qkv, offsets, 0, 3, 2, 33, 0, scratch)
      return doubles(out, attention.out.count) + doubles(lse, attention.lse.count) + doubles(dqkv, attention.qkv.count)
    }
  }
}

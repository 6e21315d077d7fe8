import CKernels
import Testing

/// Inputs of one attention call with what the reference makes of them.
struct AttentionCase<Element: Activation> {
  let shape: Sequences
  let causal: Int32
  let qkv, dout: [Double]
  private(set) var out, lse, dqkv: [Double]

  init(_ shape: Sequences, seed: UInt64, scale: Double = 1, causal: Int32 = 0) {
    self.shape = shape
    self.causal = causal
    var samples = Samples(seed: seed)
    qkv = samples.values(shape.tokens * 3 * shape.width, as: Element.self, scale: scale)
    dout = samples.values(shape.tokens * shape.width, as: Element.self)
    out = dout
    lse = [Double](repeating: 0, count: shape.tokens * shape.heads)
    dqkv = qkv
    var scratch = [Double](repeating: 0, count: 2 * shape.longest)
    clippo_reference_attention_forward(
      &out, &lse, qkv, shape.offsets, 0, shape.count, shape.heads, shape.headWidth, causal, &scratch)
    clippo_reference_attention_backward(
      &dqkv, dout, out, lse, qkv, shape.offsets, 0, shape.count, shape.heads, shape.headWidth, causal)
  }

  func scratch(_ memory: Arena) -> UnsafeMutablePointer<Float> {
    memory.output(clippo_attention_scratch(shape.longest, shape.headWidth))
  }
}

@Suite struct AttentionParityTests {
  // The levels are walked inside, so that the slow reference runs once for all of them.
  @Test(arguments: Sequences.cases, [0, 1] as [Int32])
  func forwardAgreesAtEveryLevel(shape: Sequences, causal: Int32) {
    func check<Element: Activation>(_ level: Level, _ expected: AttentionCase<Element>) {
      withArena { memory in
        let out = memory.output(expected.out.count, as: Element.self), lse = memory.output(expected.lse.count)
        Element.attentionForward(level.kernels)(
          out, lse, memory.place(expected.qkv.rounded(to: Element.self)), memory.place(shape.offsets), 0, shape.count,
          shape.heads, shape.headWidth, expected.causal, expected.scratch(memory))
        expectClose(doubles(out, expected.out.count), expected.out, within: Element.productTolerance, "out, \(level)")
        expectClose(doubles(lse, expected.lse.count), expected.lse, within: Element.powerTolerance, "lse, \(level)")
      }
    }
    let wide = AttentionCase<Float>(shape, seed: 10, causal: causal)
    let narrow = AttentionCase<UInt16>(shape, seed: 11, causal: causal)
    for level in Level.available {
      check(level, wide)
      check(level, narrow)
    }
  }

  @Test(arguments: Sequences.cases, [0, 1] as [Int32])
  func backwardAgreesAtEveryLevel(shape: Sequences, causal: Int32) {
    func check<Element: Activation>(_ level: Level, _ expected: AttentionCase<Element>) {
      withArena { memory in
        let dqkv = memory.output(expected.dqkv.count, as: Element.self)
        Element.attentionBackward(level.kernels)(
          dqkv, memory.place(expected.dout.rounded(to: Element.self)),
          memory.place(expected.out.rounded(to: Element.self)), memory.place(expected.lse.floats),
          memory.place(expected.qkv.rounded(to: Element.self)), memory.place(shape.offsets), 0, shape.count,
          shape.heads, shape.headWidth, expected.causal, expected.scratch(memory))
        expectClose(
          doubles(dqkv, expected.dqkv.count), expected.dqkv, within: Element.productTolerance, "dqkv, \(level)")
      }
    }
    let wide = AttentionCase<Float>(shape, seed: 10, causal: causal)
    let narrow = AttentionCase<UInt16>(shape, seed: 11, causal: causal)
    for level in Level.available {
      check(level, wide)
      check(level, narrow)
    }
  }

  @Test(arguments: Level.available)
  func aRangeOfSequencesLeavesTheOthersAlone(level: Level) {
    let shape = Sequences([4, 9, 3, 5], heads: 2, headWidth: 16)
    let expected = AttentionCase<Float>(shape, seed: 12)
    withArena { memory in
      let out = memory.output(expected.out.count), lse = memory.output(expected.lse.count)
      level.kernels.attention_forward_f32(
        out, lse, memory.place(expected.qkv.floats), memory.place(shape.offsets), 1, 3, shape.heads, shape.headWidth,
        0, expected.scratch(memory))
      for token in 0..<shape.tokens {
        let inside = (4..<16).contains(token)
        #expect(out[token * shape.width].isNaN != inside)
        #expect(lse[token * shape.heads].isNaN != inside)
      }
    }
  }

  @Test(arguments: Level.available)
  func largeScoresDoNotOverflow(level: Level) {
    let shape = Sequences([21], heads: 1, headWidth: 64)
    let expected = AttentionCase<Float>(shape, seed: 13, scale: 12)
    withArena { memory in
      let out = memory.output(expected.out.count), lse = memory.output(expected.lse.count)
      level.kernels.attention_forward_f32(
        out, lse, memory.place(expected.qkv.floats), memory.place(shape.offsets), 0, 1, 1, 64, 0,
        expected.scratch(memory))
      expectClose(doubles(out, expected.out.count), expected.out, within: 1e-4, "out")  // Scores of a thousand, in f32.
      expectClose(doubles(lse, expected.lse.count), expected.lse, within: Tolerance.sums, "lse, \(level)")
    }
  }
}

import CKernels
import Testing

@Suite struct ProbeAttentionParityTests {
  @Test(arguments: Sequences.cases.filter { !$0.lengths.contains(0) })
  func bothDirectionsAgreeAtEveryLevel(shape: Sequences) {
    func check<Element: Activation>(_: Element.Type) {
      let (width, count, heads) = (shape.width, shape.count, shape.heads)
      var samples = Samples(seed: 14)
      let query = samples.values(width), kv = samples.values(shape.tokens * 2 * width, as: Element.self)
      let dout = samples.values(count * width, as: Element.self), start = samples.values(width)
      var out = dout, lse = [Double](repeating: 0, count: count * heads), dquery = start, dkv = kv
      var scratch = [Double](repeating: 0, count: shape.longest)
      clippo_reference_probe_attention_forward(
        &out, &lse, query, kv, shape.offsets, 0, count, heads, shape.headWidth, &scratch)
      // The kernel is given the rounded output, so the reference must see the same.
      let rounded = out.map { Element(rounding: $0).double }
      clippo_reference_probe_attention_backward(
        &dquery, &dkv, dout, rounded, lse, query, kv, shape.offsets, 0, count, heads, shape.headWidth)
      for level in Level.available {
        withArena { memory in
          let q = memory.place(query.floats), x = memory.place(kv.rounded(to: Element.self))
          let offsets = memory.place(shape.offsets), norms = memory.output(lse.count)
          let y = memory.output(out.count, as: Element.self), dx = memory.output(kv.count, as: Element.self)
          let dq = memory.place(start.floats)
          Element.probeForward(level.kernels)(y, norms, q, x, offsets, 0, count, heads, shape.headWidth)
          expectClose(doubles(y, out.count), out, within: Element.tolerance, "out")
          expectClose(doubles(norms, lse.count), lse, within: Tolerance.sums, "lse")
          Element.probeBackward(level.kernels)(
            dq, dx, memory.place(dout.rounded(to: Element.self)), memory.place(rounded.rounded(to: Element.self)),
            memory.place(lse.floats), q, x, offsets, 0, count, heads, shape.headWidth)
          expectClose(doubles(dq, width), dquery, within: Tolerance.sums, "dquery")
          expectClose(doubles(dx, kv.count), dkv, within: Element.tolerance, "dkv")
        }
      }
    }
    check(Float.self)
    check(UInt16.self)
  }

  @Test(arguments: Level.available)
  func anEmptySequenceGivesZeros(level: Level) {
    withArena { memory in
      let out = memory.output(20), lse = memory.output(2), dkv = memory.output(0)
      let query = memory.place([Float](repeating: 1, count: 20)), kv = memory.place([Float]())
      let offsets = memory.place([Int32](repeating: 0, count: 2)),
        dquery = memory.place([Float](repeating: 3, count: 20))
      level.kernels.probe_attention_forward_f32(out, lse, query, kv, offsets, 0, 1, 2, 10)
      #expect(doubles(out, 20).allSatisfy { $0 == 0 })
      level.kernels.probe_attention_backward_f32(dquery, dkv, out, out, lse, query, kv, offsets, 0, 1, 2, 10)
      #expect(doubles(dquery, 20).allSatisfy { $0 == 3 })
    }
  }
}

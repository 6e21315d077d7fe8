import CKernels
import Testing

/// A NaN or infinity must come through, wherever it stands, so that a diverged run is noticed.
@Suite struct NonFiniteParityTests {
  static let bad: [Float] = [.nan, .infinity, -.infinity]
  static let places = [0, 3, 16, 36]
  static let count = 37

  /// Calls the kernel on 37 halves with one of them replaced; it must give something non-finite at the same place.
  private func expectThrough(
    _ what: String, _ call: (Arena, UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<Float>, bad: [Float] = Self.bad
  ) {
    for value in bad {
      for place in Self.places {
        withArena { memory in
          var x = [Float](repeating: 0.5, count: Self.count)
          x[place] = value
          let out = call(memory, memory.place(x))
          #expect(!out[place].isFinite, "\(what) lost \(value) at \(place)")
        }
      }
    }
  }

  @Test(arguments: Level.available)
  func elementsAndRows(level: Level) {
    let k = level.kernels, n = Self.count
    let ones = [Float](repeating: 1, count: n)
    func output(_ memory: Arena, _ call: (UnsafeMutablePointer<Float>) -> Void) -> UnsafeMutablePointer<Float> {
      let out = memory.place([Float](repeating: 0, count: Self.count))
      call(out)
      return out
    }
    expectThrough("scale") { m, x in output(m) { k.scale_f32($0, x, 2, n) } }
    expectThrough("add") { m, x in output(m) { k.add_f32($0, m.place(ones), x, n) } }
    expectThrough("accumulate") { m, x in output(m) { k.accumulate_f32($0, x, 2, n) } }
    expectThrough("column sum") { m, x in output(m) { k.column_sum_f32($0, x, 1, n) } }
    for form in [CLIPPO_GELU_TANH, CLIPPO_GELU_ERF] {
      expectThrough("gelu", { m, x in output(m) { k.gelu_forward_f32($0, x, n, form) } }, bad: [.nan, .infinity])
      expectThrough(
        "gelu backward, x", { m, x in output(m) { k.gelu_backward_f32($0, nil, m.place(ones), x, n, form) } },
        bad: [.nan])
      expectThrough("gelu backward, dy") { m, x in
        output(m) { k.gelu_backward_f32($0, nil, x, m.place(ones), n, form) }
      }
    }
    expectThrough("layer norm") { m, x in
      output(m) { k.layer_norm_forward_f32($0, nil, m.output(1), x, m.place(ones), m.place(ones), 1, n, 1e-6) }
    }
    expectThrough("unit length") { m, x in output(m) { k.l2_normalize_forward_f32($0, m.output(1), x, 1, n, 1e-8) } }
    expectThrough("mean pool") { m, x in
      output(m) { k.mean_pool_forward_f32($0, x, m.place([0, 1] as [Int32]), 0, 1, n) }
    }
    expectThrough("adamw") { m, x in
      let p = m.place(ones)
      k.adamw_f32(p, m.place(ones), m.place(ones), x, n, 1, 0.1, 0.9, 0.99, 1e-8, 0, 0.1, 0.1)
      return p
    }
    expectThrough("bf16") { m, x in
      let narrow = m.place([UInt16](repeating: 0, count: Self.count))
      k.convert_f32_to_bf16(narrow, x, n)
      return output(m) { k.convert_bf16_to_f32($0, narrow, n) }
    }
  }

  @Test(arguments: Level.available, [(0, 5), (0, 2), (1, 30), (2, 7)])
  func attention(level: Level, place: (part: Int, column: Int)) {
    let shape = Sequences([4, 19, 3], heads: 1, headWidth: 32)
    func check<Element: Activation>(_: Element.Type) {
      let expected = AttentionCase<Element>(shape, seed: 20)
      withArena { memory in
        let qkv = memory.place(expected.qkv.rounded(to: Element.self))
        let token = 10  // In the second sequence, tokens 4 ..< 23.
        qkv[token * 96 + place.part * 32 + place.column] = Element(rounding: .nan)
        let out = memory.output(expected.out.count, as: Element.self), lse = memory.output(26)
        let offsets = memory.place(shape.offsets), dqkv = memory.output(expected.qkv.count, as: Element.self)
        let scratch = expected.scratch(memory)
        Element.attentionForward(level.kernels)(out, lse, qkv, offsets, 0, 3, 1, 32, 0, scratch)
        // A query spoils its own token, a key or value every token of its sequence, and nothing spoils another sequence.
        for t in 0..<shape.tokens {
          let reached = place.part == 0 ? t == token : (4..<23).contains(t)
          #expect(out[t * 32 + place.column].double.isNaN == reached, "token \(t)")
        }
        let dout = memory.place(expected.dout.rounded(to: Element.self))
        Element.attentionBackward(level.kernels)(dqkv, dout, out, lse, qkv, offsets, 0, 3, 1, 32, 0, scratch)
        #expect(dqkv[token * 96].double.isNaN)
        #expect(doubles(dqkv, 4 * 96).allSatisfy { $0.isFinite })
        #expect(doubles(dqkv + 23 * 96, 3 * 96).allSatisfy { $0.isFinite })
      }
    }
    check(Float.self)
    check(UInt16.self)
  }

  @Test(arguments: Level.available)
  func contrastiveLosses(level: Level) {
    withArena { memory in
      var square = [Float](repeating: 0, count: 400)
      square[3 * 20 + 17] = .nan
      let products = memory.place(square), lse = memory.output(20), positive = memory.output(20)
      let columns = memory.place([Float](repeating: -1e30, count: 40))
      let sums = memory.place([Float](repeating: 0, count: 20))
      _ = level.kernels.contrastive_statistics_f32(
        lse, positive, columns, sums, columns + 20, products, nil, 0, 20, 20, 1)
      #expect((0..<20).map { lse[$0].isNaN } == (0..<20).map { $0 == 3 })
      #expect((0..<20).map { sums[$0].isNaN } == (0..<20).map { $0 == 17 })
      _ = level.kernels.contrastive_gradients_f32(products, lse, sums, nil, 0, 20, 20, 1)
      #expect(products[3 * 20].isNaN && products[17].isNaN && products[0].isFinite)
      let again = memory.place(square), totals = memory.place([0, 0, 0] as [Double])
      _ = level.kernels.contrastive_sigmoid_f32(totals, positive, columns, again, nil, 0, 20, 20, 1, -10)
      #expect(totals[0].isNaN && again[3 * 20 + 17].isNaN && again[3 * 20 + 16].isFinite)
    }
  }
}

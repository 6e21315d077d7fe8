import CKernels
import Testing

@Suite struct GELUParityTests {
  static let extremes: [Double] = [
    0, -0.0, 1e-30, -1e-30, 3.5, -3.5, 5, -5, 9.9, -9.9, 12, -12, 40, -40, 1e4, -1e4, 1e15, -1e15, 3e37, -3e37,
  ]

  static let forms = [CLIPPO_GELU_TANH, CLIPPO_GELU_ERF, CLIPPO_GELU_SIGMOID]

  @Test(arguments: Level.available, [0, 1, 17, 333, 1021])
  func bothDirectionsAgree(level: Level, count: Int) {
    func check<Element: Activation>(_: Element.Type, _ form: clippo_gelu_form) {
      var samples = Samples(seed: 8)
      let x = samples.values(count, as: Element.self, scale: 3), dy = samples.values(count, as: Element.self)
      var out = x, dx = x
      clippo_reference_gelu_forward(&out, x, count, form)
      clippo_reference_gelu_backward(&dx, dy, x, count, form)
      withArena { memory in
        let input = memory.place(x.rounded(to: Element.self)), slope = memory.place(dy.rounded(to: Element.self))
        let result = memory.output(count, as: Element.self)
        let active = memory.output(count, as: Element.self)
        Element.geluForward(level.kernels)(result, input, count, form)
        expectClose(doubles(result, count), out, within: Element.tolerance, "gelu")
        Element.geluBackward(level.kernels)(slope, active, slope, input, count, form)
        expectClose(doubles(slope, count), dx, within: Element.tolerance, "gelu'")
        #expect(doubles(active, count) == doubles(result, count), "gelu differs in the backward pass")
      }
    }
    for form in Self.forms {
      check(Float.self, form)
      check(UInt16.self, form)
    }
  }

  @Test(arguments: Level.available, 0...2)
  func everyValueIsRightByItself(level: Level, form: Int) {
    let form = Self.forms[form]
    // Relative to itself, not to the largest of a row. Negative tails are judged against x, where they cancel.
    var samples = Samples(seed: 9)
    let x = Self.extremes.map { Double(Float($0)) } + samples.values(2000, scale: 4)
    var out = x, slope = x
    let ones = [Double](repeating: 1, count: x.count)
    clippo_reference_gelu_forward(&out, x, x.count, form)
    withArena { memory in
      let input = memory.place(x.floats), y = memory.output(x.count), dx = memory.output(x.count)
      level.kernels.gelu_forward_f32(y, input, x.count, form)
      level.kernels.gelu_backward_f32(dx, nil, memory.place(ones.floats), input, x.count, form)
      clippo_reference_gelu_backward(&slope, ones, x, x.count, form)
      for i in x.indices {
        #expect(abs(Double(y[i]) - out[i]) <= 4e-7 * abs(x[i]), "gelu(\(x[i])) = \(y[i]), not \(out[i])")
        guard slope[i].isFinite else { continue }
        #expect(abs(Double(dx[i]) - slope[i]) <= 1e-6, "gelu'(\(x[i])) = \(dx[i]), not \(slope[i])")
      }
    }
  }
}

import CKernels
import Testing

@Suite struct AdamWParityTests {
  @Test(arguments: Level.available, [0, 1, 16, 333])
  func fiveStepsAgree(level: Level, count: Int) {
    var samples = Samples(seed: 19)
    var parameter = samples.values(count), first = [Double](repeating: 0, count: count), second = first
    withArena { memory in
      let p = memory.place(parameter.floats), m = memory.place(first.floats), v = memory.place(second.floats)
      var decay1 = 1.0, decay2 = 1.0
      for _ in 0..<5 {
        let gradient = samples.values(count)
        (decay1, decay2) = (decay1 * 0.9, decay2 * 0.999)
        clippo_reference_adamw(
          &parameter, &first, &second, gradient, count, 0.3, 1e-2, Double(Float(0.9)), Double(Float(0.999)), 1e-8, 1e-3,
          1 - decay1, 1 - decay2)
        level.kernels.adamw_f32(
          p, m, v, memory.place(gradient.floats), count, 0.3, 1e-2, 0.9, 0.999, 1e-8, 1e-3, Float(1 - decay1),
          Float(1 - decay2))
      }
      expectClose(doubles(p, count), parameter, within: Tolerance.sums, "parameter")
      expectClose(doubles(m, count), first, within: Tolerance.sums, "first moment")
      expectClose(doubles(v, count), second, within: Tolerance.sums, "second moment")
    }
  }
}

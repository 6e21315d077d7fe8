import CKernels
import Testing

@Suite struct AdafactorParityTests {
  private static let step = clippo_adafactor_step(
    gradient_scale: 0.7, second_decay: 0.8, momentum_decay: 0.9, momentum_decay_exact: 0.9, epsilon: 1e-3,
    step_size: 0.1, decay: 0.01)

  /// What two steps with different gradients may be off by: the momentum is rounded to bf16 after each.
  private static let tolerance = 2e-3

  @Test(arguments: Level.available, [1, 16, 37, 1021])
  func fullMomentsAgree(level: Level, count: Int) {
    var samples = Samples(seed: 33)
    var parameter = samples.values(count), second = samples.values(count).map { abs($0) + 0.1 }
    var momentum = [Double](repeating: 0, count: count)
    withArena { memory in
      let p = memory.place(parameter.floats), s = memory.place(second.floats)
      let m = memory.place([UInt16](repeating: 0, count: count))
      for _ in 0..<2 {
        let gradient = samples.values(count)
        clippo_reference_adafactor_full(&parameter, &second, &momentum, gradient, count, Self.step)
        level.kernels.adafactor_full_f32(p, s, m, memory.place(gradient.floats), count, Self.step)
      }
      expectClose(doubles(s, count), second, within: Tolerance.sums, "second moment")
      expectClose(doubles(p, count), parameter, within: Self.tolerance, "parameter")
      expectClose(doubles(m, count), momentum, within: 2 * Tolerance.bf16, "momentum")
    }
  }

  @Test(
    arguments: Level.available,
    [[1, 5, 1, 3, 1], [1, 37, 1, 70, 1], [2, 3, 2, 5, 1], [1, 7, 1, 4, 19], [3, 2, 2, 3, 5], [1, 1, 1, 1, 1]])
  func factoredMomentsAgree(level: Level, axes: [Int]) {
    let (outer, first, middle, second, inner) = (axes[0], axes[1], axes[2], axes[3], axes[4])
    let count = axes.reduce(1, *), firstCount = count / first, secondCount = count / second
    for firstIsLarger in [Int32(0), 1] {
      var samples = Samples(seed: 34)
      var parameter = samples.values(count), momentum = [Double](repeating: 0, count: count)
      var withoutFirst = samples.values(firstCount).map { abs($0) + 0.1 }
      var withoutSecond = samples.values(secondCount).map { abs($0) + 0.1 }
      withArena { memory in
        let p = memory.place(parameter.floats), m = memory.place([UInt16](repeating: 0, count: count))
        let rows = memory.place(withoutFirst.floats), columns = memory.place(withoutSecond.floats)
        for _ in 0..<2 {
          let gradient = samples.values(count)
          clippo_reference_adafactor_factored(
            &parameter, &withoutFirst, &withoutSecond, &momentum, gradient, outer, first, middle, second, inner,
            firstIsLarger, Self.step)
          level.kernels.adafactor_factored_f32(
            p, rows, columns, m, memory.place(gradient.floats), outer, first, middle, second, inner, firstIsLarger,
            Self.step, memory.output(firstCount + secondCount))
        }
        expectClose(doubles(rows, firstCount), withoutFirst, within: Tolerance.sums, "mean over the first axis")
        expectClose(doubles(columns, secondCount), withoutSecond, within: Tolerance.sums, "mean over the second axis")
        expectClose(doubles(p, count), parameter, within: Self.tolerance, "parameter")
        expectClose(doubles(m, count), momentum, within: 2 * Tolerance.bf16, "momentum")
      }
    }
  }
}

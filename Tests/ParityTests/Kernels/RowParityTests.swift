import CKernels
import Testing

/// Mean pooling, learned positions and unit length.
@Suite struct RowParityTests {
  static let widths = [1, 5, 16, 37, 192, 770]

  @Test(arguments: Level.available, widths)
  func meanPoolingAgrees(level: Level, width: Int) {
    func check<Element: Activation>(_: Element.Type) {
      let lengths = [3, 0, 1, 40], tokens = 44, count = lengths.count
      let offsets = Sequences(lengths, heads: 1, headWidth: 1).offsets
      var samples = Samples(seed: 15)
      let x = samples.values(tokens * width, as: Element.self), dout = samples.values(count * width)
      var out = dout, dx = x
      clippo_reference_mean_pool_forward(&out, x, offsets, 0, count, width)
      clippo_reference_mean_pool_backward(&dx, dout, offsets, 0, count, width)
      withArena { memory in
        let y = memory.output(out.count), slope = memory.output(x.count, as: Element.self)
        let places = memory.place(offsets)
        Element.meanPoolForward(level.kernels)(y, memory.place(x.rounded(to: Element.self)), places, 0, count, width)
        expectClose(doubles(y, out.count), out, within: Tolerance.sums, "mean")
        Element.meanPoolBackward(level.kernels)(slope, memory.place(dout.floats), places, 0, count, width)
        expectClose(doubles(slope, x.count), dx, within: Element.tolerance, "dx")
      }
    }
    check(Float.self)
    check(UInt16.self)
  }

  @Test(arguments: Level.available, widths)
  func positionsAreAddedAndTheirGradientsCollected(level: Level, width: Int) {
    let index: [Int32] = [2, 0, 2, 2, 4, 1], places = 5
    var samples = Samples(seed: 16)
    let x = samples.values(index.count * width), table = samples.values(places * width)
    var sum = x, dtable = table
    clippo_reference_position_add(&sum, table, index, index.count, width)
    clippo_reference_position_gradient(&dtable, x, index, index.count, width)
    withArena { memory in
      let rows = memory.place(x.floats), gradient = memory.place(table.floats), where_ = memory.place(index)
      for part in 0..<3 { level.kernels.position_gradient_f32(gradient, rows, where_, index.count, width, part, 3) }
      level.kernels.position_add_f32(rows, memory.place(table.floats), where_, index.count, width)
      expectClose(doubles(rows, x.count), sum, within: Tolerance.elementwise, "sum")
      expectClose(doubles(gradient, table.count), dtable, within: Tolerance.sums, "dtable")
    }
  }

  @Test(arguments: Level.available, widths)
  func rowsOfUnitLengthAgree(level: Level, width: Int) {
    let rows = 4
    var samples = Samples(seed: 17)
    // The last row is zero: its length is 0 and its derivative finite.
    let x = samples.values((rows - 1) * width) + [Double](repeating: 0, count: width)
    let dout = samples.values(rows * width)
    for epsilon in [1e-8, 0.5] {
      var out = x, norm = [Double](repeating: 0, count: rows), dx = x
      clippo_reference_l2_normalize_forward(&out, &norm, x, rows, width, epsilon)
      clippo_reference_l2_normalize_backward(&dx, dout, x, norm, rows, width, epsilon)
      withArena { memory in
        let input = memory.place(x.floats), y = memory.output(x.count), n = memory.output(rows)
        let slope = memory.output(x.count)
        level.kernels.l2_normalize_forward_f32(y, n, input, rows, width, Float(epsilon))
        level.kernels.l2_normalize_backward_f32(
          slope, memory.place(dout.floats), input, n, rows, width, Float(epsilon))
        expectClose(doubles(y, x.count), out, within: Tolerance.sums, "out")
        expectClose(doubles(n, rows), norm, within: Tolerance.sums, "norm")
        // Row by row: the zero row's derivative is larger than the others by 1 / epsilon. At width 1 the two terms
        // cancel to nothing, so the error is judged against one of them.
        for row in 0..<rows {
          let part = row * width..<(row + 1) * width
          let scale = [Double(width == 1 ? 1e3 : 0)]
          expectClose(
            Array(doubles(slope, x.count)[part]) + scale, Array(dx[part]) + scale, within: 2 * Tolerance.sums, "dx")
        }
      }
    }
  }
}

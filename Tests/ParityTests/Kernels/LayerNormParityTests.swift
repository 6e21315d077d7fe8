import CKernels
import Testing

@Suite struct LayerNormParityTests {
  static let matrices = [(0, 4), (1, 1), (5, 2), (4, 7), (11, 16), (9, 31), (13, 192), (6, 193), (3, 770)]

  @Test(arguments: Level.available, matrices)
  func forwardAgrees(level: Level, matrix: (rows: Int, width: Int)) {
    func check<Element: Activation>(_: Element.Type) {
      let (rows, width) = matrix
      var samples = Samples(seed: 6)
      let x = samples.values(rows * width, scale: 3), scale = samples.values(width), bias = samples.values(width)
      var out = x, mean = [Double](repeating: 0, count: rows), rstd = mean
      clippo_reference_layer_norm_forward(&out, &mean, &rstd, x, scale, bias, rows, width, 1e-6)
      withArena { memory in
        let y = memory.output(x.count, as: Element.self), normal = memory.output(x.count, as: Element.self)
        let r = memory.output(rows), input = memory.place(x.floats)
        let (s, b) = (memory.place(scale.floats), memory.place(bias.floats))
        Element.layerNormForward(level.kernels)(y, normal, r, input, s, b, rows, width, 1e-6)
        expectClose(doubles(y, x.count), out, within: Element.tolerance, "out")
        expectClose(doubles(r, rows), rstd, within: Tolerance.sums, "rstd")
        let expected = x.indices.map { (x[$0] - mean[$0 / width]) * rstd[$0 / width] }
        expectClose(doubles(normal, x.count), expected, within: Element.tolerance, "normal")
        let again = memory.output(x.count, as: Element.self)
        Element.layerNormApply(level.kernels)(again, normal, s, b, rows, width)
        expectClose(doubles(again, x.count), out, within: 2 * Element.tolerance, "out again")
        Element.layerNormForward(level.kernels)(again, nil, r, input, s, b, rows, width, 1e-6)
        #expect(doubles(again, x.count) == doubles(y, x.count), "keeping changes the output")
      }
    }
    check(Float.self)
    check(UInt16.self)
  }

  @Test(arguments: Level.available, matrices)
  func backwardAgreesAndParameterGradientsAccumulate(level: Level, matrix: (rows: Int, width: Int)) {
    func check<Element: Activation>(_: Element.Type) {
      let (rows, width) = matrix
      var samples = Samples(seed: 7)
      let normal = samples.values(rows * width, as: Element.self, scale: 2), scale = samples.values(width)
      let dy = samples.values(rows * width), rstd = samples.values(rows).map { abs($0) + 0.1 }
      let x = normal.indices.map { normal[$0] / rstd[$0 / width] }, mean = [Double](repeating: 0, count: rows)
      let dscaleStart = samples.values(width), dbiasStart = samples.values(width)
      var dx = x, dscale = dscaleStart, dbias = dbiasStart
      clippo_reference_layer_norm_backward(&dx, &dscale, &dbias, dy, x, mean, rstd, scale, rows, width)
      withArena { memory in
        let out = memory.output(x.count)
        let outScale = memory.place(dscaleStart.floats), outBias = memory.place(dbiasStart.floats)
        Element.layerNormBackward(level.kernels)(
          out, outScale, outBias, memory.place(dy.floats), memory.place(normal.rounded(to: Element.self)),
          memory.place(rstd.floats), memory.place(scale.floats), nil, rows, width)
        expectClose(doubles(out, x.count), dx, within: Tolerance.sums, "dx")
        expectClose(doubles(outScale, width), dscale, within: Tolerance.sums, "dscale")
        expectClose(doubles(outBias, width), dbias, within: Tolerance.sums, "dbias")
      }
    }
    check(Float.self)
    check(UInt16.self)
  }

  @Test(arguments: Level.available, matrices)
  func backwardAddsAStreamAndMayOverwriteWhatItReads(level: Level, matrix: (rows: Int, width: Int)) {
    let (rows, width) = matrix
    var samples = Samples(seed: 31)
    let normal = samples.values(rows * width, scale: 2), scale = samples.values(width)
    let dy = samples.values(rows * width), stream = samples.values(rows * width)
    let rstd = samples.values(rows).map { abs($0) + 0.1 }, mean = [Double](repeating: 0, count: rows)
    let x = normal.indices.map { normal[$0] / rstd[$0 / width] }
    var dx = x, dscale = [Double](repeating: 0, count: width), dbias = dscale
    clippo_reference_layer_norm_backward(&dx, &dscale, &dbias, dy, x, mean, rstd, scale, rows, width)
    withArena { memory in
      let out = memory.place(dy.floats), sums = memory.place([Float](repeating: 0, count: 2 * width))
      level.kernels.layer_norm_backward_f32(
        out, sums, sums + width, out, memory.place(normal.floats), memory.place(rstd.floats),
        memory.place(scale.floats), memory.place(stream.floats), rows, width)
      expectClose(doubles(out, x.count), zip(dx, stream).map(+), within: Tolerance.sums, "dx")
      expectClose(doubles(sums, width), dscale, within: Tolerance.sums, "dscale")
    }
  }

  @Test(arguments: Level.available)
  func aLargeMeanDoesNotDrownTheVariance(level: Level) {
    let x = (0..<192).map { 4096 + Double($0 % 3) }
    let ones = [Double](repeating: 1, count: 192), zeros = [Double](repeating: 0, count: 192)
    var out = x, mean = [0.0], rstd = [0.0]
    clippo_reference_layer_norm_forward(&out, &mean, &rstd, x, ones, zeros, 1, 192, 1e-6)
    withArena { memory in
      let y = memory.output(192), r = memory.output(1)
      level.kernels.layer_norm_forward_f32(
        y, nil, r, memory.place(x.floats), memory.place(ones.floats), memory.place(zeros.floats), 1, 192, 1e-6)
      expectClose(doubles(y, 192), out, within: 1e-3, "out")  // 4096 holds the mean to 2⁻¹¹ only.
    }
  }
}

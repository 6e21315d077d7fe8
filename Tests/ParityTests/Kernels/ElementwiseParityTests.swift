import CKernels
import Testing

@Suite struct ElementwiseParityTests {
  static let counts = [0, 1, 2, 15, 16, 17, 31, 33, 64, 97, 770, 1021]

  @Test(arguments: Level.available)
  func everyFloatRoundsToTheNearestBF16(level: Level) {
    // All exponents and signs, mantissas around every rounding decision.
    var bits: [UInt32] = []
    for high in stride(from: UInt32(0), through: 0xFFFF, by: 7) {
      for low: UInt32 in [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF] { bits.append(high << 16 | low) }
    }
    let x = bits.map { Float(bitPattern: $0) }
    var expected = [UInt16](repeating: 0, count: x.count)
    clippo_reference_convert_f32_to_bf16(&expected, x, x.count)
    withArena { memory in
      let out = memory.place([UInt16](repeating: 0, count: x.count))
      level.kernels.convert_f32_to_bf16(out, memory.place(x), x.count)
      let wrong = x.indices.first { index in
        if x[index].isNaN { return !out[index].double.isNaN }
        if x[index].isSubnormal { return abs(out[index].double) > 1.2e-38 }  // Some processors take these for zero.
        return out[index] != expected[index]
      }
      #expect(wrong == nil, "\(wrong.map { "\(x[$0]) became \(out[$0])" } ?? "")")
    }
  }

  @Test(arguments: Level.available, counts)
  func conversionsKeepEveryElement(level: Level, count: Int) {
    var samples = Samples(seed: 1)
    let values = samples.values(count, as: UInt16.self)
    withArena { memory in
      let wide = memory.output(count), narrow = memory.output(count, as: UInt16.self)
      level.kernels.convert_bf16_to_f32(wide, memory.place(values.rounded(to: UInt16.self)), count)
      level.kernels.convert_f32_to_bf16(narrow, wide, count)
      #expect(doubles(wide, count) == values)
      #expect(doubles(narrow, count) == values)
    }
  }

  @Test(arguments: Level.available)
  func bytesBecomeTheUnitRange(level: Level) {
    func check<Element: Activation>(_: Element.Type, _ tolerance: Double) {
      let bytes = (0..<(256 + 13)).map { UInt8(truncatingIfNeeded: $0) }
      var expected = [Double](repeating: 0, count: bytes.count)
      clippo_reference_unit_range(&expected, bytes, bytes.count)
      withArena { memory in
        let out = memory.output(bytes.count, as: Element.self)
        Element.unitRange(level.kernels)(out, memory.place(bytes), bytes.count)
        expectClose(doubles(out, bytes.count), expected, within: tolerance, "unit range")
        #expect(out[0].double == -1 && out[255].double == 1)
      }
    }
    check(Float.self, Tolerance.elementwise)
    check(UInt16.self, Tolerance.bf16)
  }

  @Test(arguments: Level.available, counts)
  func sumsAndMultiplesOfRows(level: Level, count: Int) {
    var samples = Samples(seed: 2)
    let a = samples.values(count), b = samples.values(count, as: UInt16.self)
    var sum = a, accumulated = a, scaled = a
    clippo_reference_add(&sum, a, b, count)
    clippo_reference_accumulate(&accumulated, b, -0.75, count)
    clippo_reference_scale(&scaled, a, 1.25, count)
    withArena { memory in
      let x = memory.place(a.floats), y = memory.place(b.floats), out = memory.output(count)
      level.kernels.add_f32(out, x, y, count)
      expectClose(doubles(out, count), sum, within: Tolerance.elementwise, "sum")
      level.kernels.scale_f32(out, x, 1.25, count)
      expectClose(doubles(out, count), scaled, within: Tolerance.elementwise, "multiple")
      level.kernels.accumulate_f32(x, y, -0.75, count)
      expectClose(doubles(x, count), accumulated, within: Tolerance.elementwise, "accumulated")
      let inPlace = memory.place(a.floats)
      level.kernels.add_bf16(inPlace, inPlace, memory.place(b.rounded(to: UInt16.self)), count)
      expectClose(doubles(inPlace, count), sum, within: Tolerance.elementwise, "sum in place")
    }
  }

  @Test(arguments: Level.available, counts)
  func reductionsAgree(level: Level, count: Int) {
    var samples = Samples(seed: 3)
    let x = samples.values(count), y = samples.values(count)
    withArena { memory in
      let a = memory.place(x.floats), b = memory.place(y.floats)
      let squares = clippo_reference_sum_squares(x, count)
      #expect(abs(level.kernels.sum_squares_f32(a, count) - squares) <= 1e-13 * squares)
      #expect(abs(level.kernels.dot_f32(a, b, count) - clippo_reference_dot(x, y, count)) <= 1e-13 * Double(count + 1))
      #expect(level.kernels.all_finite_f32(a, count) == 1)
      for place in Set([0, count / 2, count - 1]) where place >= 0 && place < count {
        for bad in [Float.nan, .infinity, -.infinity] {
          let good = a[place]
          a[place] = bad
          #expect(level.kernels.all_finite_f32(a, count) == 0, "\(bad) at \(place) of \(count)")
          #expect(!level.kernels.sum_squares_f32(a, count).isFinite)
          a[place] = good
        }
      }
    }
  }

  static let matrices = [(0, 5), (1, 1), (7, 13), (16, 16), (33, 192), (50, 193), (3, 770)]

  @Test(arguments: Level.available, matrices)
  func columnSumsAccumulate(level: Level, matrix: (rows: Int, width: Int)) {
    func check<Element: Activation>(_: Element.Type) {
      var samples = Samples(seed: 4)
      let x = samples.values(matrix.rows * matrix.width, as: Element.self), start = samples.values(matrix.width)
      var expected = start
      clippo_reference_column_sum(&expected, x, matrix.rows, matrix.width)
      withArena { memory in
        let out = memory.place(start.floats)
        Element.columnSum(level.kernels)(out, memory.place(x.rounded(to: Element.self)), matrix.rows, matrix.width)
        expectClose(doubles(out, matrix.width), expected, within: Tolerance.sums, "column sum")
      }
    }
    check(Float.self)
    check(UInt16.self)
  }

  @Test(arguments: Level.available, matrices)
  func biasIsAddedToEveryRow(level: Level, matrix: (rows: Int, width: Int)) {
    var samples = Samples(seed: 5)
    let x = samples.values(matrix.rows * matrix.width), bias = samples.values(matrix.width)
    var expected = x
    clippo_reference_add_bias(&expected, bias, matrix.rows, matrix.width)
    withArena { memory in
      let out = memory.place(x.floats)
      level.kernels.add_bias_f32(out, memory.place(bias.floats), matrix.rows, matrix.width)
      expectClose(doubles(out, x.count), expected, within: Tolerance.elementwise, "biased")
    }
  }

  @Test(arguments: Level.available, [1, 16, 37])
  func aFloatIsTheSumOfTwoParts(level: Level, count: Int) {
    var samples = Samples(seed: 32)
    let x = samples.values(count, scale: 100).floats
    withArena { memory in
      let high = memory.output(count), low = memory.output(count), input = memory.place(x)
      let narrowHigh = memory.output(count, as: UInt16.self), narrowLow = memory.output(count, as: UInt16.self)
      level.kernels.split_f32(high, low, input, count)
      level.kernels.split_bf16(narrowHigh, narrowLow, input, count)
      for i in 0..<count {
        #expect(high[i] + low[i] == x[i] && abs(low[i]) <= abs(x[i]) / 256)
        #expect(Double(high[i]) == narrowHigh[i].double)
        #expect(abs(narrowHigh[i].double + narrowLow[i].double - Double(x[i])) <= abs(Double(x[i])) / 65536)
      }
    }
  }
}

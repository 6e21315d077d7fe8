import CKernels
import Testing

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite struct ContrastiveParityTests {
  /// A square of similarities with some positives that stand out, in rows cut into uneven blocks.
  private struct Square {
    let count: Int
    let products: [Double]
    let groups: [Int32]
    static let scale = 4.0

    init(_ count: Int) {
      self.count = count
      var samples = Samples(seed: 18)
      var products = samples.values(count * count)
      for i in stride(from: 0, to: count, by: 2) { products[i * count + i] += 2 }
      self.products = products
      groups = (0..<count).map { Int32($0 % 9) }
    }

    func logits(bias: Double = 0) -> [Double] { products.map { $0 * Self.scale + bias } }

    var blocks: [Range<Int>] {
      stride(from: 0, to: count, by: 23).map { $0..<min($0 + 23, count) }
    }
  }

  @Test(arguments: Level.available, [1, 2, 13, 16, 61, 257])
  func softmaxInBlocksAgreesWithTheWholeSquare(level: Level, count: Int) {
    let square = Square(count), k = level.kernels
    for same in [nil, square.groups] {
      var expected = square.products, expectedCorrect: [Int64] = [0, 0]
      let loss = clippo_reference_contrastive_softmax(&expected, &expectedCorrect, square.logits(), same, count)
      withArena { memory in
        let products = memory.place(square.products.floats), groups = same.map { UnsafePointer(memory.place($0)) }
        let lse = memory.output(count), positive = memory.output(count)
        let largest = memory.place([Float](repeating: -1e30, count: count))
        let beside = memory.place([Float](repeating: -1e30, count: count))
        let sum = memory.place([Float](repeating: 0, count: count))
        var correct: [Int64] = [0, 0], found = 0.0, slope = 0.0
        for block in square.blocks {
          correct[0] += k.contrastive_statistics_f32(
            lse + block.lowerBound, positive + block.lowerBound, largest, sum, beside,
            products + block.lowerBound * count, groups, block.lowerBound, block.count, count, Float(Square.scale))
        }
        let columnLSE = memory.place((0..<count).map { Float(log(Double(sum[$0])) + Double(largest[$0])) })
        for i in 0..<count {
          correct[1] += positive[i] > beside[i] ? 1 : 0
          found += Double(lse[i]) + Double(columnLSE[i]) - 2 * Double(positive[i])
        }
        found /= 2 * Double(count)
        for block in square.blocks {
          slope += k.contrastive_gradients_f32(
            products + block.lowerBound * count, lse + block.lowerBound, columnLSE, groups, block.lowerBound,
            block.count, count, Float(Square.scale))
        }
        #expect(abs(found - loss) <= Tolerance.sums * max(loss, 1e-1))
        expectClose(
          doubles(products, count * count), expected.map { $0 * Square.scale }, within: Tolerance.sums, "gradients")
        let expectedGradient = zip(expected, square.logits()).map(*).reduce(0, +)
        #expect(abs(slope - expectedGradient) <= 1e-5)
        #expect(correct == expectedCorrect)
      }
    }
  }

  @Test(arguments: Level.available, [1, 2, 13, 16, 61, 257])
  func sigmoidInBlocksAgreesWithTheWholeSquare(level: Level, count: Int) {
    let square = Square(count)
    for (same, bias) in [(nil, -10), (square.groups, 0.3)] as [([Int32]?, Double)] {
      var expected = square.products
      let logits = square.logits(bias: bias)
      let loss = clippo_reference_contrastive_sigmoid(&expected, logits, same, count)
      withArena { memory in
        let products = memory.place(square.products.floats), groups = same.map { UnsafePointer(memory.place($0)) }
        let positive = memory.output(count), beside = memory.place([Float](repeating: -1e30, count: count))
        let sums = memory.place([0, 0, 0] as [Double])
        for block in square.blocks {
          _ = level.kernels.contrastive_sigmoid_f32(
            sums, positive + block.lowerBound, beside, products + block.lowerBound * count, groups, block.lowerBound,
            block.count, count, Float(Square.scale), Float(bias))
        }
        #expect(abs(sums[0] - loss) <= Tolerance.sums * max(loss, 1e-1))
        expectClose(
          doubles(products, count * count), expected.map { $0 * Square.scale }, within: Tolerance.sums, "gradients")
        let byScale = zip(expected, square.logits()).map(*).reduce(0, +)
        #expect(abs(sums[1] - byScale) <= 1e-5 * max(1, abs(byScale)))
        let byBias = expected.reduce(0, +)
        #expect(abs(sums[2] - byBias) <= 1e-5 * max(1, abs(byBias)))
      }
    }
  }

  @Test(arguments: Level.available)
  func aTieIsNotCorrect(level: Level) {
    withArena { memory in
      let lse = memory.output(3), positive = memory.output(3), products = memory.place([Float](repeating: 2, count: 9))
      let columns = memory.place([Float](repeating: -1e30, count: 6)), sum = memory.place([0, 0, 0] as [Float])
      let correct = level.kernels.contrastive_statistics_f32(
        lse, positive, columns, sum, columns + 3, products, nil, 0, 3, 3, 1)
      #expect(correct == 0 && positive[0] == columns[3])
      #expect(abs(lse[0] - 2 - 1.0986122886681098) < 1e-6)
    }
  }
}

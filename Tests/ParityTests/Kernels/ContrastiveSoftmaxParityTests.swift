import CKernels
import Testing

@Suite struct ContrastiveSoftmaxParityTests {
  @Test(arguments: Level.available, [1, 2, 13, 16, 61, 257])
  func lossDerivativeAndCountsAgree(level: Level, count: Int) {
    var samples = Samples(seed: 18)
    var logits = samples.values(count * count, scale: 3)
    for i in stride(from: 0, to: count, by: 2) { logits[i * count + i] += 9 }
    let groups = (0..<count).map { Int32($0 % 9) }
    for same in [nil, groups] {
      var expected = logits, expectedCorrect: [Int64] = [0, 0]
      let loss = clippo_reference_contrastive_softmax(&expected, &expectedCorrect, logits, same, count)
      withArena { memory in
        let dlogits = memory.output(count * count), correct = memory.place([Int64](repeating: -1, count: 2))
        let result = level.kernels.contrastive_softmax_f32(
          dlogits, correct, memory.place(logits.floats), same.map { UnsafePointer(memory.place($0)) }, count,
          memory.output(4 * count))
        #expect(abs(result - loss) <= Tolerance.sums * max(loss, 1e-3))
        expectClose(doubles(dlogits, count * count), expected, within: Tolerance.sums, "dlogits")
        #expect([correct[0], correct[1]] == expectedCorrect)
      }
    }
  }

  @Test(arguments: Level.available)
  func aTieIsNotCorrect(level: Level) {
    withArena { memory in
      let correct = memory.place([Int64](repeating: -1, count: 2))
      let logits = memory.place([Float](repeating: 2, count: 9))
      let loss = level.kernels.contrastive_softmax_f32(memory.output(9), correct, logits, nil, 3, memory.output(12))
      #expect(abs(loss - 1.0986122886681098) < 1e-6)
      #expect(correct[0] == 0 && correct[1] == 0)
    }
  }
}

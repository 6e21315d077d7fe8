import Autograd
import Runtime
import Tensors

/// Times late interaction: FILIP's loss of made-up tokens, forward and backward.
struct LateInteractionBenchmark {
  let pairs: Int
  let imageTokens: Int
  let textTokens: Int
  let width: Int
  let operand: ElementType
  let threads: Int
  /// Of a forward and backward pass, in seconds.
  private(set) var seconds: [Double] = []
  private(set) var loss = 0.0
  /// What the process took at most beyond what it had when the tokens were made.
  private(set) var bytes = 0
  /// The same of tensors alone, gradients of the tokens among them.
  private(set) var tensorBytes = 0

  init(pairs: Int, imageTokens: Int, textTokens: Int, width: Int, operand: ElementType, threads: Int) {
    self.pairs = pairs
    self.imageTokens = imageTokens
    self.textTokens = textTokens
    self.width = width
    self.operand = operand
    self.threads = threads
  }

  /// - Parameter repeats: passes that are timed, after one that is not.
  mutating func run(repeats: Int) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
    let images = try tokens(pairs * imageTokens, seed: 1, on: backend)
    let texts = try tokens(pairs * textTokens, seed: 2, on: backend)
    let (before, used) = (PeakMemory.bytes(), backend.usedBytes)
    for repetition in 0...max(1, repeats) {
      let start = MonotonicClock.seconds()
      loss = try pass(images, texts, on: backend)
      if repetition > 0 { seconds.append(MonotonicClock.seconds() - start) }
    }
    bytes = PeakMemory.bytes() - before
    tensorBytes = backend.peakBytes - used
  }

  var best: Double { seconds.min() ?? .infinity }

  /// Multiply-adds of all tokens with all, twice, over the time of the whole.
  var gigaflops: Double {
    2 * Double(pairs * imageTokens) * Double(pairs * textTokens) * Double(width) / best / 1e9
  }

  private func tokens(_ count: Int, seed: UInt64, on backend: CPUBackend) throws -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let rows = try backend.empty([count, width], .float32)
    try rows.writeFloats { values in
      for index in values.indices { values[index] = generator.normal() }
    }
    return try Tape(backend: backend, activation: .float32, isRecording: false).l2Normalize(Variable(rows)).value
  }

  private func pass(_ images: Tensor, _ texts: Tensor, on backend: CPUBackend) throws -> Double {
    let tape = Tape(backend: backend, activation: operand)
    func offsets(_ tokens: Int) -> [Int32] { (0...pairs).map { Int32($0 * tokens) } }
    let found = try tape.maxSimilarity(
      images: Variable(images, needsGradient: true), imageOffsets: offsets(imageTokens),
      texts: Variable(texts, needsGradient: true), textOffsets: offsets(textTokens))
    let own = try backend.integers(pairs) { (0..<Int32(pairs)).map { $0 }[...] }
    let losses = try [(found.images, imageTokens), (found.texts, textTokens)].map { sums, tokens in
      try tape.softmaxCrossEntropy(tape.scale(sums, by: 1 / (0.07 * Float(tokens))), targets: own)
    }
    let loss = try tape.scale(tape.add(losses[0], losses[1]), by: 0.5)
    let value = try Double(loss.value.floatArray()[0])
    try tape.backward(from: loss)
    return value
  }
}

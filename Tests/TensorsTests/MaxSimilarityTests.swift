import CKernels
import Runtime
import TestSupport
import Testing

@testable import Tensors

/// Lengths of the sequences of two sides, and the width of their rows.
struct MaxSimilarityCase: Sendable, CustomTestStringConvertible {
  var images: [Int]
  var texts: [Int]
  var width: Int

  var testDescription: String { "\(images.count) images, \(texts.count) texts, width \(width)" }

  static func offsets(_ lengths: [Int]) -> [Int32] {
    lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) }
  }
}

@Suite("Late interaction on the processor")
struct MaxSimilarityTests {
  static let cases = [
    MaxSimilarityCase(images: [1], texts: [1], width: 1),
    MaxSimilarityCase(images: [4, 4, 4], texts: [3, 2, 1], width: 6),
    MaxSimilarityCase(images: [0, 5, 0, 3], texts: [2, 0, 9, 1, 0], width: 8),
    MaxSimilarityCase(images: [3, 70, 1, 129], texts: [300, 7, 65, 64], width: 40),
    // More columns than are packed at a time, and a last window that begins early.
    MaxSimilarityCase(images: [Int](repeating: 196, count: 7) + [31], texts: [32, 7, 32, 19], width: 32),
    MaxSimilarityCase(images: [1100, 30, 1000, 90], texts: [13], width: 16),
    MaxSimilarityCase(images: [2, 1], texts: [600, 500, 400], width: 24),
    MaxSimilarityCase(images: [], texts: [3], width: 4),
  ]

  private func rows(_ lengths: [Int], _ width: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    // Multiples of a quarter, so that products are exact and many are equal.
    return (0..<lengths.reduce(0, +) * width).map { _ in (generator.uniform(-1, 1) * 4).rounded() / 4 }
  }

  private func sums(_ known: MaxSimilarityCase, on backend: CPUBackend, keeping: Bool) throws -> Found {
    let images = try backend.tensor(rows(known.images, known.width, seed: 1), [known.images.reduce(0, +), known.width])
    let texts = try backend.tensor(rows(known.texts, known.width, seed: 2), [known.texts.reduce(0, +), known.width])
    let (imageOffsets, textOffsets) = (
      MaxSimilarityCase.offsets(known.images), MaxSimilarityCase.offsets(known.texts)
    )
    let input = MaxSimilarityInput(
      images: images, imageOffsets: try backend.tensor(imageOffsets, [imageOffsets.count]), texts: texts,
      textOffsets: try backend.tensor(textOffsets, [textOffsets.count]))
    let square = Shape([known.images.count, known.texts.count])
    let places = keeping ? try MaxSimilarityPlaces(for: input, on: backend) : nil
    let (left, right) = (try backend.empty(square, .float32), try backend.empty(square, .float32))
    try backend.kernels.maxSimilarity(images: left, texts: right, places: places, input)
    var found = Found(images: try left.floatArray(), texts: try right.floatArray())
    if let places {
      var generator = SeededGenerator(seed: 3)
      let weights = try (0..<2).map { _ in
        try backend.tensor((0..<square.count).map { _ in generator.uniform(-1, 1) }, square)
      }
      let dimages = try backend.empty(images.shape, .float32)
      let dtexts = try backend.empty(texts.shape, .float32)
      try backend.kernels.maxSimilarityGradient(
        dimages: dimages, dtexts: dtexts, dimageSums: weights[0], dtextSums: weights[1], places: places, input)
      found.dimages = try dimages.floatArray()
      found.dtexts = try dtexts.floatArray()
      found.weights = try weights.map { try $0.floatArray() }
    }
    return found
  }

  private struct Found: Equatable {
    var images: [Float]
    var texts: [Float]
    var dimages: [Float] = []
    var dtexts: [Float] = []
    var weights: [[Float]] = []
  }

  @Test("is what the reference makes of the whole square", arguments: cases)
  func reference(known: MaxSimilarityCase) throws {
    let found = try sums(known, on: CPUBackend(pool: ThreadPool(threads: 2)), keeping: true)
    let x = rows(known.images, known.width, seed: 1).map { Double($0) }
    let y = rows(known.texts, known.width, seed: 2).map { Double($0) }
    let (left, right) = (MaxSimilarityCase.offsets(known.images), MaxSimilarityCase.offsets(known.texts))
    let (imageTokens, textTokens) = (Int(left[left.count - 1]), Int(right[right.count - 1]))
    let products = (0..<imageTokens * textTokens).map { index in
      (0..<known.width).reduce(0.0) {
        $0 + x[index / textTokens * known.width + $1] * y[index % textTokens * known.width + $1]
      }
    }
    let square = known.images.count * known.texts.count
    var (images, texts) = ([Double](repeating: 0, count: square), [Double](repeating: 0, count: square))
    var imagePlaces = [Int32](repeating: 0, count: imageTokens * known.texts.count)
    var textPlaces = [Int32](repeating: 0, count: textTokens * known.images.count)
    clippo_reference_max_similarity(
      &images, &texts, &imagePlaces, &textPlaces, products, left, known.images.count, right, known.texts.count)
    var (dimages, dtexts) = (x, y)
    clippo_reference_max_similarity_gradient(
      &dimages, &dtexts, found.weights[0].map { Double($0) }, found.weights[1].map { Double($0) }, imagePlaces,
      textPlaces, x, y, left, known.images.count, right, known.texts.count, known.width)
    for (name, actual, expected) in [
      ("sums of images", found.images, images), ("sums of texts", found.texts, texts),
      ("gradients of images", found.dimages, dimages), ("gradients of texts", found.dtexts, dtexts),
    ] {
      let allowed = Rounding.float32.walk(of: 2000) * max(1, expected.map(abs).max() ?? 0)
      #expect(zip(actual, expected).allSatisfy { abs(Double($0.0) - $0.1) <= allowed }, "\(name)")
      #expect(actual.count == expected.count)
    }
  }

  @Test("does not depend on the number of threads, nor on whether places are kept", arguments: cases)
  func threads(known: MaxSimilarityCase) throws {
    let alone = try sums(known, on: CPUBackend(pool: ThreadPool(threads: 1)), keeping: true)
    for threads in [2, 5] {
      #expect(try sums(known, on: CPUBackend(pool: ThreadPool(threads: threads)), keeping: true) == alone)
    }
    let notKept = try sums(known, on: CPUBackend(pool: ThreadPool(threads: 2)), keeping: false)
    #expect(notKept.images == alone.images && notKept.texts == alone.texts)
  }

  @Test("in bfloat16 is off by no more than the rounding of its rows")
  func narrow() throws {
    let backend = try CPUBackend(pool: ThreadPool(threads: 2))
    let lengths = [9, 40, 3]
    func unit(_ seed: UInt64) throws -> Tensor {
      var generator = SeededGenerator(seed: seed)
      let values = (0..<52 * 64).map { _ in generator.uniform(-1, 1) / 4.6 }
      return try backend.tensor(values, [52, 64])
    }
    let offsets = try backend.tensor(MaxSimilarityCase.offsets(lengths), [4])
    var input = MaxSimilarityInput(images: try unit(1), imageOffsets: offsets, texts: try unit(2), textOffsets: offsets)
    var results: [[Float]] = []
    for operand in [ElementType.float32, .bfloat16] {
      input.operand = operand
      let (left, right) = (try backend.empty([3, 3], .float32), try backend.empty([3, 3], .float32))
      try backend.kernels.maxSimilarity(images: left, texts: right, places: nil, input)
      results.append(try left.floatArray() + right.floatArray())
    }
    let largest = zip(results[0], results[1]).map { abs($0 - $1) }.max() ?? 1
    #expect(largest > 0 && largest < 40 * 2e-3)
  }

  @Test("sequences that are too long are refused")
  func tooLong() throws {
    let backend = CountingBackend()
    let rows = try backend.zeros([70_000, 1], .float32)
    let offsets = try backend.tensor([0, 70_000] as [Int32], [2])
    let error = #expect(throws: TensorError.self) {
      try MaxSimilarityPlaces(
        for: MaxSimilarityInput(images: rows, imageOffsets: offsets, texts: rows, textOffsets: offsets), on: backend)
    }
    #expect(error?.description.contains("at most 65536 tokens, and one has 70000") == true)
  }

  /// What issue and page promise: a thousand pairs of 196 and 32 tokens need no more than 600 MB beside the tokens, their gradients
  /// among them.
  @Test("a thousand pairs stay below 600 MB")
  func memory() throws {
    let backend = CountingBackend(workers: 2)
    let (images, texts) = (1024 * 196, 1024 * 32)
    let input = MaxSimilarityInput(
      images: try backend.zeros([images, 256], .float32),
      imageOffsets: try backend.tensor((0...1024).map { Int32(196 * $0) }, [1025]),
      texts: try backend.zeros([texts, 256], .float32),
      textOffsets: try backend.tensor((0...1024).map { Int32(32 * $0) }, [1025]))
    let tokens = backend.usedBytes
    let places = try MaxSimilarityPlaces(for: input, on: backend)
    let sums = try (0..<2).map { _ in try backend.zeros([1024, 1024], .float32) }
    try backend.kernels.maxSimilarity(images: sums[0], texts: sums[1], places: places, input)
    let (dimages, dtexts) = (
      try backend.zeros([images, 256], .float32), try backend.zeros([texts, 256], .float32)
    )
    try backend.kernels.maxSimilarityGradient(
      dimages: dimages, dtexts: dtexts, dimageSums: sums[0], dtextSums: sums[1], places: places, input)
    withExtendedLifetime((dimages, dtexts)) {
      #expect(backend.peakBytes + backend.scratchBytes - tokens <= 600_000_000)
    }
  }
}

import Runtime

/// Unit vectors for measuring searches: 10,000 centers with noise around them, so that neighbors mean something.
/// `bench/peers/numpy_search.py` makes the same from the same numbers.
struct MadeUpVectors {
  let width: Int
  private let seed: UInt64
  private let centers: [Float]

  private static let count = 10_000
  /// A vector's cosine with its center is about 0.86.
  private static let noise: Float = 0.6
  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Which of the vectors; streams lie far apart.
  enum Stream: UInt64 {
    case gallery = 1_048_576
    case queries = 2_097_152
  }

  init(width: Int, seed: Int) {
    self.width = width
    self.seed = UInt64(seed) << 40
    var generator = SeededGenerator(state: self.seed)
    centers = (0..<Self.count * width).map { _ in 2 * generator.uniform() - 1 }
  }

  /// Some of a stream's vectors, `[rows.count, width]`.
  func vectors(_ rows: Range<Int>, of stream: Stream, pool: ThreadPool) -> [Float] {
    [Float](unsafeUninitializedCapacity: rows.count * width) { buffer, count in
      let buffer = buffer
      pool.parallel(rows.count, grain: 64) { part, _ in
        for row in part { fill(buffer, row: row, number: rows.lowerBound + row, of: stream) }
      }
      count = rows.count * width
    }
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<Float>, row: Int, number: Int, of stream: Stream) {
    let first = UInt64(number * (1 + width))
    var generator = SeededGenerator(state: seed &+ stream.rawValue &+ first &* Self.step)
    let start = row * width
    let center = Int(generator.uniform() * Float(Self.count)) * width
    var squares = 0.0
    centers.withUnsafeBufferPointer { centers in
      for place in 0..<width {
        let value = centers[center + place] + Self.noise * (2 * generator.uniform() - 1)
        buffer[start + place] = value
        squares += Double(value) * Double(value)
      }
    }
    let scale = Float(1 / squares.squareRoot())
    for place in start..<start + width { buffer[place] *= scale }
  }
}

import Tensors

/// Unit vectors for measuring searches: mixtures of 32 directions with a little noise, so that they have neighbours as embeddings of
/// photos do. `bench/peers/numpy_search.py` makes the same from the same numbers.
struct MadeUpVectors {
  let width: Int
  private let seed: UInt64
  private let directions: [Float]

  private static let rank = 32
  private static let noise: Float = 0.2
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
    directions = (0..<Self.rank * width).map { _ in 2 * generator.uniform() - 1 }
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
    let first = UInt64(number * (Self.rank + width))
    var generator = SeededGenerator(state: seed &+ stream.rawValue &+ first &* Self.step)
    let start = row * width
    for place in start..<start + width { buffer[place] = 0 }
    directions.withUnsafeBufferPointer { directions in
      for direction in 0..<Self.rank {
        let share = 2 * generator.uniform() - 1
        for place in 0..<width { buffer[start + place] += share * directions[direction * width + place] }
      }
    }
    var squares = 0.0
    for place in start..<start + width {
      buffer[place] += Self.noise * (2 * generator.uniform() - 1)
      squares += Double(buffer[place]) * Double(buffer[place])
    }
    let scale = Float(1 / squares.squareRoot())
    for place in start..<start + width { buffer[place] *= scale }
  }
}

import Runtime

/// Unit vectors that are the same in every run.
enum MadeUpVectors {
  /// `[count, width]`; every sixteenth repeats an earlier one, so that scores tie.
  static func withTies(_ count: Int, width: Int, seed: UInt64) -> [Float] {
    var values = random(count, width: width, seed: seed)
    for row in stride(from: 16, to: count, by: 16) {
      for place in 0..<width { values[row * width + place] = values[(row / 3) * width + place] }
    }
    return values
  }

  static func random(_ count: Int, width: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).flatMap { _ in unit((0..<width).map { _ in generator.normal() }) }
  }

  /// Vectors around `centers` centers, as photos of few subjects are.
  static func clustered(_ count: Int, width: Int, centers: Int, seed: UInt64) -> [Float] {
    let middle = random(centers, width: width, seed: seed)
    var generator = SeededGenerator(seed: seed, stream: 1)
    return (0..<count).flatMap { row in
      let center = row % centers
      return unit((0..<width).map { middle[center * width + $0] + 0.08 * generator.normal() })
    }
  }

  static func unit(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    return vector.map { Float(Double($0) / length) }
  }
}

/// Mean and deviation of every column of features: what they are freed of before a linear probe sees them.
struct Whitening: Sendable {
  let mean: [Double]
  let scale: [Double]

  /// What is added to a deviation, so that a column of one value stays finite (big_vision's).
  static let smallest = 1e-5

  init(of features: LabeledFeatures) {
    let (width, count) = (features.width, Double(features.count))
    var mean = [Double](repeating: 0, count: width)
    var squares = mean
    for row in 0..<features.count {
      for column in 0..<width { mean[column] += Double(features.values[row * width + column]) }
    }
    for column in 0..<width { mean[column] /= count }
    for row in 0..<features.count {
      for column in 0..<width {
        let offset = Double(features.values[row * width + column]) - mean[column]
        squares[column] += offset * offset
      }
    }
    self.mean = mean
    scale = squares.map { 1 / (($0 / count).squareRoot() + Self.smallest) }
  }

  /// Rows `[count, width + 1]`, with `bias` in the last column.
  func apply(to features: LabeledFeatures, bias: Double) -> [Double] {
    let width = features.width
    var rows: [Double] = []
    rows.reserveCapacity(features.count * (width + 1))
    for row in 0..<features.count {
      for column in 0..<width {
        rows.append((Double(features.values[row * width + column]) - mean[column]) * scale[column])
      }
      rows.append(bias)
    }
    return rows
  }
}

import Tensors

/// One array of a checkpoint, in float32.
public struct WeightArray: Sendable {
  public let shape: [Int]
  public let values: [Float]

  public init(shape: [Int], values: [Float]) {
    self.shape = shape
    self.values = values
  }

  /// Arrays of a file by name, in float32 whatever they are kept in.
  public static func byName(_ entries: [ArrayEntry]) throws -> [String: WeightArray] {
    var arrays: [String: WeightArray] = [:]
    for entry in entries { arrays[entry.name] = WeightArray(shape: entry.shape.axes, values: try entry.floats()) }
    return arrays
  }

  /// The same values with the two axes changed about.
  func transposed() -> WeightArray {
    let (rows, columns) = (shape[0], shape[1])
    let turned = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
      for row in 0..<rows { for column in 0..<columns { buffer[column * rows + row] = values[row * columns + column] } }
      count = values.count
    }
    return WeightArray(shape: [columns, rows], values: turned)
  }

  /// Matrices of as many rows, side by side; vectors one behind the other.
  static func joined(_ parts: [WeightArray]) -> WeightArray {
    guard parts.count > 1, let first = parts.first else { return parts.first ?? WeightArray(shape: [0], values: []) }
    guard first.shape.count == 2 else {
      let values = parts.flatMap(\.values)
      return WeightArray(shape: [values.count], values: values)
    }
    let rows = first.shape[0]
    var values: [Float] = []
    for row in 0..<rows {
      for part in parts {
        let width = part.shape[1]
        values += part.values[row * width..<(row + 1) * width]
      }
    }
    return WeightArray(shape: [rows, parts.reduce(0) { $0 + $1.shape[1] }], values: values)
  }

  /// The reverse of `joined` for parts of one size.
  func split(into count: Int) -> [WeightArray] {
    guard count > 1 else { return [self] }
    let width = shape[shape.count - 1]
    let part = width / count
    return (0..<count).map { index in
      var values: [Float] = []
      for start in stride(from: index * part, to: self.values.count, by: width) {
        values += self.values[start..<start + part]
      }
      return WeightArray(shape: shape.dropLast() + [part], values: values)
    }
  }
}

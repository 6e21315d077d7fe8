import Models

/// A big_vision checkpoint's arrays under the names that its models give them, whatever it was written by.
///
/// Training writes parameters below `params/`, older programs below `opt/target/`, beside the optimizer's state; released files hold
/// parameters alone. Models that scan their blocks keep all of them in one array with a leading axis.
public struct BigVisionCheckpoint: Sendable {
  /// Parameters by name, such as `img/Transformer/encoderblock_0/LayerNorm_0/scale`.
  public let arrays: [String: WeightArray]

  private static let prefixes = ["params/", "opt/target/"]
  private static let scanned = "encoderblock/"

  /// - Parameter found: all arrays of a file, under their full names.
  /// - Throws: `ModelError` when there is no parameter of a big_vision model of images.
  public init(_ found: [String: WeightArray]) throws {
    let prefix = Self.prefixes.first { prefix in found.keys.contains { $0.hasPrefix(prefix) } } ?? ""
    var arrays: [String: WeightArray] = [:]
    for (name, array) in found where name.hasPrefix(prefix) {
      let plain = String(name.dropFirst(prefix.count))
      guard let (head, tail) = Self.partsOfScanned(plain) else {
        arrays[plain] = array
        continue
      }
      for (block, part) in try Self.blocks(of: array, name: name).enumerated() {
        arrays["\(head)encoderblock_\(block)/\(tail)"] = part
      }
    }
    guard arrays["img/embedding/kernel"] != nil else {
      throw ModelError(
        "there is no array 'img/embedding/kernel'; a big_vision model of images has one, and \(found.count) others are here"
      )
    }
    self.arrays = arrays
  }

  /// Whether texts are read as tokens, by a tower of their own.
  public var hasTextTower: Bool { arrays.keys.contains { $0.hasPrefix("txt/") } }

  private static func partsOfScanned(_ name: String) -> (head: Substring, tail: Substring)? {
    guard let range = name.firstRange(of: scanned) else { return nil }
    return (name[..<range.lowerBound], name[range.upperBound...])
  }

  /// The parts of an array along its first axis.
  private static func blocks(of array: WeightArray, name: String) throws -> [WeightArray] {
    guard let count = array.shape.first, count > 0, array.values.count % count == 0 else {
      throw ModelError("'\(name)' has the shape \(array.shape); one axis for the blocks should come first")
    }
    let size = array.values.count / count
    return (0..<count).map { block in
      WeightArray(shape: Array(array.shape.dropFirst()), values: Array(array.values[block * size..<(block + 1) * size]))
    }
  }
}

extension WeightArray {
  /// A table of positions `[1, from · from, width]` on a grid of another size, linear between the old places, corners on corners: what
  /// `scipy.ndimage.zoom` of order 1 does, and with it big_vision.
  public func resizedGrid(from: Int, to: Int) throws -> WeightArray {
    guard let width = shape.last, from > 0, to > 0, values.count == from * from * width else {
      throw ModelError("a position table of the shape \(shape) is no grid of \(from) × \(from)")
    }
    let marks = (0..<to).map { place -> (low: Int, high: Int, share: Float) in
      let exact = to == 1 ? 0 : Double(place) * Double(from - 1) / Double(to - 1)
      let low = min(Int(exact), from - 1)
      return (low, min(low + 1, from - 1), Float(exact - Double(low)))
    }
    var resized: [Float] = []
    resized.reserveCapacity(to * to * width)
    for row in marks {
      for column in marks {
        for channel in 0..<width {
          func value(_ row: Int, _ column: Int) -> Float { values[(row * from + column) * width + channel] }
          let upper = value(row.low, column.low) * (1 - column.share) + value(row.low, column.high) * column.share
          let lower = value(row.high, column.low) * (1 - column.share) + value(row.high, column.high) * column.share
          resized.append(upper * (1 - row.share) + lower * row.share)
        }
      }
    }
    return WeightArray(shape: [1, to * to, width], values: resized)
  }
}

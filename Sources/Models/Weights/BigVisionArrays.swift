import Tensors

/// Values of a big_vision checkpoint under its own names, brought to and from our parameters.
public struct BigVisionArrays: Sendable {
  public typealias Array = WeightArray

  /// By name, without the prefix `params/`.
  public let arrays: [String: Array]

  public init(_ arrays: [String: Array]) { self.arrays = arrays }

  /// All arrays of an archive as float32 values, under their full names.
  public static func everyArray(in archive: NumpyArchive) throws -> [String: Array] {
    var found: [String: Array] = [:]
    for entry in try archive.arrays() {
      found[entry.name] = Array(shape: entry.shape.axes, values: entry.floats())
    }
    return found
  }

  /// Fills every parameter of a tower. Throws when an array is absent or of another size.
  public func load(into tower: SharedTower) throws {
    for entry in BigVisionNames(configuration: tower.encoder.configuration).entries {
      guard let parameter = tower.parameters[entry.parameter] else {
        throw ModelError("the model has no parameter '\(entry.parameter)'")
      }
      let values = try joined(entry, width: parameter.shape.width, count: parameter.shape.count)
      try parameter.value.withFloats { _ = $0.update(fromContentsOf: values) }
    }
  }

  /// The arrays of one of our parameters, their columns side by side.
  ///
  /// - Parameters:
  ///   - width: columns of our parameter.
  ///   - count: all values of our parameter.
  public func joined(_ entry: BigVisionNames.Entry, width: Int, count: Int) throws -> [Float] {
    let parts = try entry.parts.map { name in
      guard let part = arrays[name] else { throw ModelError("there is no array '\(name)'") }
      guard part.values.count * entry.parts.count == count else {
        throw ModelError(
          "'\(name)' has \(part.values.count) values; the model expects \(count / entry.parts.count)")
      }
      // Heads are an axis of their own there, and no more than columns here.
      return WeightArray(shape: [count / width, width / entry.parts.count], values: part.values)
    }
    return WeightArray.joined(parts).values
  }
}

import Models
import Tensors

/// Which arrays of another package's checkpoint make up which of our parameters.
public struct WeightLayout: Sendable {
  /// How the values of an array lie.
  public enum Form: Sendable, Hashable {
    /// In the order of ours.
    case same
    /// As PyTorch's dense layers keep them: `[outputs, inputs]`.
    case transposed
    /// As a convolution over whole patches: `[outputs, 3, patch, patch]`.
    case patches(side: Int)
  }

  public struct Entry: Sendable, Hashable {
    /// Our name.
    public let parameter: String
    /// Their names, in the order in which their columns stand side by side in ours.
    public let arrays: [String]
    public let form: Form

    public init(_ parameter: String, _ arrays: [String], _ form: Form = .same) {
      self.parameter = parameter
      self.arrays = arrays
      self.form = form
    }
  }

  /// One for each of our parameters.
  public let entries: [Entry]
  /// Ends of names of arrays that hold nothing learned.
  public let ignored: [String]

  public init(entries: [Entry], ignored: [String] = []) {
    self.entries = entries
    self.ignored = ignored
  }

  /// Fills every parameter.
  ///
  /// - Parameter named: what a complaint calls an array; its own name unless the file's is another.
  ///
  /// Throws, with nothing changed, when an array is absent or of another shape, or when one is left over.
  public func load(
    _ arrays: [String: WeightArray], into store: ParameterStore, named: (String) -> String = { $0 }
  ) throws {
    let known = Set(entries.flatMap(\.arrays))
    if let left = arrays.keys.sorted().first(where: { name in
      !known.contains(name) && !ignored.contains { name.hasSuffix($0) }
    }) {
      throw ModelError("the model has no place for the array '\(named(left))'")
    }
    let filled = try entries.map { entry in
      guard let parameter = store[entry.parameter] else {
        throw ModelError("the model has no parameter '\(entry.parameter)'")
      }
      return (parameter, try values(of: entry, from: arrays, for: parameter.shape, named: named))
    }
    if let missing = store.parameters.first(where: { parameter in !filled.contains { $0.0.name == parameter.name } }) {
      throw ModelError("no array holds the parameter '\(missing.name)'")
    }
    for (parameter, values) in filled { try parameter.value.withFloats { _ = $0.update(fromContentsOf: values) } }
  }

  /// The values of one of our parameters.
  ///
  /// - Parameters:
  ///   - shape: of our parameter.
  ///   - named: what a complaint calls an array.
  public func values(
    of entry: Entry, from arrays: [String: WeightArray], for shape: Shape, named: (String) -> String = { $0 }
  ) throws -> [Float] {
    let parts = try entry.arrays.map { name in
      guard let array = arrays[name] else { throw ModelError("there is no array '\(named(name))'") }
      let expected = theirShape(entry, of: shape)
      guard array.shape == expected, array.values.count == expected.reduce(1, *) else {
        throw ModelError("'\(named(name))' has the shape \(array.shape); the model expects \(expected)")
      }
      return entry.form.ours(array)
    }
    return WeightArray.joined(parts).values
  }

  /// The arrays that the package expects, made of our parameters.
  public func arrays(of store: ParameterStore) throws -> [String: WeightArray] {
    var arrays: [String: WeightArray] = [:]
    for entry in entries {
      guard let parameter = store[entry.parameter] else {
        throw ModelError("the model has no parameter '\(entry.parameter)'")
      }
      let ours = WeightArray(shape: parameter.shape.axes, values: try parameter.value.floatArray())
      for (name, part) in zip(entry.arrays, ours.split(into: entry.arrays.count)) {
        let shape = theirShape(entry, of: parameter.shape)
        arrays[name] = WeightArray(shape: shape, values: entry.form.theirs(part).values)
      }
    }
    return arrays
  }

  private func theirShape(_ entry: Entry, of shape: Shape) -> [Int] {
    let width = shape.width / entry.arrays.count
    switch entry.form {
    case .same: return Array((shape.axes.dropLast() + [width]).drop { $0 == 1 })
    case .transposed: return [width, shape.rows]
    case .patches(let side): return [width, 3, side, side]
    }
  }
}

extension WeightLayout.Form {
  /// A matrix of theirs as a matrix of ours.
  fileprivate func ours(_ array: WeightArray) -> WeightArray {
    switch self {
    case .same: array
    case .transposed: array.transposed()
    case .patches(let side): array.channelsLast(side: side).transposed()
    }
  }

  fileprivate func theirs(_ array: WeightArray) -> WeightArray {
    switch self {
    case .same: array
    case .transposed: array.transposed()
    case .patches(let side): array.transposed().channelsFirst(side: side)
    }
  }
}

extension WeightArray {
  /// `[outputs, 3, side, side]` as `[outputs, side · side · 3]`.
  fileprivate func channelsLast(side: Int) -> WeightArray {
    moved(side: side) { pixel, channel in (from: channel * side * side + pixel, to: pixel * 3 + channel) }
  }

  /// The reverse.
  fileprivate func channelsFirst(side: Int) -> WeightArray {
    moved(side: side) { pixel, channel in (from: pixel * 3 + channel, to: channel * side * side + pixel) }
  }

  private func moved(side: Int, _ place: (_ pixel: Int, _ channel: Int) -> (from: Int, to: Int)) -> WeightArray {
    let size = side * side * 3
    var result = values
    for row in 0..<values.count / size {
      for pixel in 0..<side * side {
        for channel in 0..<3 {
          let (from, to) = place(pixel, channel)
          result[row * size + to] = values[row * size + from]
        }
      }
    }
    return WeightArray(shape: [values.count / size, size], values: result)
  }
}

import Tensors

/// What objectives remember, as arrays of a checkpoint.
extension ArrayEntry {
  /// A list of numbers.
  static func numbers<Number: SavedNumber>(_ name: String, _ values: [Number]) -> ArrayEntry {
    // One axis with as many elements as there are numbers always fits.
    let bytes = values.flatMap { value in withUnsafeBytes(of: value) { Array($0) } }
    do { return try ArrayEntry(name: name, shape: [values.count], element: Number.element, bytes: bytes) } catch {
      return ArrayEntry(name: name, wholeNumber: 0)
    }
  }

  /// The numbers to the bit. Throws where the array is of another type.
  func numbers<Number: SavedNumber>(as type: Number.Type = Number.self) throws -> [Number] {
    guard element == Number.element else {
      throw ObjectiveError(
        "the saved objective's '\(name)' holds \(element.rawValue) and not \(Number.element.rawValue)")
    }
    return try withBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self) }
    }
  }
}

/// A number as it lies in an array file, on machines of the usual order of bytes.
protocol SavedNumber: BitwiseCopyable {
  static var element: ArrayElement { get }
}

extension Float: SavedNumber { static var element: ArrayElement { .float32 } }
extension Double: SavedNumber { static var element: ArrayElement { .float64 } }
extension Int64: SavedNumber { static var element: ArrayElement { .int64 } }

extension [ArrayEntry] {
  /// The array of a name. Throws where it is missing.
  func named(_ name: String) throws -> ArrayEntry {
    guard let found = first(where: { $0.name == name }) else {
      throw ObjectiveError("the saved objective has no '\(name)'; it is another one")
    }
    return found
  }

  /// Throws where there is an array of another name.
  func allowOnly(_ names: [String]) throws {
    if let other = first(where: { !names.contains($0.name) }) {
      throw ObjectiveError("the saved objective's '\(other.name)' is not in this one; it is another one")
    }
  }
}

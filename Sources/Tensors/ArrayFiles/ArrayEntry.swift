import Files

/// One named array of an array file: `.npy`, `.npz` or safetensors.
///
/// Its bytes are little-endian and in row-major order; they stay where they are (a mapped file, a tensor, memory) until
/// somebody asks for them.
public struct ArrayEntry: Sendable {
  private enum Source: Sendable {
    case memory([UInt8])
    case file(FileBytes, Range<Int>)
    case tensor(Tensor)
  }

  public let name: String
  public let shape: Shape
  public let element: ArrayElement
  private let source: Source

  public var count: Int { shape.count }
  public var byteCount: Int { count * element.byteCount }

  /// An array over bytes in memory. Throws where their number does not fit the shape.
  public init(name: String, shape: Shape, element: ArrayElement, bytes: [UInt8]) throws {
    guard let needed = Self.byteCount(axes: shape.axes, element), needed == bytes.count else {
      throw TensorError("array '\(name)' of shape \(shape) in \(element.rawValue) cannot have \(bytes.count) bytes")
    }
    self.init(name: name, shape: shape, element: element, source: .memory(bytes))
  }

  /// A float32 array. Throws where the number of values does not fit the shape.
  public init(name: String, shape: Shape, floats: [Float]) throws {
    try self.init(name: name, shape: shape, element: .float32, bytes: Self.bytes(floats))
  }

  /// An int64 array. Throws where the number of values does not fit the shape.
  public init(name: String, shape: Shape, integers: [Int64]) throws {
    try self.init(name: name, shape: shape, element: .int64, bytes: Self.bytes(integers))
  }

  /// A list of numbers, in their own type.
  package static func numbers<Number: ArrayNumber>(_ name: String, _ values: [Number]) -> ArrayEntry {
    ArrayEntry(
      name: name, shape: [values.count], element: Number.arrayElement, source: .memory(bytes(values)))
  }

  /// A scalar of type int64.
  public init(name: String, wholeNumber: Int) {
    self.init(name: name, shape: [], element: .int64, source: .memory(Self.bytes([Int64(wholeNumber)])))
  }

  /// Numbers as they lie in memory, on machines of the usual order of bytes.
  private static func bytes<Number: ArrayNumber>(_ values: [Number]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }

  /// An array that looks at a tensor; it sees later changes of the tensor's elements.
  public init(name: String, tensor: Tensor) {
    self.init(
      name: name, shape: tensor.shape, element: ArrayElement(tensor.elementType), source: .tensor(tensor))
  }

  /// An array inside a file; the caller has checked that the range lies inside and fits the shape.
  init(name: String, shape: Shape, element: ArrayElement, file: FileBytes, range: Range<Int>) {
    self.init(name: name, shape: shape, element: element, source: .file(file, range))
  }

  private init(name: String, shape: Shape, element: ArrayElement, source: Source) {
    self.name = name
    self.shape = shape
    self.element = element
    self.source = source
  }

  /// The bytes of the elements; valid inside `body` only.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    switch source {
    case .memory(let bytes):
      return try bytes.withUnsafeBytes(body)
    case .file(let file, let range):
      return try file.withBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    case .tensor(let tensor):
      return try tensor.withBytes { try body(UnsafeRawBufferPointer($0)) }
    }
  }

  /// The same array under another name.
  public func renamed(_ name: String) -> ArrayEntry {
    ArrayEntry(name: name, shape: shape, element: element, source: source)
  }

  /// Bytes that an array of these axes has, or `nil` where an axis is negative or the number does not fit `Int`,
  /// also when axes of length zero are left out, so that no order of multiplying can overflow.
  static func byteCount(axes: [Int], _ element: ArrayElement) -> Int? {
    var bytes = element.byteCount
    for axis in axes {
      guard axis >= 0 else { return nil }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(1, axis))
      if overflow { return nil }
      bytes = product
    }
    return axes.contains(0) ? 0 : bytes
  }
}

/// A dense array in row-major order: a shape, an element type and a view of a `Storage`.
///
/// Copies share the storage. Tensors are written by kernels only while a single owner fills them; once an operation has
/// returned a tensor, it is read and never written again, except for gradients and optimizer state.
public struct Tensor: Sendable {
  public let shape: Shape
  public let elementType: ElementType
  public let storage: Storage
  /// Where the first element stands in the storage.
  public let byteOffset: Int

  /// Looks at part of a storage. Throws where the part does not lie inside it.
  public init(shape: Shape, elementType: ElementType, storage: Storage, byteOffset: Int = 0) throws {
    let needed = byteOffset + shape.count * elementType.byteCount
    guard byteOffset >= 0, shape.axes.allSatisfy({ $0 >= 0 }), needed <= storage.byteCount else {
      throw TensorError("a tensor of shape \(shape) needs \(needed) bytes; its storage has \(storage.byteCount)")
    }
    self.shape = shape
    self.elementType = elementType
    self.storage = storage
    self.byteOffset = byteOffset
  }

  public var count: Int { shape.count }
  public var byteCount: Int { count * elementType.byteCount }

  /// Address of the first element. Valid while the storage lives: keep the tensor alive around its use.
  @inlinable var base: UnsafeMutableRawPointer { storage.base + byteOffset }
  @inlinable var floats: UnsafeMutablePointer<Float> { base.assumingMemoryBound(to: Float.self) }
  @inlinable var bfloats: UnsafeMutablePointer<UInt16> { base.assumingMemoryBound(to: UInt16.self) }
  @inlinable var integers: UnsafeMutablePointer<Int32> { base.assumingMemoryBound(to: Int32.self) }
  @inlinable var bytes: UnsafeMutablePointer<UInt8> { base.assumingMemoryBound(to: UInt8.self) }

  /// The same elements under another shape of equal count.
  public func reshaped(_ shape: Shape) throws -> Tensor {
    guard shape.count == count else { throw TensorError("cannot view shape \(self.shape) as \(shape)") }
    return try Tensor(shape: shape, elementType: elementType, storage: storage, byteOffset: byteOffset)
  }

  /// Rows `range` of the outermost axis, without a copy.
  public func rows(_ range: Range<Int>) throws -> Tensor {
    guard let outer = shape.axes.first, range.lowerBound >= 0, range.upperBound <= outer else {
      throw TensorError("rows \(range.lowerBound)..<\(range.upperBound) are outside shape \(shape)")
    }
    let rowBytes = outer == 0 ? 0 : byteCount / outer
    return try Tensor(
      shape: Shape([range.count] + shape.axes.dropFirst()), elementType: elementType, storage: storage,
      byteOffset: byteOffset + range.lowerBound * rowBytes)
  }
}

// Access to elements from outside this module goes through closures, so that the storage outlives the pointer. On a device that
// only counts, what is written is let go, and what is read is an error.
extension Tensor {
  /// Whether there are elements to read. A device that only counts has no others than those that the host gave it.
  public var hasValues: Bool { storage.hasValues }

  private func requireValues() throws {
    guard hasValues else {
      throw TensorError("the values of a tensor of shape \(shape) were asked for on a device that only counts")
    }
  }

  /// The elements as raw bytes.
  public func withBytes<R>(_ body: (UnsafeMutableRawBufferPointer) throws -> R) throws -> R {
    try requireValues()
    return try withExtendedLifetime(storage) {
      try body(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
    }
  }

  /// The elements of a float32 tensor. Throws for other element types.
  public func withFloats<R>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> R) throws -> R {
    guard elementType == .float32 else { throw TensorError("expected float32 elements, found \(elementType.rawValue)") }
    try requireValues()
    return try withExtendedLifetime(storage) {
      try body(UnsafeMutableBufferPointer(start: floats, count: count))
    }
  }

  /// The elements of an int32 tensor. Throws for other element types.
  public func withIntegers<R>(_ body: (UnsafeMutableBufferPointer<Int32>) throws -> R) throws -> R {
    guard elementType == .int32 else { throw TensorError("expected int32 elements, found \(elementType.rawValue)") }
    try requireValues()
    return try withExtendedLifetime(storage) {
      try body(UnsafeMutableBufferPointer(start: integers, count: count))
    }
  }

  /// A copy of the elements of a float32 tensor.
  public func floatArray() throws -> [Float] { try withFloats { Array($0) } }

  /// Whether all elements of an int32 tensor lie in a range. What is not known lies nowhere else.
  public func integersLie(in range: Range<Int32>) throws -> Bool {
    guard hasValues else { return true }
    return try withIntegers { $0.allSatisfy(range.contains) }
  }
}

extension Tensor {
  /// Sets every bit to zero. Never inlined: a throwing function that ends in a fill of memory loses its error register
  /// (https://github.com/swiftlang/swift/issues/90477, and `scripts/check-error-returns`).
  @inline(never)
  public func clear() {
    guard hasValues else { return }
    withExtendedLifetime(storage) {
      _ = UnsafeMutableRawBufferPointer(start: base, count: byteCount).initializeMemory(as: UInt8.self, repeating: 0)
    }
  }

  /// Makes these bytes the elements; they are as many. Never inlined, for the same reason.
  @inline(never)
  func fill(_ bytes: UnsafeRawBufferPointer) {
    guard hasValues, let source = bytes.baseAddress else { return }
    withExtendedLifetime(storage) { base.copyMemory(from: source, byteCount: min(byteCount, bytes.count)) }
  }

  /// Lets `body` write the elements as raw bytes; where values are not held, nobody needs to make any.
  public func writeBytes(_ body: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
    if hasValues { try withBytes(body) }
  }

  /// The same for the elements of a float32 tensor.
  public func writeFloats(_ body: (UnsafeMutableBufferPointer<Float>) throws -> Void) throws {
    if hasValues { try withFloats(body) }
  }

  /// The same for the elements of an int32 tensor.
  public func writeIntegers(_ body: (UnsafeMutableBufferPointer<Int32>) throws -> Void) throws {
    if hasValues { try withIntegers(body) }
  }
}

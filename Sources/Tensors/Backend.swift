/// A device that holds tensors and computes with them: memory, and a table of kernels.
///
/// The operations of `Autograd` see nothing else of a device, so another device is another value of this type.
public protocol Backend: AnyObject, Sendable {
  /// What the device can compute.
  var kernels: any KernelTable { get }
  /// The fastest element type for activations that the device computes well.
  var preferredActivation: ElementType { get }
  /// Uninitialized memory. Throws when there is none left.
  func allocate(byteCount: Int) throws -> Storage
  /// Memory that holds what the host knows already: numbers that decide what is computed, such as where sequences begin. They
  /// can be read again on every device, also on one that computes nothing.
  func allocate(holding bytes: UnsafeRawBufferPointer) throws -> Storage
  /// Bytes handed out and not yet given back.
  var usedBytes: Int { get }
  /// Most bytes that were ever handed out at one time.
  var peakBytes: Int { get }
}

extension Backend {
  public func allocate(holding bytes: UnsafeRawBufferPointer) throws -> Storage {
    let storage = try allocate(byteCount: max(1, bytes.count))
    storage.copy(bytes)
    return storage
  }

  /// A tensor with undefined elements.
  public func empty(_ shape: Shape, _ elementType: ElementType) throws -> Tensor {
    let storage = try allocate(byteCount: max(1, shape.count) * elementType.byteCount)
    return try Tensor(shape: shape, elementType: elementType, storage: storage)
  }

  /// A tensor of zeros.
  public func zeros(_ shape: Shape, _ elementType: ElementType) throws -> Tensor {
    let tensor = try empty(shape, elementType)
    tensor.clear()
    return tensor
  }

  /// A float32 tensor with the given elements in row-major order.
  public func tensor(_ values: [Float], _ shape: Shape) throws -> Tensor { try known(values, .float32, shape) }

  /// An int32 tensor with the given elements in row-major order.
  public func tensor(_ values: [Int32], _ shape: Shape) throws -> Tensor { try known(values, .int32, shape) }

  /// An int32 tensor of elements that only kernels need, `count` of them; where none are held, none are made.
  public func integers(_ count: Int, _ values: () throws -> ArraySlice<Int32>) throws -> Tensor {
    let tensor = try empty([count], .int32)
    guard tensor.hasValues else { return tensor }
    let values = try values()
    guard values.count == count else { throw TensorError("\(values.count) values do not fill shape [\(count)]") }
    values.withUnsafeBytes { tensor.storage.copy($0) }
    return tensor
  }

  private func known<Value: BitwiseCopyable>(
    _ values: [Value], _ elementType: ElementType, _ shape: Shape
  ) throws -> Tensor {
    guard values.count == shape.count else {
      throw TensorError("\(values.count) values do not fill shape \(shape)")
    }
    let storage = try values.withUnsafeBytes { try allocate(holding: $0) }
    return try Tensor(shape: shape, elementType: elementType, storage: storage)
  }
}

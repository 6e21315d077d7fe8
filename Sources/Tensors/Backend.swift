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
  /// Most bytes that were ever handed out at one time.
  var peakBytes: Int { get }
}

extension Backend {
  /// A tensor with undefined elements.
  public func empty(_ shape: Shape, _ elementType: ElementType) throws -> Tensor {
    let storage = try allocate(byteCount: max(1, shape.count) * elementType.byteCount)
    return try Tensor(shape: shape, elementType: elementType, storage: storage)
  }

  /// A tensor of zeros.
  public func zeros(_ shape: Shape, _ elementType: ElementType) throws -> Tensor {
    let tensor = try empty(shape, elementType)
    tensor.withBytes { _ = $0.initializeMemory(as: UInt8.self, repeating: 0) }
    return tensor
  }

  /// A float32 tensor with the given elements in row-major order.
  public func tensor(_ values: [Float], _ shape: Shape) throws -> Tensor {
    guard values.count == shape.count else {
      throw TensorError("\(values.count) values do not fill shape \(shape)")
    }
    let tensor = try empty(shape, .float32)
    try tensor.withFloats { _ = $0.update(fromContentsOf: values) }
    return tensor
  }

  /// An int32 tensor with the given elements in row-major order.
  public func tensor(_ values: [Int32], _ shape: Shape) throws -> Tensor {
    guard values.count == shape.count else {
      throw TensorError("\(values.count) values do not fill shape \(shape)")
    }
    let tensor = try empty(shape, .int32)
    try tensor.withIntegers { _ = $0.update(fromContentsOf: values) }
    return tensor
  }
}

import Tensors

extension Tape {
  /// The same elements under another shape, without a copy.
  ///
  /// - Parameters:
  ///   - x: of any element type.
  ///   - shape: of as many elements.
  public func reshape(_ x: Variable, to shape: Shape) throws -> Variable {
    let original = x.value.shape
    return record(try x.value.reshaped(shape), from: [x]) { [backend, x = x.slot] dout in
      try x.receive(try dout.reshaped(original), backend)
    }
  }
}

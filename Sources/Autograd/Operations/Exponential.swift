import Tensors

extension Tape {
  /// The exponential of every element.
  ///
  /// - Parameter x: float32; above 88.7 the result is infinite.
  public func exponential(_ x: Variable) throws -> Variable {
    try requireFloats([x.value], "exponential")
    let out = try backend.empty(x.value.shape, .float32)
    try kernels.apply(.exponential, out, x.value)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.empty(dout.shape, .float32)
      try backend.kernels.multiply(dx, dout, out, per: .element)
      try x.receive(dx, backend)
    }
  }
}

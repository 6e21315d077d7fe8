import Tensors

extension Tape {
  /// The natural logarithm of every element.
  ///
  /// - Parameter x: float32, positive; 0 gives −∞, and less gives NaN.
  public func logarithm(_ x: Variable) throws -> Variable {
    try requireFloats([x.value], "logarithm")
    let out = try backend.empty(x.value.shape, .float32)
    try kernels.apply(.logarithm, out, x.value)
    return record(out, from: [x]) { [backend] dout in
      let dx = try backend.empty(dout.shape, .float32)
      try backend.kernels.apply(.reciprocal, dx, x.value)
      try backend.kernels.multiply(dx, dx, dout, per: .element)
      try x.receive(dx, backend)
    }
  }
}

import Tensors

extension Tape {
  /// Every element times a constant.
  ///
  /// - Parameter x: float32.
  public func scale(_ x: Variable, by factor: Float) throws -> Variable {
    try requireFloats([x.value], "scale")
    let out = try backend.empty(x.value.shape, .float32)
    try kernels.scale(out, x.value, by: factor)
    return record(out, from: [x]) { [backend, x = x.slot] dout in
      let dx = try backend.empty(dout.shape, .float32)
      try backend.kernels.scale(dx, dout, by: factor)
      try x.receive(dx, backend)
    }
  }

  /// Every element times a learned number, such as an inverse temperature.
  ///
  /// - Parameters:
  ///   - x: float32.
  ///   - factor: float32 `[1]`.
  public func scale(_ x: Variable, by factor: Variable) throws -> Variable {
    try multiply(x, by: factor, per: .whole)
  }
}

import Tensors

extension Tape {
  /// Gaussian error linear unit in its tanh form (Hendrycks & Gimpel 2016), as big_vision uses it.
  public func gelu(_ x: Variable) throws -> Variable {
    let y = Variable(try backend.empty(x.value.shape, x.value.elementType), needsGradient: x.needsGradient)
    try kernels.gelu(y.value, x.value)
    record(y) { [backend] dy in
      let dx = try backend.empty(x.value.shape, x.value.elementType)
      try backend.kernels.geluGradient(dx, dy, x: x.value)
      try x.receive(dx, backend)
    }
    return y
  }
}

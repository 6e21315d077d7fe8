import Tensors

extension Tape {
  /// Gaussian error linear unit (Hendrycks & Gimpel 2016), in the tanh form of big_vision unless said otherwise.
  public func gelu(_ x: Variable, form: GELUForm = .tanh) throws -> Variable {
    let y = Variable(try backend.empty(x.value.shape, x.value.elementType), needsGradient: x.needsGradient)
    try kernels.gelu(y.value, x.value, form: form)
    record(y) { [backend] dy in
      let dx = try backend.empty(x.value.shape, x.value.elementType)
      try backend.kernels.geluGradient(dx, dy, x: x.value, form: form)
      try x.receive(dx, backend)
    }
    return y
  }
}

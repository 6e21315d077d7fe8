import Tensors

extension Tape {
  /// Rows `range` of a float32 matrix, as photos and pages are taken out of one packed batch of embeddings.
  public func rows(_ x: Variable, _ range: Range<Int>) throws -> Variable {
    try require(x.value.elementType == .float32, "rows", "the matrix is not float32")
    let out = Variable(try x.value.rows(range), needsGradient: x.needsGradient)
    let shape = x.value.shape
    record(out) { [backend, x = x.slot] dout in
      let dx = try backend.zeros(shape, .float32)
      try backend.kernels.convert(try dx.rows(range), dout)
      try x.receive(dx, backend)
    }
    return out
  }
}

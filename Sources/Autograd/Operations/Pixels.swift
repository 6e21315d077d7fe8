import Tensors

extension Tape {
  /// Pixels 0…255 as activations in -1…1. Nothing flows back into them.
  public func unitRange(_ bytes: Tensor) throws -> Variable {
    try require(bytes.elementType == .uint8, "unitRange", "the pixels are not bytes")
    let out = Variable(try backend.empty(bytes.shape, activation))
    try kernels.unitRange(out.value, bytes: bytes)
    return out
  }
}

import Tensors

extension Tape {
  /// x + branch: the residual stream, always float32. With `linear`, `gelu` and `layerNorm` the plain twin of what
  /// `linearResidual` and `normalizedLinear` do in one pass; the tests compare them.
  public func residual(_ x: Variable, adding branch: Variable) throws -> Variable {
    try require(
      x.value.shape == branch.value.shape && x.value.elementType == .float32, "residual",
      "a branch of shape \(branch.value.shape) does not fit a float32 stream of shape \(x.value.shape)")
    let sum = Variable(
      try backend.empty(x.value.shape, .float32), needsGradient: x.needsGradient || branch.needsGradient)
    try kernels.add(sum.value, x.value, branch.value)
    let branchType = branch.value.elementType
    record(sum) { [backend, x = x.slot, branch = branch.slot] dsum in
      try x.receive(dsum, backend)
      if branch.needsGradient {
        try branch.receive(try dsum.converted(to: branchType, backend), backend)
      }
    }
    return sum
  }
}

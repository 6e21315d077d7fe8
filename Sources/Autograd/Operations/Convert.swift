import Tensors

extension Tape {
  /// The same values in another element type.
  public func convert(_ x: Variable, to elementType: ElementType) throws -> Variable {
    if x.value.elementType == elementType { return x }
    let out = Variable(try x.value.converted(to: elementType, backend), needsGradient: x.needsGradient)
    let before = x.value.elementType
    record(out) { [backend, x = x.slot] dout in
      try x.receive(try dout.converted(to: before, backend), backend)
    }
    return out
  }
}

import Tensors

/// The gradients that a dense layer's own parameters collect. Frozen ones collect none.
struct LayerGradient {
  let weight: GradientSlot
  let bias: GradientSlot?

  init(weight: Variable, bias: Variable?) {
    self.weight = weight.slot
    self.bias = bias?.slot
  }

  /// Whether the layer's input must be known in the backward pass.
  var needsInput: Bool { weight.needsGradient }
  /// Whether the gradient of the layer's output must be known in the element type of the product.
  var needsOutputGradient: Bool { weight.needsGradient || bias?.needsGradient == true }

  /// Adds the part of one pass.
  ///
  /// - Parameters:
  ///   - x: `[rows, inputs]`, as it was multiplied; nothing reads it unless `needsInput`.
  ///   - dy: `[rows, outputs]`, of the element type of x.
  func add(x: Tensor?, _ dy: Tensor, _ backend: any Backend) throws {
    if let dweight = weight.gradient, let x {
      return try backend.kernels.linearWeightGradient(dweight, dbias: bias?.gradient, x: x, dy)
    }
    guard let dbias = bias?.gradient else { return }
    // The bias of a frozen weight gets the sums that it would get beside one that is trained: those of the same kernel, over a
    // weight of a single input.
    let input = try backend.zeros([dy.shape.rows, 1], dy.elementType)
    let dweight = try backend.zeros([1, dy.shape.width], .float32)
    try backend.kernels.linearWeightGradient(dweight, dbias: dbias, x: input, dy)
  }
}

/// A product of every row of a matrix by one weight, with what is done to the rows before and to the results after.
///
/// A device does all three block by block while the rows are in its cache, so that nothing but `out`, and what is asked to
/// be kept, goes through memory.
public struct RowProduct: Sendable {
  /// What is done to the rows of x before they are multiplied.
  public enum Before: Sendable {
    case nothing
    /// x float32 is rounded to `operand`.
    case conversion
    /// x float32 is normalized; writes what the backward pass needs to the operands.
    case layerNorm(LayerNormOperands, epsilon: Float)
    case gelu(GELUForm)
  }

  /// What is done to the rows of the product.
  public enum After: Sendable {
    case nothing
    /// out float32 = stream float32 [rows, columns] + product.
    case sum(stream: Tensor)
    /// out = product · gelu'(x); `active` gets gelu(x).
    case geluGradient(GELUForm, x: Tensor, active: Tensor?)
    /// out float32 = stream + the gradient of a layer norm's input, the product being that of its output. `scale` and
    /// `bias` gradients accumulate; `normed` gets the norm's output again.
    case layerNormGradient(LayerNormOperands, dscale: Tensor, dbias: Tensor, stream: Tensor?, normed: Tensor?)
  }

  /// float32 [inputs, outputs].
  public var weight: Tensor
  /// Multiplies by weightᵀ: from outputs to inputs.
  public var isTransposed = false
  /// float32, one value a column of the result.
  public var bias: Tensor?
  /// Element type of both factors.
  public var operand: ElementType
  public var before = Before.nothing
  /// Gets the rows as they are multiplied, [rows, width] `operand`; `nil` where nobody wants them.
  public var kept: Tensor?
  public var after = After.nothing
  /// Whether a device cuts rows at the same places for any number of threads. oneDNN may multiply another number of rows by another
  /// loop (with AVX2 it does), so that sums otherwise differ in their last bits.
  public var isCutAlike = false

  public init(weight: Tensor, bias: Tensor? = nil, operand: ElementType) {
    self.weight = weight
    self.bias = bias
    self.operand = operand
  }

  /// Width of the rows that are multiplied.
  var inputs: Int { isTransposed ? weight.shape.width : weight.shape.rows }
  /// Width of the results.
  var outputs: Int { isTransposed ? weight.shape.rows : weight.shape.width }
}

/// A layer norm's parameters, and what it keeps for the backward pass.
public struct LayerNormOperands: Sendable {
  /// [rows, width] activation: the rows before scale and bias. `nil` where there is no backward pass.
  public var normal: Tensor?
  /// float32 [rows]: one over the deviation.
  public var reciprocal: Tensor
  /// float32 [width].
  public var scale: Tensor
  /// float32 [width].
  public var bias: Tensor

  public init(normal: Tensor?, reciprocal: Tensor, scale: Tensor, bias: Tensor) {
    self.normal = normal
    self.reciprocal = reciprocal
    self.scale = scale
    self.bias = bias
  }
}

/// Forms of the Gaussian error linear unit (Hendrycks & Gimpel 2016).
public enum GELUForm: String, Sendable, Hashable, CaseIterable {
  /// The approximation of big_vision and of CLIPPO.
  case tanh
  /// The exact one of BERT and of open_clip.
  case erf
  /// x times the sigmoid of 1.702 x: OpenAI's CLIP ("QuickGELU").
  case sigmoid
}

extension KernelTable {
  /// out [rows, outputs] activation or float32 = x [rows, inputs] · weight [inputs, outputs] + bias [outputs].
  public func linear(_ out: Tensor, _ x: Tensor, weight: Tensor, bias: Tensor?) throws {
    try product(out, x, RowProduct(weight: weight, bias: bias, operand: x.elementType))
  }

  /// dx [rows, inputs] = dy [rows, outputs] · weightᵀ.
  public func linearInputGradient(_ dx: Tensor, _ dy: Tensor, weight: Tensor) throws {
    var product = RowProduct(weight: weight, operand: dy.elementType)
    product.isTransposed = true
    try self.product(dx, dy, product)
  }
}

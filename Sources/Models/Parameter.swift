import Autograd
import Tensors

/// A named array that training changes.
public struct Parameter {
  /// Stable, slash-separated: `encoder/block0/attention/qkv/kernel`. Checkpoints use it.
  public let name: String
  /// Value and gradient, float32, in one contiguous buffer each.
  public let variable: Variable
  /// True for matrices (kernels), which weight decay pulls towards zero; false for biases, norms, positions, probes and
  /// the temperature, as in big_vision's `.*/kernel$` rule.
  public let decays: Bool

  public var value: Tensor { variable.value }
  public var shape: Shape { variable.value.shape }
}

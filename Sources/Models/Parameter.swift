import Autograd
import Tensors

/// A named array that training changes, unless it is frozen.
public struct Parameter {
  /// Stable, slash-separated: `encoder/block0/attention/qkv/kernel`. Checkpoints use it.
  public let name: String
  /// Value and gradient, float32, in one contiguous buffer each; no gradient where it is frozen.
  public let variable: Variable
  /// True for matrices (kernels), which weight decay pulls towards zero; false for biases, norms, positions, probes and
  /// the temperature, as in big_vision's `.*/kernel$` rule.
  public let decays: Bool
  /// What the learning rate is multiplied by for this parameter.
  public internal(set) var learningRateFactor = 1.0
  /// Its own weight decay, where it decays; nil takes the optimizer's.
  public internal(set) var weightDecay: Double?

  public var value: Tensor { variable.value }
  public var shape: Shape { variable.value.shape }

  /// Whether training leaves the value as it is ("locked" in LiT, Zhai et al. 2022): nothing flows into it, and it has no
  /// buffer for a gradient.
  public var isFrozen: Bool { !variable.needsGradient }
}

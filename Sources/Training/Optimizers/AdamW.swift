import CKernels
import Models
import Runtime
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// AdamW (Loshchilov & Hutter 2019), as PyTorch has it: decay is `learning rate · weightDecay · parameter`, for the
/// parameters that decay.
public final class AdamW: Optimizer {
  public struct Settings: RecipeSection, Hashable {
    /// At the schedule's peak.
    public var learningRate = 0.001
    public var beta1 = 0.9
    public var beta2 = 0.98
    public var epsilon = 1e-8
    /// Decoupled decay of kernels; biases, norms, positions and the temperature do not decay.
    public var weightDecay = 0.05

    public init() {}

    package static var fields: [RecipeField<Settings>] {
      [
        .value("learningRate", \.learningRate, in: 0...10), .value("beta1", \.beta1, in: 0...0.9999),
        .value("beta2", \.beta2, in: 0...0.999999), .value("epsilon", \.epsilon, in: 1e-30...1),
        .value("weightDecay", \.weightDecay, in: 0...10),
      ]
    }
  }

  public let settings: Settings
  public internal(set) var updates = 0
  private let parameters: [OptimizedParameter]
  private let first: [Tensor]
  private let second: [Tensor]
  private let slices: ParameterSlices
  private let pool: ThreadPool

  /// - Parameters:
  ///   - trainable: the parameters to change; none of them is frozen.
  ///   - backend: where the moments live; as large as the parameters twice.
  /// - Throws: where memory runs out or a parameter cannot be trained.
  public init(_ trainable: [Parameter], settings: Settings, backend: any Backend, pool: ThreadPool) throws {
    self.settings = settings
    self.pool = pool
    parameters = try trainable.map { try OptimizedParameter($0) }
    first = try parameters.map { try backend.zeros($0.value.shape, .float32) }
    second = try parameters.map { try backend.zeros($0.value.shape, .float32) }
    slices = ParameterSlices(parameters)
  }

  public func update(scheduleFactor: Double, gradientScale: Float) {
    updates += 1
    let rate = settings.learningRate * scheduleFactor
    let correction1 = Float(1 - pow(settings.beta1, Double(updates)))
    let correction2 = Float(1 - pow(settings.beta2, Double(updates)))
    slices.forEach(on: pool) { _, slice in
      let parameter = parameters[slice.parameter]
      guard let value = parameter.value.firstFloat, let gradient = parameter.gradient.firstFloat,
        let first = first[slice.parameter].firstFloat, let second = second[slice.parameter].firstFloat
      else { return }
      let start = slice.range.lowerBound
      let learningRate = rate * parameter.learningRateFactor
      let decay = parameter.weightDecay ?? settings.weightDecay
      clippo_adamw_f32(
        value + start, first + start, second + start, gradient + start, slice.range.count, gradientScale,
        Float(learningRate), Float(settings.beta1), Float(settings.beta2), Float(settings.epsilon),
        parameter.decays ? Float(learningRate * decay) : 0, correction1, correction2)
    }
  }

  /// What is kept besides the number of updates.
  var moments: [(name: String, tensor: Tensor)] {
    parameters.indices.flatMap { index in
      [("first/\(parameters[index].name)", first[index]), ("second/\(parameters[index].name)", second[index])]
    }
  }

  private var named: OptimizerState { OptimizerState(optimizer: "adamw", tensors: moments) }

  public var state: [ArrayEntry] { named.arrays(updates: updates) }

  public func restore(_ state: [ArrayEntry]) throws { updates = try named.restore(state) }
}

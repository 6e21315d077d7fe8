import CKernels
import Models
import Runtime
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Adafactor as big_vision configures it (`optax.py`, `scale_by_adafactor`; Shazeer & Stern 2018; Zhai et al. 2022).
///
/// The second moment of a parameter with two axes of at least 32 is kept as two means, the others' in full. The
/// momentum is kept in bfloat16 without debiasing, updates are not clipped, and the learning rate is given, not relative.
/// Decay is `schedule · weightDecay · parameter`: the learning rate does not scale it.
public final class Adafactor: Optimizer {
  public struct Settings: RecipeSection, Hashable {
    /// At the schedule's peak.
    public var learningRate = 0.001
    public var momentum = 0.9
    /// The second moments decay by 1 - updates ^ -`decayExponent`, at most by `decayLimit`.
    public var decayExponent = 0.8
    public var decayLimit = 0.999
    public var epsilon = 1e-30
    /// Decay of kernels, scaled by the schedule but not by the learning rate.
    public var weightDecay = 0.0001
    /// No recipe changes it.
    public var smallestFactoredAxis = 32

    public init() {}

    package static var fields: [RecipeField<Settings>] {
      [
        .value("learningRate", \.learningRate, in: 0...10), .value("momentum", \.momentum, in: 0...0.9999),
        .value("decayExponent", \.decayExponent, in: 0.1...2), .value("decayLimit", \.decayLimit, in: 0...0.999999),
        .value("epsilon", \.epsilon, in: 0...1), .value("weightDecay", \.weightDecay, in: 0...10),
      ]
    }
  }

  public let settings: Settings
  public private(set) var updates = 0
  private let arrays: [AdafactorArrays]
  /// Which parameters every thread takes: dealt out, largest first, to whoever has least.
  private let shares: [[Int]]
  /// Room for the factors of one parameter, for every thread.
  private let scratch: [Tensor]
  private let pool: ThreadPool

  /// - Parameters:
  ///   - trainable: the parameters to change; none of them is frozen.
  ///   - backend: where the moments live; half as large as the parameters and a little more.
  /// - Throws: where memory runs out or a parameter cannot be trained.
  public init(_ trainable: [Parameter], settings: Settings, backend: any Backend, pool: ThreadPool) throws {
    self.settings = settings
    self.pool = pool
    arrays = try trainable.map {
      try AdafactorArrays(
        OptimizedParameter($0), smallestFactoredAxis: settings.smallestFactoredAxis, backend: backend)
    }
    shares = Self.shares(of: arrays.map { $0.parameter.value.count }, among: pool.threads)
    let room = arrays.map(\.scratchCount).max() ?? 0
    scratch = try (0..<pool.threads).map { _ in try backend.empty([room], .float32) }
  }

  private static func shares(of sizes: [Int], among threads: Int) -> [[Int]] {
    var shares = [[Int]](repeating: [], count: threads)
    var loads = [Int](repeating: 0, count: threads)
    for index in sizes.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
      let lightest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      shares[lightest].append(index)
      loads[lightest] += sizes[index]
    }
    return shares
  }

  public func update(scheduleFactor: Double, gradientScale: Float) {
    updates += 1
    var step = clippo_adafactor_step()
    step.gradient_scale = gradientScale
    step.second_decay = Float(min(settings.decayLimit, 1 - pow(Double(updates), -settings.decayExponent)))
    // JAX multiplies a bfloat16 array by a constant of the same type, but computes the product in float32.
    step.momentum_decay = Float(settings.momentum).roundedToBFloat16
    step.momentum_decay_exact = Float(settings.momentum)
    step.epsilon = Float(settings.epsilon)
    let common = step
    pool.run { worker, _ in
      guard let room = scratch[worker].firstFloat else { return }
      for index in shares[worker] {
        let parameter = arrays[index].parameter
        var own = common
        own.step_size = Float(settings.learningRate * scheduleFactor * parameter.learningRateFactor)
        let decay = (parameter.weightDecay ?? settings.weightDecay) * scheduleFactor
        arrays[index].update(own, decay: Float(decay), scratch: room)
      }
    }
  }

  private var named: OptimizerState { OptimizerState(optimizer: "adafactor", tensors: arrays.flatMap(\.named)) }

  public var state: [ArrayEntry] { named.arrays(updates: updates) }

  public func restore(_ state: [ArrayEntry]) throws { updates = try named.restore(state) }
}

extension Float {
  /// The nearest number with eight significant bits, ties to even.
  fileprivate var roundedToBFloat16: Float {
    let bits = bitPattern
    return Float(bitPattern: (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF_0000)
  }
}

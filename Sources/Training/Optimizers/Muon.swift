import Models
import Runtime
import Schema
import Tensors

/// Muon (Jordan et al. 2024) for the kernels of blocks, as `torch.optim.Muon` has it since PyTorch 2.9, and AdamW for all else.
///
/// A kernel moves by the momentum of its gradients with all singular values brought near 1 (`NewtonSchulz`), so that directions that
/// gradients seldom show count as much as those they always show. Decay is `learning rate · weightDecay · parameter`. Which parameters
/// these are is decided by `HiddenKernel`.
public final class Muon: Optimizer {
  /// What the learning rate is multiplied by for a matrix, so that one rate suits all shapes.
  public enum LearningRateAdjustment: String, RecipeWord {
    /// √max(1, outputs / inputs): Jordan's.
    case original
    /// 0.2 · √max(inputs, outputs), with which an update is as large as those of AdamW usually are (Liu et al. 2025), so that
    /// AdamW's learning rate and weight decay can be kept.
    case matchRMSAdamW

    func factor(inputs: Int, outputs: Int) -> Double {
      switch self {
      case .original: max(1, Double(outputs) / Double(inputs)).squareRoot()
      case .matchRMSAdamW: 0.2 * Double(max(inputs, outputs)).squareRoot()
      }
    }
  }

  public struct Settings: RecipeSection, Hashable {
    /// At the schedule's peak.
    public var learningRate = 0.001
    public var momentum = 0.95
    /// Whether the gradient counts once more, as if the momentum had been moved already.
    public var nesterov = true
    /// Decoupled decay of the kernels of blocks.
    public var weightDecay = 0.1
    public var learningRateAdjustment = LearningRateAdjustment.matchRMSAdamW
    public var newtonSchulzSteps = 5
    /// Of X, (X·Xᵀ)·X and (X·Xᵀ)²·X.
    public var newtonSchulzCoefficients = [3.4445, -4.775, 2.0315]
    /// The least that a direction is divided by before the first Newton–Schulz step.
    public var epsilon = 1e-7
    /// Of the parameters that are no kernels of blocks.
    public var adamw = AdamW.Settings()

    public init() {}

    package static var fields: [RecipeField<Settings>] {
      [
        .value("learningRate", \.learningRate, in: 0...10), .value("momentum", \.momentum, in: 0...0.9999),
        .value("nesterov", \.nesterov), .value("weightDecay", \.weightDecay, in: 0...10),
        .value("learningRateAdjustment", \.learningRateAdjustment),
        .value("newtonSchulzSteps", \.newtonSchulzSteps, in: 1...99),
        .value("newtonSchulzCoefficients", \.newtonSchulzCoefficients),
        .value("epsilon", \.epsilon, in: 1e-30...1), .section("adamw", \.adamw),
      ]
    }

    package func validate(at path: RecipePath) throws(RecipeError) {
      let place = path.field("newtonSchulzCoefficients")
      guard newtonSchulzCoefficients.count == 3 else {
        throw place.error(
          "should be three numbers, of X, (X·Xᵀ)·X and (X·Xᵀ)²·X, not \(newtonSchulzCoefficients.count)")
      }
      for coefficient in newtonSchulzCoefficients where !(-100...100).contains(coefficient) {
        throw place.error("\(coefficient) is out of range; allowed: -100 to 100")
      }
    }

    var coefficients: NewtonSchulz.Coefficients {
      func coefficient(_ place: Int) -> Float {
        newtonSchulzCoefficients.indices.contains(place) ? Float(newtonSchulzCoefficients[place]) : 0
      }
      return NewtonSchulz.Coefficients(first: coefficient(0), third: coefficient(1), fifth: coefficient(2))
    }
  }

  public let settings: Settings
  private let matrices: [MuonMatrix]
  private let momenta: [(name: String, tensor: Tensor)]
  private let newtonSchulz: NewtonSchulz
  private let rest: AdamW
  private let pool: ThreadPool

  public var updates: Int { rest.updates }

  /// - Parameters:
  ///   - trainable: the parameters to change; none of them is frozen.
  ///   - operand: what Newton–Schulz steps multiply, bfloat16 or float32.
  ///   - backend: what multiplies, on `pool`, and where the state lives: as large as the kernels of blocks and twice the other
  ///     parameters. Two of the largest matrices and squares of their shorter side are kept beside it, as scratch.
  /// - Throws: where memory runs out or a parameter cannot be trained.
  public init(
    _ trainable: [Parameter], settings: Settings, operand: ElementType, backend: any Backend, pool: ThreadPool
  ) throws {
    self.settings = settings
    self.pool = pool
    var hidden: [(kernel: HiddenKernel, parameter: OptimizedParameter, momentum: Tensor)] = []
    var others: [Parameter] = []
    for parameter in trainable {
      if let kernel = HiddenKernel(name: parameter.name, shape: parameter.shape) {
        hidden.append((kernel, try OptimizedParameter(parameter), try backend.zeros(parameter.shape, .float32)))
      } else {
        others.append(parameter)
      }
    }
    let newtonSchulz = try NewtonSchulz(
      hidden.map { [$0.kernel.rows, $0.kernel.columns] }, coefficients: settings.coefficients,
      steps: settings.newtonSchulzSteps, epsilon: settings.epsilon, operand: operand, backend: backend, pool: pool)
    matrices = try hidden.flatMap { kernel, parameter, momentum in
      let room = try newtonSchulz.room([kernel.rows, kernel.columns])
      return (0..<kernel.parts).map { part in
        MuonMatrix(
          parameter: parameter, momentum: momentum,
          columns: part * kernel.columns..<(part + 1) * kernel.columns, room: room)
      }
    }
    momenta = hidden.map { ("momentum/\($0.parameter.name)", $0.momentum) }
    rest = try AdamW(others, settings: settings.adamw, backend: backend, pool: pool)
    self.newtonSchulz = newtonSchulz
  }

  /// What updates a parameter, in a word for people: "Muon", "Muon in 3 parts" or "AdamW".
  static func word(for name: String, shape: Shape) -> String {
    guard let kernel = HiddenKernel(name: name, shape: shape) else { return "AdamW" }
    return kernel.parts == 1 ? "Muon" : "Muon in \(kernel.parts) parts"
  }

  /// Throws where a product cannot be made; the parameters are then undefined.
  public func update(scheduleFactor: Double, gradientScale: Float) throws {
    for matrix in matrices {
      matrix.writeDirection(
        kept: Float(settings.momentum), nesterov: settings.nesterov, gradientScale: gradientScale, pool: pool)
      let direction = try newtonSchulz.orthogonalize(matrix.room)
      let parameter = matrix.parameter
      let rate = settings.learningRate * scheduleFactor * parameter.learningRateFactor
      let adjustment = settings.learningRateAdjustment.factor(
        inputs: direction.shape.rows, outputs: direction.shape.width)
      let decay = parameter.decays ? rate * (parameter.weightDecay ?? settings.weightDecay) : 0
      matrix.step(along: direction, rate: Float(rate * adjustment), decay: Float(decay), pool: pool)
    }
    rest.update(scheduleFactor: scheduleFactor, gradientScale: gradientScale)
  }

  private var named: OptimizerState { OptimizerState(optimizer: "muon", tensors: momenta + rest.moments) }

  public var state: [ArrayEntry] { named.arrays(updates: updates) }

  public func restore(_ state: [ArrayEntry]) throws { rest.updates = try named.restore(state) }
}

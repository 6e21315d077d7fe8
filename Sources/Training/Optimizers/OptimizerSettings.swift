import Models
import Runtime
import Schema
import Tensors

/// How gradients become steps.
public enum OptimizerSettings: RecipeChoice {
  case adamw(AdamW.Settings)
  case adafactor(Adafactor.Settings)

  package static var kinds: [RecipeKind<OptimizerSettings>] {
    [
      .kind("adamw", OptimizerSettings.adamw) { if case .adamw(let settings) = $0 { settings } else { nil } },
      .kind("adafactor", OptimizerSettings.adafactor) {
        if case .adafactor(let settings) = $0 { settings } else { nil }
      },
    ]
  }

  /// The peak rate.
  public var learningRate: Double {
    switch self {
    case .adamw(let settings): settings.learningRate
    case .adafactor(let settings): settings.learningRate
    }
  }

  /// An optimizer of parameters of which none is frozen, its moments at zero. Throws where memory runs out.
  public func optimizer(
    of trainable: [Parameter], on backend: any Backend, pool: ThreadPool
  ) throws -> any Optimizer {
    switch self {
    case .adamw(let settings): try AdamW(trainable, settings: settings, backend: backend, pool: pool)
    case .adafactor(let settings): try Adafactor(trainable, settings: settings, backend: backend, pool: pool)
    }
  }
}

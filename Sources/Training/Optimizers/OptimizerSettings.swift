import Models
import Runtime
import Schema
import Tensors

/// How gradients become steps.
public enum OptimizerSettings: RecipeChoice {
  case adamw(AdamW.Settings)
  case adafactor(Adafactor.Settings)
  case muon(Muon.Settings)

  package static var kinds: [RecipeKind<OptimizerSettings>] {
    [
      .kind("adamw", OptimizerSettings.adamw) { if case .adamw(let settings) = $0 { settings } else { nil } },
      .kind("adafactor", OptimizerSettings.adafactor) {
        if case .adafactor(let settings) = $0 { settings } else { nil }
      },
      .kind("muon", OptimizerSettings.muon) { if case .muon(let settings) = $0 { settings } else { nil } },
    ]
  }

  /// The peak rate.
  public var learningRate: Double {
    switch self {
    case .adamw(let settings): settings.learningRate
    case .adafactor(let settings): settings.learningRate
    case .muon(let settings): settings.learningRate
    }
  }

  /// What updates a parameter, in a word for people; nil where all are updated alike.
  public func word(for name: String, shape: Shape) -> String? {
    switch self {
    case .adamw, .adafactor: nil
    case .muon: Muon.word(for: name, shape: shape)
    }
  }

  /// An optimizer of parameters of which none is frozen, its moments at zero. Throws where memory runs out.
  ///
  /// - Parameters:
  ///   - activation: element type of activations, which products of the optimizer's own are made of as well.
  ///   - backend: computes on `pool`.
  public func optimizer(
    of trainable: [Parameter], activation: ElementType, on backend: any Backend, pool: ThreadPool
  ) throws -> any Optimizer {
    switch self {
    case .adamw(let settings): try AdamW(trainable, settings: settings, backend: backend, pool: pool)
    case .adafactor(let settings): try Adafactor(trainable, settings: settings, backend: backend, pool: pool)
    case .muon(let settings):
      try Muon(trainable, settings: settings, operand: activation, backend: backend, pool: pool)
    }
  }
}

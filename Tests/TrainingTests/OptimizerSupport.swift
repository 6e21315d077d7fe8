import TestSupport

@testable import Models
@testable import Runtime
@testable import Tensors
@testable import Training

/// A backend with its own pool.
func makeBackend(threads: Int = 2) throws -> CPUBackend { try CPUBackend(pool: ThreadPool(threads: threads)) }

/// The parameters that `Fixtures/record_optimizers.py` has, in its order.
enum RecordedRun {
  static let shapes: [(name: String, shape: Shape)] = [
    ("wide/kernel", [32, 40]), ("tall/kernel", [40, 32]), ("square/kernel", [33, 33]), ("narrow/kernel", [31, 40]),
    ("deep/kernel", [34, 3, 36]), ("deeper/kernel", [2, 36, 33, 2]), ("bias", [40]), ("temperature", [1]),
  ]
  static let scheduleFactors = [0.25, 0.5, 1, 0.75, 0.5]
  static let gradientSizes: [Float] = [0.001, 0.1, 0.01, 1, 0.003]
  static let limit = 1.0

  static func fill(_ tensor: Tensor, stream: UInt64, size: Float) throws {
    var generator = SeededGenerator(state: stream)
    try tensor.withFloats { for index in $0.indices { $0[index] = size * (generator.uniform() * 2 - 1) } }
  }

  static func store(on backend: any Backend) throws -> ParameterStore {
    let store = ParameterStore(backend: backend, seed: 0)
    for (index, (name, shape)) in shapes.enumerated() {
      let variable = try store.add(name, shape: shape, decays: name.hasSuffix("kernel"), .constant(0))
      try fill(variable.value, stream: UInt64(index + 1), size: 1)
    }
    return store
  }

  /// Makes the recorded updates `steps` of the run.
  static func run(_ optimizer: any Optimizer, _ store: ParameterStore, _ norm: GradientNorm, steps: Range<Int>) throws {
    for step in steps {
      for (index, parameter) in store.parameters.enumerated() {
        guard let gradient = parameter.variable.gradient else { continue }
        try fill(gradient, stream: UInt64(1000 * (step + 1) + index), size: gradientSizes[step])
      }
      try optimizer.update(
        scheduleFactor: scheduleFactors[step],
        gradientScale: GradientNorm.scale(norm: norm.measure(), limit: limit))
    }
  }

  static func recorded(_ name: String) throws -> [Float] {
    try SafetensorsFile(path: Fixture.path("optimizers.safetensors")).array(name).floats()
  }
}

/// Which optimizer a test is about.
enum OptimizerKind: String, CaseIterable {
  case adamw, adafactor

  func make(_ store: ParameterStore, _ backend: CPUBackend) throws -> any Optimizer {
    switch self {
    case .adamw:
      var settings = AdamW.Settings()
      settings.learningRate = 0.1
      settings.weightDecay = 1e-2
      settings.beta2 = 0.95
      return try AdamW(store.trainable, settings: settings, backend: backend, pool: backend.pool)
    case .adafactor:
      var settings = Adafactor.Settings()
      settings.learningRate = 0.1
      settings.weightDecay = 1e-2
      return try Adafactor(store.trainable, settings: settings, backend: backend, pool: backend.pool)
    }
  }
}

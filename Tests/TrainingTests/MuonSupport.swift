import TestSupport

@testable import Models
@testable import Tensors
@testable import Training

/// The run of `Fixtures/record_muon.py`: its parameters in its order, and its settings.
enum RecordedMuon {
  static let shapes: [(name: String, shape: Shape)] = [
    ("tower/block0/attention/qkv/kernel", [32, 96]), ("tower/block0/attention/out/kernel", [33, 33]),
    ("tower/block0/mlp/up/kernel", [24, 70]), ("tower/block0/mlp/down/kernel", [70, 24]),
    ("tower/block0/mlp/up/bias", [70]), ("tower/embedding/kernel", [20, 24]), ("tower/positions", [9, 24]),
    ("tower/head/kernel", [24, 16]), ("logScale", [1]),
  ]

  static var settings: Muon.Settings {
    var settings = Muon.Settings()
    settings.learningRate = 0.05
    settings.momentum = 0.9
    settings.adamw.learningRate = 0.02
    settings.adamw.beta2 = 0.95
    settings.adamw.weightDecay = 0.01
    return settings
  }

  static func store(on backend: any Backend) throws -> ParameterStore {
    let store = ParameterStore(backend: backend, seed: 0)
    for (index, (name, shape)) in shapes.enumerated() {
      let variable = try store.add(name, shape: shape, decays: name.hasSuffix("kernel"), .constant(0))
      if variable.value.hasValues { try RecordedRun.fill(variable.value, stream: UInt64(index + 1), size: 1) }
    }
    return store
  }

  static func muon(
    _ store: ParameterStore, _ backend: CPUBackend, _ adjustment: Muon.LearningRateAdjustment = .original,
    operand: ElementType = .float32
  ) throws -> Muon {
    var settings = settings
    settings.learningRateAdjustment = adjustment
    return try Muon(store.trainable, settings: settings, operand: operand, backend: backend, pool: backend.pool)
  }

  static func recorded(_ name: String) throws -> [Float] {
    try SafetensorsFile(path: Fixture.path("muon.safetensors")).array(name).floats()
  }
}

/// Square matrices that undo themselves and fill every place: a reflection each.
struct Reflection {
  let vector: [Double]

  init(_ size: Int, seed: Int) {
    vector = (0..<size).map { Double(($0 * 37 + seed * 11) % 17) - 7.5 }
  }

  /// The reflection times a matrix of as many rows.
  func times(_ matrix: [[Double]]) -> [[Double]] {
    let square = vector.reduce(0) { $0 + $1 * $1 }
    var out = matrix
    for column in matrix[0].indices {
      let dot = vector.indices.reduce(0.0) { $0 + vector[$1] * matrix[$1][column] }
      for row in vector.indices { out[row][column] -= 2 * dot / square * vector[row] }
    }
    return out
  }

  static func transposed(_ matrix: [[Double]]) -> [[Double]] {
    matrix[0].indices.map { column in matrix.map { $0[column] } }
  }
}

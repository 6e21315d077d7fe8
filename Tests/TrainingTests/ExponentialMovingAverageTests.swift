import Models
import Objectives
import Runtime
import Tensors
import Testing

@testable import Training

@Suite("The average of the weights")
struct WeightAverageTests {
  let backend: CPUBackend
  let store: ParameterStore
  let average: ExponentialMovingAverage

  init() throws {
    backend = try CPUBackend(pool: try ThreadPool(threads: 2))
    store = try RecordedRun.store(on: backend)
    average = try ExponentialMovingAverage(of: store, decay: 0.5, backend: backend, pool: backend.pool)
  }

  private func values() throws -> [Double] {
    try store.parameters.flatMap { try $0.value.floatArray().map(Double.init) }
  }

  private func change(by step: Float) throws {
    for parameter in store.parameters {
      try parameter.value.withFloats { values in
        for index in values.indices { values[index] += step * Float(index + 1) }
      }
    }
  }

  @Test("follows the weights, closely at first, as the same sums in double precision do")
  func follows() throws {
    var expected = try values()
    for update in 0..<40 {
      try change(by: 0.25 * Float(update % 3 - 1))
      average.update(after: update)
      let share = 1 - min(0.5, Double(1 + update) / Double(10 + update))
      for (index, value) in try values().enumerated() { expected[index] += share * (value - expected[index]) }
    }
    let weights = try values()
    let (mean, inside) = try average.standingIn { (try values(), true) }
    // Forty roundings of float32.
    #expect(inside && zip(mean, expected).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
    #expect(mean != weights)
    #expect(try values() == weights)
    average.replaceWeights()
    #expect(try values() == mean)
  }

  @Test("comes back from a checkpoint with the weights that it averages")
  func restores() throws {
    try change(by: 1)
    average.update(after: 3)
    let (weights, mean) = (try values(), try average.standingIn { try values() })
    let own = ArrayEntry(name: "adamw/updates", wholeNumber: 4)
    let content = CheckpointContent(
      TrainState(loader: .init(seed: 1)), parameters: store, optimizer: NoOptimizer(state: [own]), average: average,
      recipe: .null, rendererContract: .null)
    let other = try RecordedRun.store(on: backend)
    let copy = try ExponentialMovingAverage(of: other, decay: 0.5, backend: backend, pool: backend.pool)
    let rest = try copy.restore(content.parameters, optimizer: content.optimizer)
    #expect(rest.map(\.name) == ["adamw/updates"])
    #expect(try other.parameters.flatMap { try $0.value.floatArray().map(Double.init) } == weights)
    let restored = try copy.standingIn {
      try other.parameters.flatMap { try $0.value.floatArray().map(Double.init) }
    }
    #expect(restored == mean)
    #expect { try copy.restore(content.parameters, optimizer: [own]) } throws: {
      "\($0)".contains("saved without training.emaDecay")
    }
  }

  /// Heads of an objective, begun with one value.
  private func prepared(_ value: Float) throws -> PreparedObjective {
    let heads = ParameterStore(backend: backend, seed: 1, prefix: "objective/")
    _ = try heads.add("tokens/kernel", shape: [3, 5], .constant(value))
    return PreparedObjective(SoftmaxContrastive(), heads: heads, logits: LogitSettings(scale: 10))
  }

  private func value(_ objective: PreparedObjective) throws -> [Float] {
    try objective.heads.parameters.flatMap { try $0.value.floatArray() }
  }

  private func covering(_ store: ParameterStore, _ objective: PreparedObjective) throws -> ExponentialMovingAverage {
    try ExponentialMovingAverage(
      of: store, heads: objective.heads, decay: 0.5, backend: backend, pool: backend.pool)
  }

  private func content(_ average: ExponentialMovingAverage?, _ objective: PreparedObjective) -> CheckpointContent {
    CheckpointContent(
      TrainState(loader: .init(seed: 1)), parameters: store, optimizer: NoOptimizer(state: []), average: average,
      objective: objective, recipe: .null, rendererContract: .null)
  }

  @Test(
    "covers an objective's heads: a checkpoint offers both as they are measured, and goes on with both as they are trained"
  )
  func heads() throws {
    let objective = try prepared(1)
    let average = try covering(store, objective)
    for parameter in objective.heads.parameters { try parameter.value.writeFloats { $0.update(repeating: 3) } }
    try change(by: 1)
    // Warm: a half of the way.
    average.update(after: 1000)
    let (trained, mean) = ([Float](repeating: 3, count: 15), [Float](repeating: 2, count: 15))
    #expect(try value(objective) == trained && average.standingIn { try value(objective) } == mean)

    let saved = content(average, objective)
    let measured = try prepared(0)
    try measured.restore(saved.objective)
    #expect(try value(measured) == mean)
    #expect(saved.parameters.count == store.parameters.count)

    let (other, copy) = (try RecordedRun.store(on: backend), try prepared(0))
    let resumed = try covering(other, copy)
    try copy.restore(saved.objective)
    #expect(try resumed.restore(saved.parameters, optimizer: saved.optimizer).isEmpty)
    #expect(try value(copy) == trained && resumed.standingIn { try value(copy) } == mean)
    resumed.replaceWeights()
    #expect(try value(copy) == mean)
  }

  @Test("begins with the heads of a checkpoint that has no average of them")
  func headsOfBefore() throws {
    let objective = try prepared(3)
    let saved = content(average, objective)
    let (other, copy) = (try RecordedRun.store(on: backend), try prepared(0))
    let resumed = try covering(other, copy)
    try copy.restore(saved.objective)
    #expect(try resumed.restore(saved.parameters, optimizer: saved.optimizer).isEmpty)
    let trained = [Float](repeating: 3, count: 15)
    #expect(try value(copy) == trained && resumed.standingIn { try value(copy) } == trained)
  }

  @Test("of a frozen parameter is its value, in its place among the others")
  func frozen() throws {
    let names = ["tall/kernel", "bias"]
    let begun = backend.usedBytes
    let whole = try ExponentialMovingAverage(of: store, decay: 0.5, backend: backend, pool: backend.pool)
    let taken = withExtendedLifetime(whole) { backend.usedBytes - begun }
    store.freeze { names.contains($0.name) }
    let before = backend.usedBytes
    let average = try ExponentialMovingAverage(of: store, decay: 0.5, backend: backend, pool: backend.pool)
    #expect(taken - (backend.usedBytes - before) >= 4 * 32 * 40)
    try change(by: 1)
    average.update(after: 3)
    #expect(average.arrays.map(\.name) == store.parameters.map(\.name))
    #expect(average.weights.count == store.parameters.count - 2)
    for (entry, parameter) in zip(average.arrays, store.parameters) {
      #expect(try (entry.floats() == parameter.value.floatArray()) == parameter.isFrozen, "\(entry.name)")
    }
    let (weights, mean) = (try values(), try average.standingIn { try values() })
    #expect(try values() == weights && mean != weights)

    let content = CheckpointContent(
      TrainState(loader: .init(seed: 1)), parameters: store, optimizer: NoOptimizer(state: []), average: average,
      recipe: .null, rendererContract: .null)
    func restored(freezing: Bool) throws -> (weights: [Double], mean: [Double]) {
      let other = try RecordedRun.store(on: backend)
      if freezing { other.freeze { names.contains($0.name) } }
      let copy = try ExponentialMovingAverage(of: other, decay: 0.5, backend: backend, pool: backend.pool)
      #expect(try copy.restore(content.parameters, optimizer: content.optimizer).isEmpty)
      func all() throws -> [Double] { try other.parameters.flatMap { try $0.value.floatArray().map(Double.init) } }
      return (try all(), try copy.standingIn(all))
    }
    let copy = try restored(freezing: true)
    #expect(copy.weights == weights && copy.mean == mean)
    #expect { try restored(freezing: false) } throws: { "\($0)".contains("or while the parameter was frozen") }
    #expect {
      let copy = try ExponentialMovingAverage(of: store, decay: 0.5, backend: backend, pool: backend.pool)
      _ = try copy.restore(content.parameters.filter { $0.name != "bias" }, optimizer: content.optimizer)
    } throws: {
      "\($0)".contains("no parameter 'bias'")
    }
  }
}

private final class NoOptimizer: Optimizer {
  let state: [ArrayEntry]
  var updates: Int { 0 }

  init(state: [ArrayEntry]) {
    self.state = state
  }

  func update(scheduleFactor: Double, gradientScale: Float) {}
  func restore(_ state: [ArrayEntry]) throws {}
}

import Testing

@testable import Models
@testable import Tensors
@testable import Training

@Suite struct OptimizerTests {
  @Test("updates are those of optax", arguments: OptimizerKind.allCases)
  func optax(kind: OptimizerKind) throws {
    let backend = try makeBackend()
    let store = try RecordedRun.store(on: backend)
    try RecordedRun.run(
      kind.make(store, backend), store, GradientNorm(of: store.trainable, pool: backend.pool), steps: 0..<5)
    for parameter in store.parameters {
      let expected = try RecordedRun.recorded("\(kind.rawValue)/\(parameter.name)")
      let found = try parameter.value.floatArray()
      let errors = zip(found, expected).map { Double(abs($0 - $1)) }
      // Parameters are of size 1 and move by up to 0.3: rounding in float32. Where that makes one momentum round to the
      // other bfloat16, that element alone moves by 1/512 of a momentum of 1, times the learning rate.
      #expect(errors.reduce(0, +) / Double(errors.count) < 2e-7, "\(parameter.name)")
      #expect(errors.max() ?? 1 < 2.5e-4, "\(parameter.name)")
    }
  }

  @Test("the number of threads changes no bit", arguments: OptimizerKind.allCases)
  func threads(kind: OptimizerKind) throws {
    var results: [[[Float]]] = []
    for threads in 1...3 {
      let backend = try makeBackend(threads: threads)
      let store = try RecordedRun.store(on: backend)
      try RecordedRun.run(
        kind.make(store, backend), store, GradientNorm(of: store.trainable, pool: backend.pool), steps: 0..<5)
      results.append(try store.parameters.map { try $0.value.floatArray() })
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  @Test("saving and restoring the state changes no bit", arguments: OptimizerKind.allCases)
  func restores(kind: OptimizerKind) throws {
    let backend = try makeBackend()
    let store = try RecordedRun.store(on: backend)
    let norm = try GradientNorm(of: store.trainable, pool: backend.pool)
    let optimizer = try kind.make(store, backend)
    try RecordedRun.run(optimizer, store, norm, steps: 0..<3)
    // A second pair continues from copies.
    let other = try RecordedRun.store(on: backend)
    for (one, two) in zip(store.parameters, other.parameters) {
      try ArrayEntry(name: one.name, tensor: one.value).copy(into: two.value)
    }
    let continued = try kind.make(other, backend)
    try continued.restore(optimizer.state)
    #expect(continued.updates == 3)
    try RecordedRun.run(optimizer, store, norm, steps: 3..<5)
    try RecordedRun.run(continued, other, GradientNorm(of: other.trainable, pool: backend.pool), steps: 3..<5)
    for (one, two) in zip(store.parameters, other.parameters) {
      #expect(try one.value.floatArray() == two.value.floatArray(), "\(one.name)")
    }
  }

  @Test(
    "frozen parameters stay as they are, have no state, and the others do not notice", arguments: OptimizerKind.allCases
  )
  func frozen(kind: OptimizerKind) throws {
    let backend = try makeBackend()
    let names = ["tall/kernel", "bias"]
    let whole = try RecordedRun.store(on: backend)
    // Clipped by the norm of those alone that are trained beside it.
    let rest = try GradientNorm(of: whole.parameters.filter { !names.contains($0.name) }, pool: backend.pool)
    try RecordedRun.run(kind.make(whole, backend), whole, rest, steps: 0..<5)
    let store = try RecordedRun.store(on: backend)
    store.freeze { names.contains($0.name) }
    let optimizer = try kind.make(store, backend)
    try RecordedRun.run(
      optimizer, store, GradientNorm(of: store.trainable, pool: backend.pool), steps: 0..<5)
    let begun = try RecordedRun.store(on: backend)
    for (index, parameter) in store.parameters.enumerated() {
      let expected = names.contains(parameter.name) ? begun.parameters[index] : whole.parameters[index]
      #expect(try parameter.value.floatArray() == expected.value.floatArray(), "\(parameter.name)")
    }
    #expect(optimizer.state.count > 1)
    #expect(!optimizer.state.contains { entry in names.contains { entry.name.hasSuffix("/" + $0) } })
    #expect(throws: TrainingError.self) { try OptimizedParameter(#require(store["bias"])) }
    let settings: OptimizerSettings = kind == .adamw ? .adamw(AdamW.Settings()) : .adafactor(Adafactor.Settings())
    #expect(
      try settings.optimizer(
        of: store.trainable, activation: .float32, on: backend, pool: backend.pool
      ).state.map(\.name)
        == optimizer.state.map(\.name))
  }

  @Test("a state of another optimizer or model is refused by name")
  func refuses() throws {
    let backend = try makeBackend()
    let store = try RecordedRun.store(on: backend)
    let adamw = try OptimizerKind.adamw.make(store, backend)
    let adafactor = try OptimizerKind.adafactor.make(store, backend)
    func complaint(_ state: [ArrayEntry]) -> String {
      do { try adamw.restore(state) } catch { return "\(error)" }
      return ""
    }
    #expect(complaint(adafactor.state).contains("not of adamw: it has 'adafactor/updates'"))
    #expect(complaint([]).contains("it is empty"))
    #expect(complaint(adamw.state.filter { $0.name != "adamw/first/bias" }).contains("lacks 'adamw/first/bias'"))
    #expect(
      complaint(adamw.state + [ArrayEntry(name: "adamw/first/new", wholeNumber: 1)]).contains("'adamw/first/new'"))
    let bias = try #require(adamw.state.first { $0.name == "adamw/first/bias" })
    let wrong = try ArrayEntry(name: bias.name, shape: [3], floats: [1, 2, 3])
    #expect(complaint(adamw.state.filter { $0.name != bias.name } + [wrong]).contains("has shape [3]"))
    let halves = try ArrayEntry(
      name: bias.name, shape: [40], element: .float16, bytes: [UInt8](repeating: 0, count: 80))
    #expect(complaint(adamw.state.filter { $0.name != bias.name } + [halves]).contains("holds float16"))
  }

  @Test(
    "the factored axes are the two longest, later ones first among equals",
    arguments: [
      ([768, 3072], [1, 768, 1, 3072, 1], false), ([3072, 768], [1, 3072, 1, 768, 1], true),
      ([64, 64], [1, 64, 1, 64, 1], false), ([768, 12, 64], [1, 768, 12, 64, 1], true),
      ([2, 40, 3, 50, 4], [2, 40, 3, 50, 4], false), ([16, 40, 40], [16, 40, 1, 40, 1], false),
    ] as [([Int], [Int], Bool)])
  func factoring(axes: [Int], expected: [Int], firstIsLarger: Bool) throws {
    let cut = try #require(AdafactorArrays.Factoring(Shape(axes), smallest: 32))
    #expect([cut.outer, cut.first, cut.middle, cut.second, cut.inner] == expected)
    #expect(cut.firstIsLarger == firstIsLarger)
  }

  @Test("short axes are not factored", arguments: [[], [768], [1, 768], [31, 768], [16, 16, 3, 24]] as [[Int]])
  func unfactored(axes: [Int]) { #expect(AdafactorArrays.Factoring(Shape(axes), smallest: 32) == nil) }

  @Test("clipping keeps the norm at most at the limit")
  func clipping() throws {
    let backend = try makeBackend()
    let store = ParameterStore(backend: backend, seed: 0)
    let gradients = try ["a", "b"].map { try store.add($0, shape: [20_000], .constant(0)).gradient }
    for case let gradient? in gradients { try gradient.withFloats { $0.update(repeating: 0.5) } }
    let norm = try GradientNorm(of: store.trainable, pool: backend.pool)
    #expect(norm.measure() == 100)
    #expect(GradientNorm.scale(norm: 100, limit: 1) == 0.01)
    #expect(GradientNorm.scale(norm: 0.5, limit: 1) == 1)
    #expect(GradientNorm.scale(norm: 100, limit: nil) == 1)
    try gradients[1]?.withFloats { $0[19_999] = .nan }
    #expect(norm.measure().isNaN)
    store.freeze { $0.name == "b" }
    #expect(try GradientNorm(of: store.trainable, pool: backend.pool).measure() == 5000.0.squareRoot())
  }
}

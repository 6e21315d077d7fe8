import Corpora
import JSON
import TestSupport
import Testing
import TextRendering

@testable import Models
@testable import Tensors
@testable import Training

@Suite struct TrainStateCheckpointTests {
  private func state() -> TrainState {
    var state = TrainState(
      loader: LoaderState(
        seed: .max - 1, pairs: 77, streams: ["0/zh": .init(records: 20, visits: 77)]))
    state.step = 123
    state.seconds = 4.5
    state.pairs = 1_000
    state.tokens = 99_999
    state.truncation.missing = [0x1F600: 3, 0xE000: 1]
    state.truncation.truncatedCharacters = 5
    state.truncation.truncatedLines = 2
    state.truncation.replacedBytes = 1
    (state.truncation.unknownTokens, state.truncation.truncatedTokens) = (4, 6)
    return state
  }

  @Test("a run continues from its checkpoint where it stood, to the bit")
  func continues() throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend()
    let store = try RecordedRun.store(on: backend)
    let optimizer = try OptimizerKind.adafactor.make(store, backend)
    let norm = try GradientNorm(of: store.trainable, pool: backend.pool)
    try RecordedRun.run(optimizer, store, norm, steps: 0..<3)
    let path = try CheckpointFolder(path: folder.path).save(
      CheckpointContent(
        state(), parameters: store, optimizer: optimizer, recipe: ["a": 1], rendererContract: ["b": 2]))
    try RecordedRun.run(optimizer, store, norm, steps: 3..<5)

    let content = try Checkpoint.read(path)
    #expect(try content.trainState() == state())
    let resumed = try RecordedRun.store(on: backend)
    try resumed.restore(content.parameters)
    let continued = try OptimizerKind.adafactor.make(resumed, backend)
    try continued.restore(content.optimizer)
    try RecordedRun.run(continued, resumed, GradientNorm(of: resumed.trainable, pool: backend.pool), steps: 3..<5)
    for (one, two) in zip(store.parameters, resumed.parameters) {
      #expect(try one.value.floatArray() == two.value.floatArray(), "\(one.name)")
    }
  }

  @Test("parameters of another model are refused by name")
  func parameters() throws {
    let backend = try makeBackend()
    let store = try RecordedRun.store(on: backend)
    func complaint(_ arrays: [ArrayEntry]) -> String {
      do { try store.restore(arrays) } catch { return "\(error)" }
      return ""
    }
    #expect(complaint(store.arrays).isEmpty)
    #expect(complaint(store.arrays.filter { $0.name != "bias" }).contains("no parameter 'bias'"))
    #expect(complaint(store.arrays + [ArrayEntry(name: "new", wholeNumber: 1)]).contains("parameter 'new' is not in"))
    let wrong = try ArrayEntry(name: "bias", shape: [2], floats: [1, 2])
    #expect(complaint(store.arrays.filter { $0.name != "bias" } + [wrong]).contains("'bias' has shape [2]"))
  }

  @Test("a state that no run can continue from is refused by its part")
  func refused() throws {
    let whole = CheckpointContent(step: 1, elapsedSeconds: 1, parameters: [], optimizer: [])
    #expect { try whole.trainState() } throws: { "\($0)".contains("'loader'") }
    var withLoader = whole
    withLoader.loader = LoaderState(seed: 255).json
    #expect { try withLoader.trainState() } throws: { "\($0)".contains("'counts'") }
    for broken: JSONValue in [
      ["seed": "1", "pairs": -1, "streams": [:]], ["seed": "x", "pairs": 1, "streams": [:]],
      ["seed": "1", "pairs": 1, "streams": ["0/zh": ["records": 0, "visits": 1]]],
      ["epoch": 1, "position": 2, "seed": "ff"],
    ] {
      withLoader.loader = broken
      #expect { try withLoader.trainState() } throws: { "\($0)".contains("'loader'") }
    }
  }
}

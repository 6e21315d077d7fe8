@testable import Application
import Models
import Runtime
import Tensors
import TestSupport
import Testing
import Training

@testable import Evaluation

@Suite("The best weights of a run")
struct BestWeightsTests {
  private let folder: TemporaryFolder
  private let run: RunFolder
  private let tower: VisionTransformer
  private let store: ParameterStore

  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(path: folder.path)
    store = ParameterStore(backend: try CPUBackend(pool: ThreadPool(threads: 1)), seed: 1)
    tower = try VisionTransformer(
      store, name: "image",
      configuration: TowerConfiguration(
        width: 8, depth: 1, heads: 1, mlp: 8, patch: 4, embedding: 8, gridRows: 2, gridColumns: 2))
  }

  private var first: Parameter { store.parameters[0] }

  /// A run of so many steps whose weights are all like this.
  private func content(step: Int, value: Float) throws -> CheckpointContent {
    try first.value.withFloats { floats in floats.indices.forEach { floats[$0] = value } }
    var content = CheckpointContent(weights: store, seed: 0, recipe: .null, rendererContract: .null)
    content.step = step
    return content
  }

  /// Queries find the right image first, or never.
  private func recall(_ found: Int, of queries: Int = 4) -> RecallTable {
    let ranks = RetrievalRanks(
      bars: (0..<queries).map { _ in RankBar(rightScores: [0.5]) },
      above: (0..<queries).map { $0 < found ? 0 : 50 }, level: (0..<queries).map { _ in 1 }, gallery: 99)
    return RecallTable(rows: [RecallRow(split: "dev", language: "zh", ranks: (ranks, ranks))])
  }

  @Test("the highest mean recall stays, the earlier of two alike; a run that goes on knows it, a new one forgets it")
  func best() throws {
    let weights = try BestWeights(run, isNew: true)
    for (step, found) in [(5, 1), (10, 3), (15, 3), (20, 2)] {
      try weights.offer(recall(found), content(step: step, value: Float(step)))
    }
    #expect(try weights.restore(into: store) == 10)
    #expect(try first.value.floatArray().allSatisfy { $0 == 10 })
    #expect(try run.best.checkpoints() == ["checkpoint-0000010"])

    let resumed = try BestWeights(run, isNew: false)
    try resumed.offer(recall(2), content(step: 25, value: 25))
    #expect(try resumed.restore(into: store) == 10)
    try resumed.offer(recall(4), content(step: 30, value: 30))
    #expect(try resumed.restore(into: store) == 30)

    let new = try BestWeights(run, isNew: true)
    #expect(try new.restore(into: store) == nil && run.best.latest() == nil)
    try new.offer(RecallTable(rows: []), content(step: 1, value: 1))
    #expect(try run.best.latest() == nil)
  }

  @Test("weights that give every input the same embedding do not pass for the best")
  func collapse() throws {
    let same = try EmbeddingTable(
      ids: (0..<40).map(String.init), width: 2, values: (0..<40).flatMap { _ in [Float(1), 0] })
    let task = try RetrievalTask(texts: same, images: same, imageOfText: Array(0..<40))
    let collapsed = RecallTable(rows: [try RecallRow(split: "dev", language: "zh", task: task)])
    #expect(abs((collapsed.meanRecall ?? 0) - (2.5 + 12.5 + 25) / 3) < 1e-9)
    #expect(try task.recall(.optimistic).textToImage.percent == [100, 100, 100])
    let weights = try BestWeights(run, isNew: true)
    try weights.offer(recall(1), content(step: 5, value: 5))
    try weights.offer(collapsed, content(step: 10, value: 10))
    #expect(try weights.restore(into: store) == 5)
  }

  @Test("the run's model is its best weights where there are any, and training goes on from the latest")
  func model() throws {
    try run.checkpoints.save(content(step: 40, value: 40))
    #expect(try run.modelCheckpoint() == run.latestCheckpoint())
    try BestWeights(run, isNew: true).offer(recall(1), content(step: 20, value: 20))
    #expect(try run.modelCheckpoint().hasSuffix("best/checkpoint-0000020"))
    #expect(try run.latestCheckpoint().hasSuffix("checkpoints/checkpoint-0000040"))
  }
}

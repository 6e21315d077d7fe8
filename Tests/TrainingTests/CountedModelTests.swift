import Autograd
import Corpora
import Models
import Objectives
import Runtime
import Tensors
import Testing

@testable import Training

@Suite("A model on a device that only counts")
struct CountedModelTests {
  typealias TowerKind = CachedForwardTests.TowerKind

  private let squares: SquaresCorpus

  init() throws { squares = try SquaresCorpus() }

  private func batch(_ kind: TowerKind, pool: ThreadPool) throws -> TrainingBatch {
    try BatchLoader(corpus: squares.corpus, options: kind.options, pool: pool, makeReader: { kind.reader }).next()
  }

  private func plan(_ activation: ElementType, _ recomputation: ActivationCheckpointing) -> TrainingPlan {
    var plan = TrainingPlan(
      length: .steps(1), schedule: .cosine(warmUp: 0.1, floor: 0), clip: 1, activation: activation, evaluateEvery: 1e9,
      checkpointEvery: 1e9)
    plan.recomputation = recomputation
    return plan
  }

  private static let objective = ObjectiveSettings(SigmoidContrastive())

  @Test(
    "needs the operations and the memory that the processor needs", arguments: TowerKind.allCases,
    ActivationCheckpointing.allCases)
  func likeTheProcessor(kind: TowerKind, recomputation: ActivationCheckpointing) throws {
    for activation in [ElementType.float32, .bfloat16] {
      let profile = Profile()
      let processor = try CPUBackend(pool: try ThreadPool(threads: 2), profile: profile)
      let real = try batch(kind, pool: processor.pool)
      let tower = try kind.tower(on: processor)
      let counted = try CountedModel(kind.shape, objective: Self.objective, workers: 2)
      let outline = BatchOutline(
        patches: real.patchLengths, pages: real.pageLengths, tokens: real.tokenLengths)
      #expect(counted.device.usedBytes == processor.usedBytes)
      #expect(counted.tower.parameters.parameters.map(\.name) == tower.parameters.parameters.map(\.name))

      let plan = plan(activation, recomputation)
      let onProcessor = CachedForward(tower: tower, objective: SigmoidContrastive(), plan: plan, backend: processor)
      let onDevice = CachedForward(
        tower: counted.tower, objective: SigmoidContrastive(), plan: plan, backend: counted.device)
      #expect(outline.chunks(tokens: 9) == real.chunks(tokens: 9))
      for (chunk, other) in zip(real.chunks(tokens: 9), outline.chunks(tokens: 9)) {
        #expect(try onProcessor.keptBytes(chunk, of: real) == onDevice.keptBytes(other, of: outline))
      }
      profile.reset()
      let before = counted.device.operations
      _ = try onProcessor.accumulate(real)
      _ = try onDevice.accumulate(outline)
      let operations = profile.totals.reduce(0) { $0 + $1.operations }
      #expect(operations > 0 && abs(counted.device.operations - before - operations) < 1e-9 * operations)
      // What the processor's kernels take for themselves is about right.
      let (own, theirs) = (Double(counted.device.peakBytes), Double(processor.peakBytes))
      #expect(own > 0.9 * theirs && own < 1.15 * theirs, "\(own) for \(theirs)")
    }
  }

  @Test("of any size is counted by a few chunks", arguments: TowerKind.allCases)
  func manyChunks(kind: TowerKind) throws {
    func bytes(_ pairs: Int, _ limit: Int, chunks: Int = 8) throws -> Int {
      let outline =
        switch kind {
        case .pages: BatchOutline(patches: [3, 4], times: pairs)
        case .twinPages: BatchOutline(patches: [3], pages: [4], times: pairs)
        case .sharedTokens, .twin: BatchOutline(patches: [3], tokens: [5], times: pairs)
        }
      return try CountedModel(kind.shape, objective: Self.objective)
        .stepBytes(
          outline, activation: .float32, .normsAndActivations, chunkTokens: 40, activationBytes: limit, chunks: chunks)
    }
    // With and without shortage of memory.
    for limit in [0, 1 << 22, .max] {
      let (few, all) = (try bytes(900, limit), try bytes(900, limit, chunks: .max))
      #expect(abs(Double(few) / Double(all) - 1) < 0.05, "\(few) for \(all)")
    }
    #expect(try bytes(1 << 30, .max) > 1000 * bytes(1 << 20, .max))
    #expect(try bytes(900, 0) < bytes(900, 1 << 22) && bytes(900, 1 << 22) < bytes(900, .max))
  }

  @Test("an outline's chunks are those of the batch")
  func outline() {
    let lengths = [3, 1, 4, 1, 5]
    let offsets = (lengths + lengths + lengths).reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1)) }
    let outline = BatchOutline(patches: lengths, tokens: [2], times: 3)
    for tokens in [0, 1, 4, 6, 9, 100] {
      let chunks = outline.chunks(tokens: tokens).filter { $0.kind == .patches }
      #expect(chunks.map(\.sequences) == CachedForward.Chunk.ranges(offsets: offsets, tokens: tokens))
      #expect(chunks.reduce(0) { $0 + outline.tokens($1) } == outline.tokens(.patches) && outline.tokens(.tokens) == 6)
    }
  }
}

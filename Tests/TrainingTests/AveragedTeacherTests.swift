import Autograd
import Corpora
import Models
import Runtime
import Tensors
import TestSupport
import Testing

@testable import Objectives
@testable import Training

@Suite("Teachers that average the student's weights, and what objectives remember beside them")
struct AveragedTeacherTests {
  typealias TowerKind = CachedForwardTests.TowerKind

  let squares: SquaresCorpus
  let backend: CPUBackend

  init() throws {
    squares = try SquaresCorpus()
    backend = try CPUBackend(pool: try ThreadPool(threads: 2))
  }

  private static func queued(_ size: Int) -> ObjectiveSettings {
    var kind = ALBEF()
    (kind.queueSize, kind.teacherDecay, kind.distillationRampSteps) = (size, 0.8, 4)
    return ObjectiveSettings(kind)
  }

  private static func slip() -> ObjectiveSettings {
    var kind = SLIP()
    (kind.hiddenWidth, kind.headWidth, kind.textViews) = (24, 8, 0.5)
    return ObjectiveSettings(kind)
  }

  private static let kinds = [queued(10), ObjectiveSettings(UniVLC()), ObjectiveSettings(OTTER()), slip()]

  private struct Run {
    let trainer: Trainer
    let tower: any Tower
  }

  /// A run's parts, at the beginning or where a checkpoint left them.
  private func run(
    _ settings: ObjectiveSettings, _ kind: TowerKind = .pages, chunkTokens: Int = .max,
    from checkpoint: CheckpointContent? = nil
  ) throws -> Run {
    let tower = try kind.tower(on: backend)
    let objective = try PreparedObjective(settings, for: tower, backend: backend, seed: 3)
    let optimizer = try AdamW(
      tower.parameters.trainable + objective.heads.trainable, settings: AdamW.Settings(), backend: backend,
      pool: backend.pool)
    let average = try settings.requirements.averagedTeacher?.average(
      of: tower.parameters, on: backend, pool: backend.pool)
    if let checkpoint {
      try tower.parameters.restore(checkpoint.parameters)
      try optimizer.restore(checkpoint.optimizer)
      try objective.restore(checkpoint.objective)
      try average?.restore(averaged: checkpoint.teacherWeights)
    }
    let state = try checkpoint?.trainState()
    let loader = try kind.loader(squares, showing: settings.views, pool: backend.pool, from: state?.loader)
    var plan = TrainingPlan.oneStep(chunkTokens: chunkTokens)
    plan.length = .steps(100)
    return Run(
      trainer: try Trainer(
        tower: tower, objective: objective, optimizer: optimizer, plan: plan, loader: loader, backend: backend,
        state: state ?? TrainState(loader: loader.state), teacher: average.map { .average($0) }), tower: tower)
  }

  @Test("are saved with what is remembered and gone on with, to the bit", arguments: kinds)
  func goesOn(settings: ObjectiveSettings) throws {
    let folder = try TemporaryFolder()
    let whole = try run(settings)
    for _ in 0..<3 { _ = try whole.trainer.step() }
    let path = try CheckpointFolder(path: folder.path).save(
      CheckpointContent(
        whole.trainer.state, parameters: whole.tower.parameters, optimizer: whole.trainer.optimizer,
        objective: whole.trainer.objective, averagedTeacher: whole.trainer.teacher?.average, recipe: [:],
        rendererContract: [:]))
    let resumed = try run(settings, from: try Checkpoint.read(path))
    for _ in 0..<3 {
      let (one, other) = (try whole.trainer.step(), try resumed.trainer.step())
      #expect(one.loss == other.loss && one.gradientNorm == other.gradientNorm && one.loss.isFinite)
    }
    func bits(_ run: Run) throws -> [[UInt8]] {
      let arrays =
        run.trainer.objective.arrays + (run.trainer.teacher?.average?.averaged ?? []) + run.tower.parameters.arrays
      return try arrays.map { try $0.withBytes { Array($0) } }
    }
    #expect(try bits(whole) == bits(resumed))
  }

  @Test("follow the weights before every step by their decay, as the same sums in double do")
  func follows() throws {
    let run = try run(Self.queued(0))
    let average = try #require(run.trainer.teacher?.average)
    func values(_ arrays: [ArrayEntry]) throws -> [Double] { try arrays.flatMap { try $0.floats().map { Double($0) } } }
    var expected = try values(run.tower.parameters.arrays)
    #expect(try values(average.averaged) == expected)
    for _ in 0..<5 {
      _ = try run.trainer.step()
      for (index, value) in try values(run.tower.parameters.arrays).enumerated() {
        expected[index] = 0.8 * expected[index] + 0.2 * value
      }
    }
    #expect(zip(try values(average.averaged), expected).allSatisfy { abs($0 - $1) < 1e-5 * max(1, abs($1)) })
  }

  @Test("train the same in chunks and with the whole batch", arguments: kinds, [TowerKind.pages, .twinPages])
  func chunks(settings: ObjectiveSettings, kind: TowerKind) throws {
    let (whole, parts) = (try run(settings, kind), try run(settings, kind, chunkTokens: 7))
    for _ in 0..<3 {
      let (one, other) = (try whole.trainer.step(), try parts.trainer.step())
      #expect(abs(one.loss - other.loss) < 2e-3 * max(1, one.loss), "\(one.loss) and \(other.loss)")
    }
    let first = try run(settings, kind).trainer.step()
    let cut = try run(settings, kind, chunkTokens: 7).trainer.step()
    #expect(abs(first.loss - cut.loss) < 1e-4 && abs(first.gradientNorm - cut.gradientNorm) < 1e-3 * first.gradientNorm)
  }

  @Test("A plan counts the teacher's forward pass and the memory of its weights", arguments: kinds)
  func counted(settings: ObjectiveSettings) throws {
    let kind = TowerKind.pages
    let profile = Profile()
    let processor = try CPUBackend(pool: backend.pool, profile: profile)
    let batch = try kind.loader(squares, showing: settings.views, pool: backend.pool).next()
    let tower = try kind.shape.tower(logitScale: 10, logitBias: nil, backend: processor, seed: 1)
    let objective = try PreparedObjective(settings, for: tower, backend: processor)
    let average = try settings.requirements.averagedTeacher?.average(
      of: tower.parameters, on: processor, pool: processor.pool)
    let counted = try CountedModel(kind.shape, objective: settings)
    #expect(counted.device.usedBytes == processor.usedBytes)
    profile.reset()
    _ = try CachedForward(
      tower: tower, objective: objective.objective, plan: .oneStep(chunkTokens: .max), backend: processor,
      teacher: average.map { .average($0) }
    ).accumulate(batch)
    let operations = profile.totals.reduce(0) { $0 + $1.operations }
    // A queue that is full is planned for.
    let isQueued = ["albef", "univlc"].contains(settings.needs[0].kind)
    let planned = try counted.operations(BatchOutline(batch))
    #expect(
      isQueued ? planned > operations : abs(planned - operations) < 1e-6 * operations, "\(planned), \(operations)")
  }
}

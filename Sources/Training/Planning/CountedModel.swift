import Autograd
import Models
import Objectives
import Runtime
import Tensors

/// A model on a device that only counts: what its training takes is found by training it there, before any memory is taken.
public struct CountedModel {
  public let tower: any Tower
  public let device: CountingBackend
  private let objective: PreparedObjective
  /// Where the objective asks for one that averages the weights.
  private let teacher: Teacher?

  /// Tokens of a chunk where there is no shortage of memory.
  private static let chunkTokens = 1 << 24

  /// - Parameters:
  ///   - groups: of parameters that are trained otherwise than the rest.
  ///   - workers: threads of the processor that is planned for.
  ///
  /// Throws where the shape cannot make a model.
  public init(
    _ shape: ModelShape, objective settings: ObjectiveSettings, groups: [ParameterGroup] = [], workers: Int = 1
  ) throws {
    device = CountingBackend(workers: workers)
    tower = try shape.tower(
      logitScale: settings.initialLogitScale, logitBias: settings.initialLogitBias, backend: device, seed: 0)
    objective = try PreparedObjective(settings, for: tower, backend: device)
    try groups.apply(to: tower.parameters, objective.heads)
    let averaged = try settings.requirements.averagedTeacher?.average(
      of: tower.parameters, on: device, pool: ThreadPool(threads: 1))
    teacher = averaged.map { .average($0) }
  }

  /// Floating-point operations of a step, forwards and backwards, where nothing is computed twice to save memory.
  public func operations(_ batch: BatchOutline) throws -> Double {
    var plan = TrainingPlan.counted(.float32)
    plan.chunkTokens = Self.chunkTokens
    let before = device.operations
    _ = try gradients(plan).accumulate(batch)
    return device.operations - before
  }

  /// Floating-point operations of the products that one update takes; 0 where it takes none.
  ///
  /// - Parameter optimizer: of `trainable`, on `device`.
  public func operations(of optimizer: any Optimizer) throws -> Double {
    let before = device.operations
    try optimizer.update(scheduleFactor: 1, gradientScale: 1)
    return device.operations - before
  }

  /// Bytes that a token keeps until its backward pass is over, whichever kind keeps most.
  ///
  /// - Parameter batch: some sequences of each kind.
  public func keptBytes(_ batch: BatchOutline, activation: ElementType, _ recomputation: ActivationCheckpointing) throws
    -> Int
  {
    let gradients = gradients(.counted(activation, recomputation))
    return try batch.chunks(tokens: Self.chunkTokens).reduce(1) {
      max($0, try gradients.keptBytes($1, of: batch) / max(1, batch.tokens($1)))
    }
  }

  /// Bytes that a step takes beside what is there before it.
  ///
  /// - Parameter chunks: of each kind that the step goes through; what the others keep is added.
  public func stepBytes(
    _ batch: BatchOutline, activation: ElementType, _ recomputation: ActivationCheckpointing, chunkTokens: Int,
    activationBytes: Int, chunks: Int = 8
  ) throws -> Int {
    var plan = TrainingPlan.counted(activation, recomputation)
    (plan.chunkTokens, plan.activationBytes) = (chunkTokens, activationBytes)
    let gradients = gradients(plan)
    let first = FirstChunks(batch: batch, limit: chunks)
    let before = device.reservedBytes
    _ = try gradients.accumulate(first)
    let counted = device.reservedBytes - before + device.scratchBytes

    var (kept, keptByFirst) = (0, 0)
    let all = first.chunks(tokens: chunkTokens)
    for kind in CachedForward.Chunk.Kind.allCases {
      guard let chunk = all.first(where: { $0.kind == kind }) else { continue }
      let token = try gradients.keptBytes(chunk, of: batch) / max(1, batch.tokens(chunk))
      kept += token * batch.tokens(kind)
      keptByFirst += token * all.filter { $0.kind == kind }.reduce(0) { $0 + batch.tokens($1) }
    }
    // As far as there is room.
    return counted + max(0, min(kept, activationBytes) - min(keptByFirst, activationBytes))
  }

  /// The parameters that training changes, those of the objective's heads among them.
  public var trainable: [Parameter] { tower.parameters.trainable + objective.heads.trainable }

  /// The parameters of the objective's heads.
  public var heads: ParameterStore { objective.heads }

  private func gradients(_ plan: TrainingPlan) -> CachedForward {
    CachedForward(tower: tower, objective: objective.objective, plan: plan, backend: device, teacher: teacher)
  }
}

extension TrainingPlan {
  /// One step.
  fileprivate static func counted(
    _ activation: ElementType, _ recomputation: ActivationCheckpointing = .normsAndActivations
  ) -> TrainingPlan {
    var plan = TrainingPlan(
      length: .steps(1), schedule: .constant(warmUp: 0), clip: nil, activation: activation, evaluateEvery: 1,
      checkpointEvery: 1)
    plan.recomputation = recomputation
    return plan
  }
}

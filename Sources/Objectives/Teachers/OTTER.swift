import Autograd
import Corpora
import Models
import Schema
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Optimal transport distillation (OTTER, Wu et al. 2022): besides telling pairs apart, the student learns a soft matching of the
/// batch, which a teacher's similarities within and between images and texts decide by optimal transport.
public struct OTTER: ObjectiveKind, Hashable {
  package static let names = ["otter"]

  /// What the soft targets are.
  public enum Targets: String, RecipeWord {
    /// A transport plan, as in OTTER.
    case transport
    /// The softmax of the teacher's similarities, the paper's baseline of knowledge distillation.
    case similarity
    /// The pair itself, and all others alike, the paper's baseline of label smoothing; it needs no teacher.
    case smoothing
  }

  var scale = LogitScale(initial: OTTER.initialScale, smallest: 1, largest: 100)
  /// Factor on the cosines of the soft part at the beginning; learned, and bounded as the other.
  public var softLogitScale = OTTER.initialScale
  public var targets = Targets.transport
  /// Share of the contrastive part, 0…1; the rest is that of soft targets.
  public var contrast = 0.5
  /// Weight of the entropy in the transport.
  public var epsilon = 0.15
  public var iterations = 5
  /// Weights of the similarities among images and among texts, beside those between the two.
  public var imageSimilarity = 1.0
  public var textSimilarity = 1.0
  /// Factor on the similarities where the targets are their softmax.
  public var similarityScale = 100.0
  /// Share of the targets that is not the pair's own where they are smoothed.
  public var labelSmoothing = 0.1
  /// The part of the teacher that a step keeps, once it is warm.
  public var teacherDecay = 0.999

  /// exp(3.9)
  private static let initialScale = 49.402_449_105_530_17

  /// Lowers the similarity of a pair to itself, once among images and once among texts, so that nothing is matched to itself.
  private static let selfPenalty = 100.0

  public init() {}

  package static var fields: [RecipeField<OTTER>] {
    LogitScale.fields(\.scale) + [
      .value("softLogitScale", \.softLogitScale, in: 0.01...1000), .value("targets", \.targets),
      .value("contrast", \.contrast, in: 0...1), .value("epsilon", \.epsilon, in: 0.001...1e6),
      .value("iterations", \.iterations, in: 0...1000), .value("imageSimilarity", \.imageSimilarity, in: 0...100),
      .value("textSimilarity", \.textSimilarity, in: 0...100),
      .value("similarityScale", \.similarityScale, in: 0.01...10_000),
      .value("labelSmoothing", \.labelSmoothing, in: 0...0.999),
      .value("teacherDecay", \.teacherDecay, in: 0...0.999_999),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    try scale.validate(at: path)
    if softLogitScale < scale.smallest ?? 0 || softLogitScale > scale.largest ?? .infinity {
      throw path.field("softLogitScale").error(
        "\(softLogitScale.json.compactText) is not between minLogitScale and maxLogitScale, which bound both scales")
    }
  }

  package var logits: LogitSettings { scale.settings() }

  /// Whether a teacher is asked.
  private var isTaught: Bool { targets != .smoothing && contrast < 1 }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    if isTaught { requirements.averagedTeacher = AveragedTeacher(decay: teacherDecay, rises: true) }
    return requirements
  }

  package var views: Set<BatchView> { BatchView.pair }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    TransportDistillation(
      settings: self,
      softLogScale: isTaught
        ? try context.heads.add("softLogScale", number: Float(log(softLogitScale))) : nil)
  }

  /// The objective at work.
  private struct TransportDistillation: Objective {
    let settings: OTTER
    /// Nil where there are no soft targets.
    let softLogScale: Variable?

    var requests: [ViewRequest] {
      .pairs
        + (softLogScale == nil ? [] : [ViewRequest(.image, by: .teacher), ViewRequest(.text, by: .teacher)])
    }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      let (images, texts) = (try input.embedding(.image), try input.embedding(.text))
      let cosines = try tape.matrixProduct(images, transposed: texts)
      let sides = [cosines, try tape.transpose(cosines)]
      let scale = try tape.exponential(input.logScale)
      let logits = try sides.map { try tape.scale($0, by: scale) }
      var metrics: [(name: String, value: Double)] = []
      if scale.value.hasValues {
        metrics = [
          ("i2t_accuracy", try logits[0].value.ownColumnAccuracy()),
          ("t2i_accuracy", try logits[1].value.ownColumnAccuracy()),
          ("logit_scale", Double(try scale.value.floatArray()[0])),
        ]
      }
      let contrast = try contrast(logits, input, on: tape)
      guard let softLogScale else { return ObjectiveResult(loss: contrast, metrics: metrics) }
      let soft = try tape.exponential(softLogScale)
      if soft.value.hasValues { metrics.append(("soft_logit_scale", Double(try soft.value.floatArray()[0]))) }
      let divergences = try zip(sides, targets(input, on: tape)).map { cosines, logTargets in
        try divergence(of: tape.scale(cosines, by: soft), from: logTargets, on: tape)
      }
      let share = Float(settings.contrast)
      return ObjectiveResult(
        loss: try tape.add(
          tape.scale(contrast, by: share),
          tape.scale(tape.add(divergences[0], divergences[1]), by: 1 - share)), metrics: metrics)
    }

    /// The sum of both directions, each towards the pair itself or its smoothed likeness.
    private func contrast(_ logits: [Variable], _ input: ObjectiveInput, on tape: Tape) throws -> Variable {
      let pairs = input.pairs
      let losses: [Variable]
      if settings.targets == .smoothing, settings.labelSmoothing > 0, pairs > 1 {
        let targets = try tape.backend.empty([pairs, pairs], .float32)
        try targets.writeFloats { values in
          values.update(repeating: Float(settings.labelSmoothing) / Float(pairs - 1))
          for pair in 0..<pairs { values[pair * pairs + pair] = Float(1 - settings.labelSmoothing) }
        }
        losses = try logits.map { try tape.softmaxCrossEntropy($0, distributions: targets) }
      } else {
        let own = try tape.backend.tensor((0..<Int32(pairs)).map { $0 }, [pairs])
        losses = try logits.map { try tape.softmaxCrossEntropy($0, targets: own) }
      }
      return try tape.add(losses[0], losses[1])
    }

    /// The logarithms of the soft targets of both directions, float32 `[pairs, pairs]`, constant; rows sum to 1.
    private func targets(_ input: ObjectiveInput, on tape: Tape) throws -> [Variable] {
      let images = try input.embedding(.image, by: .teacher)
      let texts = try input.embedding(.text, by: .teacher)
      let between = try tape.matrixProduct(images, transposed: texts)
      let amongImages = try tape.scale(
        tape.matrixProduct(images, transposed: images), by: Float(settings.imageSimilarity))
      let amongTexts = try tape.scale(
        tape.matrixProduct(texts, transposed: texts), by: Float(settings.textSimilarity))
      let within = try tape.add(amongImages, amongTexts)
      try within.value.writeFloats { values in
        let penalty = Float(OTTER.selfPenalty * (settings.imageSimilarity + settings.textSimilarity))
        for pair in 0..<input.pairs { values[pair * (input.pairs + 1)] -= penalty }
      }
      return try [between, tape.transpose(between)].map { between in
        let similarities = try tape.add(within, between)
        switch settings.targets {
        case .transport:
          let plan = try Sinkhorn(epsilon: settings.epsilon, iterations: settings.iterations).logPlan(
            costs: tape.scale(similarities, by: -1), on: tape)
          return try tape.logSoftmax(plan)
        case .similarity, .smoothing:
          return try tape.logSoftmax(tape.scale(similarities, by: Float(settings.similarityScale)))
        }
      }
    }

    /// The Kullback–Leibler divergence of the softmax of logits from the targets, the mean of rows, float32 `[1]`.
    private func divergence(of logits: Variable, from logTargets: Variable, on tape: Tape) throws -> Variable {
      let targets = try tape.exponential(logTargets)
      let difference = try tape.add(logTargets, tape.scale(tape.logSoftmax(logits), by: -1))
      let count = Float(max(1, logits.value.shape.rows))
      return try tape.scale(tape.sum(tape.multiply(difference, by: targets)), by: 1 / count)
    }

    func stepped() throws {
      guard let softLogScale, let range = settings.logits.range else { return }
      try softLogScale.value.writeFloats { values in
        values[0] = Float(min(max(Double(values[0]), log(range.lowerBound)), log(range.upperBound)))
      }
    }
  }
}

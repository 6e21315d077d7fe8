import Autograd
import Corpora
import Schema
import Tensors

/// ALBEF's contrast of images and texts (Li et al. 2021; ViCHA and X-VLM build on it): keys are a momentum teacher's, of the batch and
/// of a queue of earlier ones, and the targets are the pair itself and, for a share α, what the teacher says.
///
/// Of ALBEF this is the contrastive part, L_ita; matching and masked language modelling are not here.
public struct ALBEF: ObjectiveKind, Hashable {
  package static let names = ["albef", "momentum"]

  var scale = LogitScale(initial: 1 / 0.07, smallest: 2, largest: 1000)
  /// Pairs of the queue; 0 has none.
  public var queueSize = 65_536
  /// The part of the teacher that a step keeps.
  public var teacherDecay = 0.995
  /// Share of the targets that the teacher decides: α.
  public var distillation = 0.4
  /// Steps over which that share rises from 0; ALBEF's are an epoch.
  public var distillationRampSteps = 0

  public init() {}

  package static var fields: [RecipeField<ALBEF>] {
    LogitScale.fields(\.scale) + [
      .value("queueSize", \.queueSize, in: 0...1_048_576), .value("teacherDecay", \.teacherDecay, in: 0...0.999_999),
      .value("distillation", \.distillation, in: 0...1),
      .value("distillationRampSteps", \.distillationRampSteps, in: 0...Int.max),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.averagedTeacher = AveragedTeacher(decay: teacherDecay)
    return requirements
  }

  package var views: Set<BatchView> { BatchView.pair }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    QueuedContrast(
      .distilled(share: distillation, rampSteps: distillationRampSteps),
      queue: try MomentumQueue(size: queueSize, embedding: context.embedding, backend: context.backend))
  }
}

import Autograd
import Corpora
import Schema
import Tensors

/// OmniVL's unified vision-language contrast (Wang et al. 2022): UniCL's labels with a momentum teacher and a memory of earlier keys.
/// All pairs of the batch and of the memory that have the pair's label are its positives; a pair without a label is its own.
///
/// This is the part of images, labels and texts; OmniVL's videos, its matching and its generation are not here.
public struct UniVLC: ObjectiveKind, Hashable {
  package static let names = ["univlc"]

  var scale = LogitScale(initial: 1 / 0.07, smallest: 2, largest: 1000)
  /// Pairs of the memory; 0 has none.
  public var queueSize = 65_536
  /// The part of the teacher that a step keeps.
  public var teacherDecay = 0.995
  /// How the several positives of a pair count: their mean, or their sum as the paper writes it.
  public var positives = LabelReduction.mean
  /// Whether a corpus in which no record has a label is refused.
  public var needsLabels = true

  public init() {}

  package static var fields: [RecipeField<UniVLC>] {
    LogitScale.fields(\.scale) + [
      .value("queueSize", \.queueSize, in: 0...1_048_576), .value("teacherDecay", \.teacherDecay, in: 0...0.999_999),
      .value("positives", \.positives), .value("needsLabels", \.needsLabels),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) { try scale.validate(at: path) }

  package var logits: LogitSettings { scale.settings() }

  package var requirements: ObjectiveRequirements {
    var requirements = ObjectiveRequirements()
    requirements.averagedTeacher = AveragedTeacher(decay: teacherDecay)
    requirements.labels = needsLabels
    return requirements
  }

  package var views: Set<BatchView> { BatchView.pair }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    QueuedContrast(
      .labels(positives),
      queue: try MomentumQueue(size: queueSize, embedding: context.embedding, backend: context.backend))
  }
}

extension LabelReduction: RecipeWord {}

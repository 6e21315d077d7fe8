import Corpora

/// What one objective of a recipe cannot do without, for sentences that name it.
public struct ObjectiveNeed: Sendable {
  /// Where it stands in the recipe, such as `objective.terms[1].objective`.
  public let place: String
  /// The word for it.
  public let kind: String
  /// The views that batches must show.
  public let views: Set<BatchView>
  public let requirements: ObjectiveRequirements
}

/// What an objective cannot do without. Whoever begins a training checks it before anything is computed.
public struct ObjectiveRequirements: Sendable, Hashable {
  /// The image tower is apart from the text tower, and training does not change it.
  public var locksImageTower = false
  /// The images are embedded once, before the first step.
  public var reusesImageEmbeddings = false
  /// Folder of the run whose model is the teacher; nil where there is none.
  public var teacher: String?
  /// A teacher that averages the student's weights; nil where there is none.
  public var averagedTeacher: AveragedTeacher?
  /// Captions are drawn, and the facts of a pair say which bytes of the caption every patch shows (`RecordFacts.layout`).
  public var layout = false
  /// File of entities that captions are searched for; nil where none are.
  public var entities: String?
  /// Images and texts are compared token by token, by heads that a checkpoint keeps beside the model.
  public var comparesTokens = false
  /// At least some records have the name of a class, as captions of the role `label`.
  public var labels = false

  public init() {}
}

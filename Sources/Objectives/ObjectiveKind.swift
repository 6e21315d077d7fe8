import Corpora
import Models
import Schema
import Tensors

/// The settings of one kind of objective: a file, a line in `ObjectiveSettings.kinds`, and the objective is there.
package protocol ObjectiveKind: RecipeSection {
  /// Words for it in a recipe's `objective.kind`; the first is the one that is written.
  static var names: [String] { get }
  /// The learned numbers on the similarities, as the model begins with them.
  var logits: LogitSettings { get }
  /// What the model and the corpus must have.
  var requirements: ObjectiveRequirements { get }
  /// Who needs what: itself, or the objectives that it is made of.
  func needs(at place: String) -> [ObjectiveNeed]
  /// The views that batches must show.
  var views: Set<BatchView> { get }
  /// The objective at work. Throws where memory runs out or the model does not fit it.
  func objective(_ context: ObjectiveContext) throws -> any Objective
}

extension ObjectiveKind {
  package var requirements: ObjectiveRequirements { ObjectiveRequirements() }

  package func needs(at place: String) -> [ObjectiveNeed] {
    [ObjectiveNeed(place: place, kind: Self.names[0], requirements: requirements)]
  }
}

extension ObjectiveKind where Self: Objective {
  package var views: Set<BatchView> { Set(requests.map(\.view)) }

  package func objective(_ context: ObjectiveContext) -> any Objective { self }
}

/// What an objective is made for.
public struct ObjectiveContext {
  /// Takes the parameters of the objective's heads. They are trained and saved beside the model's, and no part of it.
  public let heads: ParameterStore
  /// Length of the embeddings that are compared.
  public let embedding: Int
  /// Width of the states of images, and of texts.
  public let widths: (image: Int, text: Int)

  public init(heads: ParameterStore, embedding: Int, widths: (image: Int, text: Int)) {
    self.heads = heads
    self.embedding = embedding
    self.widths = widths
  }

  /// - Parameters:
  ///   - tower: that is trained.
  ///   - heads: takes the parameters of the objective's heads.
  public init(_ tower: any Tower, heads: ParameterStore) {
    self.init(
      heads: heads, embedding: tower.embedding,
      widths: (tower.vision.width, tower.text?.encoder.width ?? tower.vision.width))
  }
}

/// The learned numbers between similarities and logits.
public struct LogitSettings: Sendable, Hashable {
  /// Factor on the cosine similarities at the beginning.
  public var scale: Double
  /// Added to the logits at the beginning; nil where there is none.
  public var bias: Double?
  /// What the factor is kept within after every step; nil where nothing bounds it.
  public var range: ClosedRange<Double>?

  public init(scale: Double, bias: Double? = nil, range: ClosedRange<Double>? = nil) {
    self.scale = scale
    self.bias = bias
    self.range = range
  }
}

/// What one objective of a recipe cannot do without, for sentences that name it.
public struct ObjectiveNeed: Sendable {
  /// Where it stands in the recipe, such as `objective.terms[1].objective`.
  public let place: String
  /// The word for it.
  public let kind: String
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
  /// Captions are drawn, and the facts of a pair say which bytes of the caption every patch shows (`RecordFacts.layout`).
  public var layout = false
  /// At least some records have the name of a class, as captions of the role `label`.
  public var labels = false

  public init() {}
}

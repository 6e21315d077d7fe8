import Corpora
import Schema

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
    [ObjectiveNeed(place: place, kind: Self.names[0], views: views, requirements: requirements)]
  }
}

extension ObjectiveKind where Self: Objective {
  package var views: Set<BatchView> { Set(requests.map(\.view)) }

  package func objective(_ context: ObjectiveContext) -> any Objective { self }
}

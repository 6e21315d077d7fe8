import Autograd
import Corpora
import Schema
import Tensors

/// A weighted sum of objectives, which share the model's logit scale: that of the first is the one that counts.
public struct WeightedObjectives: ObjectiveKind, Equatable {
  package static let names = ["weighted"]

  /// One of them.
  public struct Term: RecipeSection {
    /// Factor on the term's loss.
    public var weight = 1.0
    public var objective = ObjectiveSettings()

    public init() {}

    package static var fields: [RecipeField<Term>] {
      [.value("weight", \.weight, in: 0...1e6), .choice("objective", \.objective)]
    }
  }

  public var terms: [Term] = []

  public init() {}

  package static var fields: [RecipeField<WeightedObjectives>] { [.sections("terms", \.terms)] }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard !terms.isEmpty else {
      throw path.field("terms").error(
        "names no objective; give at least one, such as {\"objective\": {\"kind\": \"clip\"}}")
    }
    guard terms.contains(where: { $0.weight > 0 }) else {
      throw path.field("terms").error("weighs every objective with 0, so that there would be nothing to learn")
    }
    let teachers = needs(at: path.text).filter { $0.requirements.teacher?.isEmpty == false }
    if let first = teachers.first,
      let other = teachers.first(where: { $0.requirements.teacher != first.requirements.teacher })
    {
      throw RecipePath(text: other.place).field("teacher").error(
        "is another than that of \(first.place); the objectives of a sum learn from one teacher")
    }
    let averaged = needs(at: path.text).filter { $0.requirements.averagedTeacher != nil }
    if let first = averaged.first {
      if let other = averaged.first(where: { $0.requirements.averagedTeacher != first.requirements.averagedTeacher }) {
        throw RecipePath(text: other.place).field("teacherDecay").error(
          "makes another teacher than that of \(first.place); the objectives of a sum learn from one teacher")
      }
      if let other = teachers.first {
        throw RecipePath(text: other.place).field("teacher").error(
          "is a finished model, and \(first.place) learns from an average of the weights; the objectives of a sum learn from one "
            + "teacher")
      }
    }
    for (place, term) in terms.enumerated() where term.objective.logits.bias != nil {
      guard logits.bias != nil else {
        throw path.field("terms").error(
          "the objective of terms[\(place)] learns a bias on its logits; put it first, where the model takes it from")
      }
    }
  }

  package var logits: LogitSettings { terms.first?.objective.logits ?? LogitSettings(scale: 10) }

  package var requirements: ObjectiveRequirements {
    terms.reduce(into: ObjectiveRequirements()) { sum, term in
      let own = term.objective.requirements
      sum.locksImageTower = sum.locksImageTower || own.locksImageTower
      sum.reusesImageEmbeddings = sum.reusesImageEmbeddings || own.reusesImageEmbeddings
      sum.layout = sum.layout || own.layout
      sum.labels = sum.labels || own.labels
      sum.teacher = sum.teacher ?? own.teacher
      sum.entities = sum.entities ?? own.entities
      sum.averagedTeacher = sum.averagedTeacher ?? own.averagedTeacher
      sum.comparesTokens = sum.comparesTokens || own.comparesTokens
    }
  }

  package func needs(at place: String) -> [ObjectiveNeed] {
    terms.enumerated().flatMap { number, term in term.objective.kind.needs(at: "\(place).terms[\(number)].objective") }
  }

  package var views: Set<BatchView> { terms.reduce(into: []) { $0.formUnion($1.objective.views) } }

  package func objective(_ context: ObjectiveContext) throws -> any Objective {
    try WeightedSum(
      terms: terms.enumerated().map { number, term in
        let context = context.within("terms[\(number)].objective")
        // Terms of one kind have heads of the same names.
        let objective =
          number == 0
          ? try term.objective.objective(context)
          : try context.heads.adding(under: "\(number)") { try term.objective.objective(context) }
        return (term.weight, term.objective.kind.names[0], objective)
      })
  }
}

extension ObjectiveKind {
  fileprivate var names: [String] { Self.names }
}

/// The terms at work.
private final class WeightedSum: Objective {
  let terms: [(weight: Double, name: String, objective: any Objective)]

  init(terms: [(weight: Double, name: String, objective: any Objective)]) { self.terms = terms }

  var requests: [ViewRequest] {
    terms.flatMap(\.objective.requests).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    var sum: Variable?
    var metrics: [(name: String, value: Double)] = []
    for (place, term) in terms.enumerated() {
      let result = try term.objective.evaluate(input, on: tape)
      let weighted = term.weight == 1 ? result.loss : try tape.scale(result.loss, by: Float(term.weight))
      sum = try sum.map { try tape.add($0, weighted) } ?? weighted
      if result.loss.value.hasValues {
        metrics.append(("\(prefix(place))loss", Double(try result.loss.value.floatArray()[0])))
      }
      metrics += result.metrics.map { ("\(prefix(place))\($0.name)", $0.value) }
    }
    guard let sum else { throw ObjectiveError("a weighted sum of no objectives has no loss") }
    return ObjectiveResult(loss: sum, metrics: metrics)
  }

  /// Terms of one kind are told apart by their number.
  private func prefix(_ place: Int) -> String {
    let name = terms[place].name
    return terms.count { $0.name == name } > 1 ? "\(place)_\(name)_" : "\(name)_"
  }

  var tokenWise: (any TokenWiseObjective)? { terms.lazy.compactMap(\.objective.tokenWise).first }

  var recordJudging: (any RecordJudging)? { terms.lazy.compactMap(\.objective.recordJudging).first }

  func stepped() throws { for term in terms { try term.objective.stepped() } }

  var state: [ArrayEntry] {
    terms.enumerated().flatMap { place, term in
      term.objective.state.map { $0.renamed("\(place)/\($0.name)") }
    }
  }

  func restore(_ state: [ArrayEntry]) throws {
    for (place, term) in terms.enumerated() {
      let prefix = "\(place)/"
      try term.objective.restore(
        state.filter { $0.name.hasPrefix(prefix) }.map { $0.renamed(String($0.name.dropFirst(prefix.count))) })
    }
  }
}

import Models
import Schema

/// Parameters that are trained otherwise than the rest: not at all, slower or faster, with a weight decay of their own.
public struct ParameterGroup: RecipeSection, Hashable {
  /// How the names of its parameters begin, such as "image/" or "text/block0/"; `clippo-train --dry-run` lists them.
  public var parameters = ""
  /// Whether they stay as they are ("locked").
  public var frozen = false
  /// What the learning rate is multiplied by.
  public var learningRateFactor = 1.0
  /// In the place of the optimizer's; nil leaves it.
  public var weightDecay: Double?

  public init() {}

  public init(frozen parameters: String) {
    self.parameters = parameters
    frozen = true
  }

  package static var fields: [RecipeField<ParameterGroup>] {
    [
      .value("parameters", \.parameters), .value("frozen", \.frozen),
      .value("learningRateFactor", \.learningRateFactor, in: 0...1000), .value("weightDecay", \.weightDecay),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    if let weightDecay, !(0...10).contains(weightDecay) {
      throw path.field("weightDecay").error("\(weightDecay) is out of range; allowed: 0 to 10")
    }
    guard !frozen || (learningRateFactor == 1 && weightDecay == nil) else {
      throw path.field("frozen").error(
        "what stays as it is has neither a learning rate nor a weight decay; leave learningRateFactor and weightDecay out"
      )
    }
    guard !parameters.isEmpty else {
      throw path.field("parameters").error("says of no parameter how its name begins, such as \"image/\"")
    }
  }
}

extension [ParameterGroup] {
  /// Gives every parameter what the first group says that its name belongs to.
  ///
  /// Comes before an optimizer is made. Throws where a group has no parameters, or nothing is left to train.
  public func apply(to stores: ParameterStore...) throws {
    for (place, group) in enumerated() {
      let isMeant = { (parameter: Parameter) in
        parameter.name.hasPrefix(group.parameters)
          && !self[..<place].contains { parameter.name.hasPrefix($0.parameters) }
      }
      guard stores.contains(where: { $0.parameters.contains { $0.name.hasPrefix(group.parameters) } }) else {
        throw TrainingError(
          "training.parameterGroups: no parameter's name begins with '\(group.parameters)'; "
            + "clippo-train --dry-run lists the names")
      }
      guard stores.contains(where: { $0.parameters.contains(where: isMeant) }) else {
        throw TrainingError(
          "training.parameterGroups: all parameters whose names begin with '\(group.parameters)' belong to a group before it, or "
            + "to what the objective locks, which is the one that counts; put the smaller group first, or leave this one out"
        )
      }
      for store in stores {
        store.setOptimization(
          where: isMeant, learningRateFactor: group.learningRateFactor, weightDecay: group.weightDecay)
        if group.frozen { store.freeze(where: isMeant) }
      }
    }
    // The numbers between similarities and logits alone are no model.
    guard stores.contains(where: { $0.trainable.contains { $0.shape.count > 1 } }) else {
      throw TrainingError("training.parameterGroups: every layer is frozen, so that there is nothing to train")
    }
  }
}

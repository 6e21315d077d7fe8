import Models
import Objectives
import Training

/// The parameters of a tower, and of the heads of its objective, by name and shape. A shape's are those of the tower that is built on a device that only counts, so
/// that a model too large for the memory can be planned all the same.
public struct ParameterPlan: Sendable {
  /// One parameter.
  public struct Entry: Sendable, Equatable {
    public let name: String
    /// Axes, outermost first.
    public let shape: [Int]
    public var count: Int { shape.reduce(1, *) }
  }

  /// In the order of the parameter store.
  public let entries: [Entry]

  /// Trained values altogether.
  public var count: Int { entries.reduce(0) { $0 + $1.count } }

  /// The same summed by what the parameters belong to.
  public var parts: [(part: String, count: Int)] {
    var sums: [(part: String, count: Int)] = []
    let readsTokens = entries.contains { $0.name == "text/tokens" }
    for entry in entries {
      let names = entry.name.split(separator: "/").map(String.init)
      let part =
        switch (names[0], names.count > 1 ? names[1] : "") {
        case (_, "tokens"), (_, "types"): "tables of tokens"
        case ("text", "positions") where readsTokens: "tables of tokens"
        case (_, "embedding"), (_, "positions"), (_, "classToken"): "reading patches"
        case ("encoder", _): "shared tower"
        case ("image", _): "image tower"
        case ("text", _): "text tower"
        case ("objective", _): "heads of the objective"
        default: "scale and bias of logits"
        }
      if let place = sums.firstIndex(where: { $0.part == part }) {
        sums[place].count += entry.count
      } else {
        sums.append((part, entry.count))
      }
    }
    return sums
  }

  /// The parameters of a model that was built, on whatever device.
  public init(_ model: CountedModel) {
    entries = (model.tower.parameters.parameters + model.heads.parameters).map {
      Entry(name: $0.name, shape: $0.shape.axes)
    }
  }

  /// Throws where the shape cannot make a model.
  public init(_ shape: ModelShape, objective: ObjectiveSettings) throws {
    self.init(try CountedModel(shape, objective: objective))
  }
}

import JSON
import Schema

/// The learned factor on cosine similarities as a recipe gives it: where it begins, and what it is kept within.
struct LogitScale: Sendable, Hashable {
  /// At the beginning; an inverse temperature.
  var initial: Double
  /// nil where it may be as small as it likes.
  var smallest: Double?
  /// nil where it may be as large as it likes; 100 in CLIP.
  var largest: Double?

  /// The fields of a kind that has one.
  static func fields<Kind>(_ scale: WritableKeyPath<Kind, LogitScale>) -> [RecipeField<Kind>] {
    [
      .value("logitScale", scale.appending(path: \.initial), in: 0.01...1000),
      .value("minLogitScale", scale.appending(path: \.smallest)),
      .value("maxLogitScale", scale.appending(path: \.largest)),
    ]
  }

  /// What the model is told.
  ///
  /// - Parameter bias: on the logits at the beginning; nil where there is none.
  func settings(bias: Double? = nil) -> LogitSettings { LogitSettings(scale: initial, bias: bias, range: range) }

  /// What the scale is kept within; nil where nothing bounds it.
  private var range: ClosedRange<Double>? {
    guard smallest != nil || largest != nil else { return nil }
    let low = smallest ?? 0
    return low...max(low, largest ?? .infinity)
  }

  /// Throws where a bound is out of range, or the scale at the beginning out of bounds.
  func validate(at path: RecipePath) throws(RecipeError) {
    for (name, bound) in [("minLogitScale", smallest), ("maxLogitScale", largest)] {
      if let bound, !(0.001...100_000).contains(bound) {
        throw path.field(name).error("\(bound.json.compactText) is out of range; allowed: 0.001 to 100000")
      }
    }
    if let smallest, initial < smallest {
      throw path.field("minLogitScale").error(
        "\(smallest.json.compactText) is more than logitScale, \(initial.json.compactText)")
    }
    if let largest, initial > largest {
      throw path.field("maxLogitScale").error(
        "\(largest.json.compactText) is less than logitScale, \(initial.json.compactText)")
    }
  }
}

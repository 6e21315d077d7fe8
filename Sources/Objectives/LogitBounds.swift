import JSON
import Schema

/// The bounds of a learned logit scale as a recipe gives them.
struct LogitBounds: Sendable, Hashable {
  /// nil where it may be as small as it likes.
  var smallest: Double?
  /// nil where it may be as large as it likes; 100 in CLIP.
  var largest: Double?

  /// What the scale is kept within; nil where nothing bounds it.
  var range: ClosedRange<Double>? {
    guard smallest != nil || largest != nil else { return nil }
    let low = smallest ?? 0
    return low...max(low, largest ?? .infinity)
  }

  /// Throws where the scale at the beginning is out of bounds.
  func validate(_ scale: Double, at path: RecipePath) throws(RecipeError) {
    for (name, bound) in [("minLogitScale", smallest), ("maxLogitScale", largest)] {
      if let bound, !(0.001...100_000).contains(bound) {
        throw path.field(name).error("\(bound.json.compactText) is out of range; allowed: 0.001 to 100000")
      }
    }
    if let smallest, scale < smallest {
      throw path.field("minLogitScale").error(
        "\(smallest.json.compactText) is more than logitScale, \(scale.json.compactText)")
    }
    if let largest, scale > largest {
      throw path.field("maxLogitScale").error(
        "\(largest.json.compactText) is less than logitScale, \(scale.json.compactText)")
    }
  }
}

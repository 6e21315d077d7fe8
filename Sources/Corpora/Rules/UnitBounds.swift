import JSON
import Schema

/// How many units of one kind a caption may have, written `3-20`, `3-` or `any`.
public enum UnitBounds: Sendable, Equatable, CustomStringConvertible {
  /// The kind is not judged.
  case any
  /// At least one; no upper bound where `most` is nil.
  case between(least: Int, most: Int?)

  /// Numbers that a bound may have.
  static let allowed = 1...1_000_000

  /// Nil where the words are no bounds.
  public init?(argument: String) {
    if argument == "any" {
      self = .any
      return
    }
    let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let least = Int(parts[0]), Self.allowed.contains(least) else { return nil }
    guard !parts[1].isEmpty else {
      self = .between(least: least, most: nil)
      return
    }
    guard let most = Int(parts[1]), Self.allowed.contains(most), most >= least else { return nil }
    self = .between(least: least, most: most)
  }

  public var description: String {
    switch self {
    case .any: "any"
    case .between(let least, let most): "\(least)-\(most.map(String.init) ?? "")"
    }
  }

  var least: Int? { if case .between(let least, _) = self { least } else { nil } }
  var most: Int? { if case .between(_, let most) = self { most } else { nil } }
}

extension UnitBounds: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    let text = try String(json: json, at: path)
    guard let bounds = UnitBounds(argument: text) else {
      throw path.error("“\(text)” should be two numbers such as 3-20, one such as 3-, or any")
    }
    self = bounds
  }

  package var json: JSONValue { .string(description) }
}

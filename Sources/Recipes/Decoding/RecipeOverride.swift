import JSON
import Schema

/// A field changed on the command line: `--set model.width=384`.
public struct RecipeOverride: Sendable, Equatable {
  /// The field's path, outermost section first.
  public let names: [String]
  public let value: JSONValue
  /// The option it was given by; complaints begin with it.
  public let option: String

  /// Reads `path=value`. The value is JSON; what is not JSON is a string, so that words need no quotes.
  public init(parsing text: String) throws(RecipeError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let given = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !given.contains("") else {
      throw RecipeError(
        source: "--set", path: "", problem: "'\(text)' does not have the form section.field=value")
    }
    (names, value) = FormerKeys.current(given, (try? JSONValue(parsing: parts[1])) ?? .string(parts[1]))
    option = "--set"
  }

  /// A field by its path, such as `training.seconds`, that an option of its own stands for.
  public init(option: String, _ path: String, _ value: JSONValue) {
    self.option = option
    names = path.split(separator: ".").map(String.init)
    self.value = value
  }

  var path: String { names.joined(separator: ".") }

  /// Whether a complaint about `path` is about what this override set: the field itself, one inside or one outside it.
  func decides(_ path: String) -> Bool {
    self.path == path || self.path.hasPrefix(path + ".") || path.hasPrefix(self.path + "[")
  }

  /// A field whose value decides about its neighbors: what was given for them before no longer applies.
  private var displaced: (JSONMember) -> Bool {
    if names == ["model", "variant"] { return { ModelRecipe.variantFields.contains($0.name) } }
    return names.last == "kind" ? { $0.name != "kind" } : { _ in false }
  }

  /// `document` with all the overrides applied; later ones win. Whether the fields exist is found when it is read.
  static func apply(_ overrides: [RecipeOverride], to document: JSONValue) -> JSONValue {
    // What decides about neighbors goes first, so that neighbors given on the same command line stay.
    let deciding = overrides.filter { $0.names.last == "kind" || $0.names == ["model", "variant"] }
    let cleared = deciding.reduce(document) { document, override in
      override.clearingNeighbors(in: document, names: override.names.dropLast())
    }
    return overrides.reduce(cleared) { document, override in
      document.setting(override.names[...], to: override.value)
    }
  }

  private func clearingNeighbors(in document: JSONValue, names outer: ArraySlice<String>) -> JSONValue {
    guard case .object(var members) = document else { return document }
    guard let name = outer.first else {
      let unchanged = names.last.flatMap { document[$0] } == value
      return unchanged ? document : .object(members.filter { !displaced($0) })
    }
    guard let index = members.firstIndex(where: { $0.name == name }) else { return document }
    members[index].value = clearingNeighbors(in: members[index].value, names: outer.dropFirst())
    return .object(members)
  }
}

extension JSONValue {
  /// The document with the member at a path replaced or added; sections on the way are made when they are missing.
  fileprivate func setting(_ names: ArraySlice<String>, to value: JSONValue) -> JSONValue {
    guard let name = names.first else { return value }
    var members = objectValue ?? []
    let inner = (self[name] ?? .object([])).setting(names.dropFirst(), to: value)
    if let index = members.firstIndex(where: { $0.name == name }) {
      members[index].value = inner
    } else {
      members.append(JSONMember(name, inner))
    }
    return .object(members)
  }
}

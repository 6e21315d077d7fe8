/// A recipe that cannot be followed: which field, what is wrong with it, what is allowed.
public struct RecipeError: Error, CustomStringConvertible, Equatable {
  /// Where the field was given, such as a file's name or "--set"; nil before that is known.
  public var source: String?
  /// The field, with dots between sections, such as "model.width".
  public let path: String
  /// What is wrong and what is allowed.
  public let problem: String

  public init(source: String? = nil, path: String, problem: String) {
    self.source = source
    self.path = path
    self.problem = problem
  }

  public var description: String {
    [source, path.isEmpty ? nil : path, problem].compactMap { $0 }.joined(separator: ": ")
  }
}

/// Where in a recipe a value stands.
package struct RecipePath {
  package let text: String

  package init(text: String) { self.text = text }

  package static let root = RecipePath(text: "")

  package func field(_ name: String) -> RecipePath { RecipePath(text: text.isEmpty ? name : "\(text).\(name)") }

  package func error(_ problem: String) -> RecipeError { RecipeError(path: text, problem: problem) }
}

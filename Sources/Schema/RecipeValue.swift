import Console
import JSON

/// A type that stands in a recipe as one plain JSON value.
package protocol RecipeValue {
  init(json: JSONValue, at path: RecipePath) throws(RecipeError)
  var json: JSONValue { get }
}

extension JSONValue {
  /// The unwrapped result of a conversion, or an error that says what should stand here.
  fileprivate func expect<Value>(_ value: Value?, _ what: String, at path: RecipePath) throws(RecipeError) -> Value {
    guard let value else { throw path.error("should be \(what), not \(shownKind)") }
    return value
  }

  /// "a string" alone says too little when the value is short enough to be shown.
  private var shownKind: String {
    switch self {
    case .array, .object, .null: kind
    default: compactText
    }
  }
}

extension Int: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    self = try json.expect(json.intValue, "a whole number", at: path)
  }
  package var json: JSONValue { .integer(self) }
}

extension Double: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    self = try json.expect(json.doubleValue, "a number", at: path)
  }
  /// Whole numbers are written without a fraction, as a person writes them.
  package var json: JSONValue { Int(exactly: self).map { .integer($0) } ?? .number(self) }
}

extension Bool: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    self = try json.expect(json.boolValue, "true or false", at: path)
  }
  package var json: JSONValue { .bool(self) }
}

extension String: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    self = try json.expect(json.stringValue, "a string", at: path)
  }
  package var json: JSONValue { .string(self) }
}

extension Optional: RecipeValue where Wrapped: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    self = json == .null ? nil : try Wrapped(json: json, at: path)
  }
  package var json: JSONValue { self?.json ?? .null }
}

extension Array: RecipeValue where Element: RecipeValue {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    self = []
    for (index, value) in try json.expect(json.arrayValue, "a list", at: path).enumerated() {
      append(try Element(json: value, at: RecipePath(text: "\(path.text)[\(index)]")))
    }
  }
  package var json: JSONValue { .array(map(\.json)) }
}

/// A choice that is a word and nothing else.
package protocol RecipeWord: RecipeValue, CaseIterable, RawRepresentable, Sendable where RawValue == String {}

extension RecipeWord {
  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    let word = try json.expect(json.stringValue, "a string", at: path)
    guard let value = Self(rawValue: word) else {
      throw path.unknownWord(word, allowed: Self.allCases.map(\.rawValue))
    }
    self = value
  }
  package var json: JSONValue { .string(rawValue) }
}

extension RecipePath {
  package func unknownWord(_ word: String, allowed: [String]) -> RecipeError {
    error("'\(word)' is not known; allowed: \(allowed.joined(separator: ", "))\(Suggestion.tail(word, in: allowed))")
  }
}

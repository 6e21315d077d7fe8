import Console
import JSON

/// A part of a recipe: a struct whose fields are listed once, for reading, checking and writing alike.
package protocol RecipeSection: Equatable, Sendable {
  /// The section with every field at its default.
  init()
  /// Every field, in the order in which it is written.
  static var fields: [RecipeField<Self>] { get }
  /// Members that earlier versions wrote, under the names and with the values of today.
  static func current(_ members: [JSONMember], at path: RecipePath) throws(RecipeError) -> [JSONMember]
  /// Reads the fields that `json` has and keeps the others.
  mutating func update(from json: JSONValue, at path: RecipePath) throws(RecipeError)
  /// Checks what one field alone cannot know.
  func validate(at path: RecipePath) throws(RecipeError)
}

extension RecipeSection {
  package static func current(_ members: [JSONMember], at path: RecipePath) throws(RecipeError) -> [JSONMember] {
    members
  }

  package func validate(at path: RecipePath) throws(RecipeError) {}
}

/// One field of a section: its name, how it is read and how it is written.
package struct RecipeField<Section> {
  package let name: String
  /// Reads the value into the section. The path is the field's own.
  package let read: (inout Section, JSONValue, RecipePath) throws(RecipeError) -> Void
  package let write: (Section) -> JSONValue

  /// A field of any type that knows how to be read and written.
  package static func value<Value: RecipeValue>(
    _ name: String, _ property: WritableKeyPath<Section, Value>
  ) -> RecipeField {
    RecipeField(
      name: name,
      read: { (section, json, path) throws(RecipeError) in section[keyPath: property] = try Value(json: json, at: path)
      },
      write: { $0[keyPath: property].json })
  }

  /// A number between two bounds, both allowed.
  package static func value<Value: RecipeValue & Comparable>(
    _ name: String, _ property: WritableKeyPath<Section, Value>, in range: ClosedRange<Value>
  ) -> RecipeField {
    RecipeField(
      name: name,
      read: { (section, json, path) throws(RecipeError) in
        let value = try Value(json: json, at: path)
        guard range.contains(value) else {
          let allowed = "\(range.lowerBound.json.compactText) to \(range.upperBound.json.compactText)"
          throw path.error("\(json.compactText) is out of range; allowed: \(allowed)")
        }
        section[keyPath: property] = value
      },
      write: { $0[keyPath: property].json })
  }

  /// One of some words of a type that has more.
  package static func value<Word: RecipeWord & Equatable>(
    _ name: String, _ property: WritableKeyPath<Section, Word>, among allowed: [Word]
  ) -> RecipeField {
    value(name, property) { (word: String, path) throws(RecipeError) -> Word in
      guard let value = allowed.first(where: { $0.rawValue == word }) else {
        throw path.unknownWord(word, allowed: allowed.map(\.rawValue))
      }
      return value
    } writing: {
      $0.rawValue
    }
  }

  /// A field that stands in JSON as a value of another type.
  package static func value<Value, Written: RecipeValue>(
    _ name: String, _ property: WritableKeyPath<Section, Value>,
    reading: @escaping (Written, RecipePath) throws(RecipeError) -> Value, writing: @escaping (Value) -> Written
  ) -> RecipeField {
    RecipeField(
      name: name,
      read: { (section, json, path) throws(RecipeError) in
        section[keyPath: property] = try reading(try Written(json: json, at: path), path)
      },
      write: { writing($0[keyPath: property]).json })
  }

  /// A section within a section.
  package static func section<Inner: RecipeSection>(
    _ name: String, _ property: WritableKeyPath<Section, Inner>
  ) -> RecipeField {
    RecipeField(
      name: name,
      read: { (section, json, path) throws(RecipeError) in try section[keyPath: property].update(from: json, at: path)
      },
      write: { $0[keyPath: property].json })
  }

  /// A list of sections; one that is given takes the place of the whole list.
  package static func sections<Inner: RecipeSection>(
    _ name: String, _ property: WritableKeyPath<Section, [Inner]>
  ) -> RecipeField {
    RecipeField(
      name: name,
      read: { (section, json, path) throws(RecipeError) in
        guard let values = json.arrayValue else { throw path.error("should be a list, not \(json.kind)") }
        var list: [Inner] = []
        for (index, value) in values.enumerated() {
          var inner = Inner()
          try inner.update(from: value, at: RecipePath(text: "\(path.text)[\(index)]"))
          list.append(inner)
        }
        section[keyPath: property] = list
      },
      write: { .array($0[keyPath: property].map(\.json)) })
  }

  /// A choice among sections.
  package static func choice<Inner: RecipeChoice>(
    _ name: String, _ property: WritableKeyPath<Section, Inner>
  ) -> RecipeField {
    RecipeField(
      name: name,
      read: { (section, json, path) throws(RecipeError) in try section[keyPath: property].update(from: json, at: path)
      },
      write: { $0[keyPath: property].json })
  }
}

extension RecipeSection {
  package mutating func update(from json: JSONValue, at path: RecipePath) throws(RecipeError) {
    try update(from: try Self.current(try json.members(at: path), at: path), at: path)
    try validate(at: path)
  }

  /// Reads members one by one, without checking them together; throws for a field that the section does not have.
  package mutating func update(from members: [JSONMember], at path: RecipePath) throws(RecipeError) {
    let fields = Self.fields
    var given: Set<String> = []
    for member in members {
      // A document has no member twice; one may stand there under today's name and one of before.
      guard given.insert(member.name).inserted else {
        throw path.field(member.name).error(
          "stands here twice, under its name of today and under one of before; keep one")
      }
      guard let field = fields.first(where: { $0.name == member.name }) else {
        throw path.field(member.name).unknown(member.name, known: fields.map(\.name))
      }
      try field.read(&self, member.value, path.field(member.name))
    }
  }

  /// The section with every field written out.
  package var json: JSONValue { .object(Self.fields.map { JSONMember($0.name, $0.write(self)) }) }
}

extension JSONValue {
  package func members(at path: RecipePath) throws(RecipeError) -> [JSONMember] {
    guard let members = objectValue else { throw path.error("should be an object, not \(kind)") }
    return members
  }
}

extension RecipePath {
  package func unknown(_ name: String, known: [String]) -> RecipeError {
    let hint = Suggestion.nearest(name, in: known).map { "did you mean \($0)?" }
    return error("there is no such field; \(hint ?? "there are \(known.joined(separator: ", "))")")
  }
}

import JSON

/// A part of a recipe that is one of several kinds, each with fields of its own: an enum with payloads, told apart by
/// the member "kind".
package protocol RecipeChoice: Equatable, Sendable {
  static var kinds: [RecipeKind<Self>] { get }
}

/// One case of a choice.
package struct RecipeKind<Choice> {
  package let name: String
  /// Other words for it that are read.
  package let otherNames: [String]
  /// The members of `choice` without "kind"; nil when it is of another kind.
  package let write: (Choice) -> [JSONMember]?
  /// Members that earlier versions wrote, as those of today.
  package let current: ([JSONMember], RecipePath) throws(RecipeError) -> [JSONMember]
  /// Reads members over `choice` when it is of this kind, else over this kind's defaults.
  package let read: ([JSONMember], Choice, RecipePath) throws(RecipeError) -> Choice
  /// The names of its fields.
  package let fieldNames: [String]

  /// - Parameters:
  ///   - name: the word in "kind".
  ///   - others: words that are read there as well.
  ///   - wrap: the enum's case.
  ///   - unwrap: the payload when the choice is of this case.
  package static func kind<Payload: RecipeSection>(
    _ name: String, also others: [String] = [], _ wrap: @escaping (Payload) -> Choice,
    _ unwrap: @escaping (Choice) -> Payload?
  ) -> RecipeKind {
    RecipeKind(
      name: name, otherNames: others,
      write: { choice in
        unwrap(choice).map { payload in Payload.fields.map { JSONMember($0.name, $0.write(payload)) } }
      },
      current: { (members, path) throws(RecipeError) -> [JSONMember] in try Payload.current(members, at: path) },
      read: { (members, choice, path) throws(RecipeError) -> Choice in
        var payload = unwrap(choice) ?? Payload()
        try payload.update(from: members, at: path)
        try payload.validate(at: path)
        return wrap(payload)
      },
      fieldNames: Payload.fields.map(\.name))
  }
}

extension RecipeChoice {
  /// Reads the members that `json` has. Without "kind" it stays of the kind it is; with another one, fields that are not
  /// given take that kind's defaults.
  package mutating func update(from json: JSONValue, at path: RecipePath) throws(RecipeError) {
    let members = try json.members(at: path)
    let kind = try Self.kind(named: json["kind"] ?? .string(kindName), at: path.field("kind"))
    let fields = try kind.current(members.filter { $0.name != "kind" }, path)
    for field in fields where !kind.fieldNames.contains(field.name) {
      throw Self.unknown(field.name, kind: kind, at: path)
    }
    self = try kind.read(fields, self, path)
  }

  /// The choice with "kind" first and every field of that kind.
  package var json: JSONValue {
    let members = Self.kinds.lazy.compactMap { $0.write(self) }.first ?? []
    return .object([JSONMember("kind", .string(kindName))] + members)
  }

  /// The word in "kind".
  package var kindName: String { Self.kinds.first { $0.write(self) != nil }?.name ?? "" }

  private static func kind(named json: JSONValue, at path: RecipePath) throws(RecipeError) -> RecipeKind<Self> {
    let word = try String(json: json, at: path)
    guard let kind = kinds.first(where: { $0.name == word || $0.otherNames.contains(word) }) else {
      throw path.unknownWord(word, allowed: kinds.flatMap { [$0.name] + $0.otherNames })
    }
    return kind
  }

  private static func unknown(_ name: String, kind: RecipeKind<Self>, at path: RecipePath) -> RecipeError {
    let owners = kinds.filter { $0.fieldNames.contains(name) }.map(\.name)
    guard let last = owners.last else {
      return path.field(name).unknown(name, known: ["kind"] + kind.fieldNames)
    }
    let words =
      owners.count == 1 ? "kind \(last) has" : "kinds \(owners.dropLast().joined(separator: ", ")) and \(last) have"
    return path.field(name).error("only \(words) this field, and the kind here is \(kind.name)")
  }
}

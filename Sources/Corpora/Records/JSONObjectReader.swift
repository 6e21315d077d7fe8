import Console
import JSON

/// A JSON object of a corpus' files, read member by member with errors that name its origin.
struct JSONObjectReader {
  let members: [JSONMember]
  let origin: String

  init(value: JSONValue, origin: String) throws {
    guard case .object(let members) = value else {
      throw CorpusError("\(origin): an object should stand here, not \(value.kind)")
    }
    self.members = members
    self.origin = origin
  }

  func allowOnly(_ known: [String]) throws {
    for member in members where !known.contains(member.name) {
      let hint = Suggestion.tail(member.name, in: known)
      throw CorpusError("\(origin): the member “\(member.name)” is unknown\(hint)")
    }
  }

  subscript(name: String) -> JSONValue? { members.first { $0.name == name }?.value }

  func required(_ name: String) throws -> JSONValue {
    guard let value = self[name] else { throw CorpusError("\(origin): the member “\(name)” is missing") }
    return value
  }

  func string(_ name: String) throws -> String {
    let value = try required(name)
    guard let string = value.stringValue else { throw wrong(name, "a string", value) }
    return string
  }

  func optionalString(_ name: String) throws -> String? {
    self[name] == nil ? nil : try string(name)
  }

  func integer(_ name: String) throws -> Int {
    let value = try required(name)
    guard let integer = value.intValue else { throw wrong(name, "a whole number", value) }
    return integer
  }

  /// A list of strings; absent means empty.
  func strings(_ name: String) throws -> [String] {
    guard let value = self[name] else { return [] }
    return try strings(value, name)
  }

  /// An object from languages to lists of texts; absent means empty.
  func captions(_ name: String, role: CaptionRole) throws -> [Caption] {
    guard let value = self[name] else { return [] }
    guard let languages = value.objectValue else { throw wrong(name, "an object from languages to texts", value) }
    return try languages.flatMap { language in
      try strings(language.value, "\(name).\(language.name)").map {
        Caption(text: $0, language: language.name, role: role)
      }
    }
  }

  private func strings(_ value: JSONValue, _ name: String) throws -> [String] {
    guard let values = value.arrayValue else { throw wrong(name, "a list of strings", value) }
    return try values.map { value in
      guard let string = value.stringValue else { throw wrong(name, "a list of strings", value) }
      return string
    }
  }

  private func wrong(_ name: String, _ expected: String, _ value: JSONValue) -> CorpusError {
    CorpusError("\(origin): “\(name)” must be \(expected), not \(value.kind)")
  }
}

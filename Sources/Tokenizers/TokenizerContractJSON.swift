import Console
import JSON

extension TokenizerContract {
  /// The contract as a checkpoint keeps it; equal contracts give equal documents.
  public var json: JSONValue {
    .object([
      JSONMember("version", .integer(version)), JSONMember("kind", .string(kind.rawValue)),
      JSONMember("options", .object(options.map { JSONMember($0.name, .integer($0.value)) })),
      JSONMember("vocabularySize", .integer(vocabularySize)), JSONMember("vocabulary", .string(vocabulary)),
    ])
  }

  /// Reads what `json` wrote. Throws a sentence where it is something else.
  public init(json: JSONValue) throws {
    func missing(_ name: String, _ what: String) -> TokenizerError {
      TokenizerError("The tokenizer's contract has no \(what) for \(name); the checkpoint may be damaged.")
    }
    guard let version = json["version"]?.intValue else { throw missing("version", "number") }
    guard let name = json["kind"]?.stringValue else { throw missing("kind", "word") }
    guard let kind = Kind(rawValue: name) else {
      throw TokenizerError(
        "The tokenizer's contract has the kind \"\(name)\", which this program does not know; it knows "
          + Kind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
    guard let members = json["options"]?.objectValue else { throw missing("options", "object") }
    let options = try members.map { member in
      guard let value = member.value.intValue else { throw missing("the option \(member.name)", "number") }
      return Option(member.name, value)
    }
    guard let size = json["vocabularySize"]?.intValue else { throw missing("vocabularySize", "number") }
    guard let vocabulary = json["vocabulary"]?.stringValue else { throw missing("vocabulary", "hash") }
    self.init(version: version, kind: kind, options: options, vocabularySize: size, vocabulary: vocabulary)
  }
}

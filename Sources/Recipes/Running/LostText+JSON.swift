import Console
import TextRendering

extension LostText {
  /// What was lost, counted: for summaries and checkpoints.
  var json: JSONValue {
    let characters = missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return [
      "missing_glyphs": .integer(missing.values.reduce(0, +)),
      "truncated_characters": .integer(truncatedCharacters), "truncated_lines": .integer(truncatedLines),
      "replaced_bytes": .integer(replacedBytes),
      "missing": .object(characters.map { JSONMember(String($0.key, radix: 16), .integer($0.value)) }),
    ]
  }

  /// Reads what `json` wrote; what is not there counts as nothing.
  init(json: JSONValue) {
    self.init()
    truncatedCharacters = json["truncated_characters"]?.intValue ?? 0
    truncatedLines = json["truncated_lines"]?.intValue ?? 0
    replacedBytes = json["replaced_bytes"]?.intValue ?? 0
    for member in json["missing"]?.objectValue ?? [] {
      if let scalar = UInt32(member.name, radix: 16) { missing[scalar] = member.value.intValue }
    }
  }
}

import JSON
import TextRendering

extension TextTruncation {
  /// What was lost, counted: for summaries.
  var json: JSONValue {
    let characters = missing.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return [
      "missing_glyphs": .integer(missing.values.reduce(0, +)),
      "truncated_characters": .integer(truncatedCharacters), "truncated_lines": .integer(truncatedLines),
      "replaced_bytes": .integer(replacedBytes), "unknown_tokens": .integer(unknownTokens),
      "truncated_tokens": .integer(truncatedTokens),
      "missing": .object(characters.map { JSONMember(String($0.key, radix: 16), .integer($0.value)) }),
    ]
  }
}

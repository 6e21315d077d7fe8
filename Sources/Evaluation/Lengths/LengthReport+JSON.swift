import Corpora
import JSON

extension LengthReport {
  /// Everything, for programs.
  public var json: JSONValue {
    [
      "title": .string(title), "context": .integer(context),
      "languages": .array(rows.map { Self.json($0.name, $0.characters) }),
      "readers": .array(
        zip(table.columns, readers).enumerated().map { place, column in
          .object(
            [JSONMember("name", .string(column.0.name))] + column.1.members + [
              JSONMember("lengths", .array(rows.map { Self.json($0.name, $0.lengths[place]) }))
            ])
        }),
      "notes": .array(notes.map { .string($0) }),
    ]
  }

  private static func json(_ language: String, _ characters: ValueCounts) -> JSONValue {
    [
      "language": .string(language), "captions": .integer(characters.total),
      "characters": ["mean": .number(characters.mean), "p95": integer(characters.values(holding: [0.95]).first)],
    ]
  }

  private static func json(_ language: String, _ lengths: CaptionLengths) -> JSONValue {
    [
      "language": .string(language), "captions": .integer(lengths.captions), "mean": .number(lengths.mean),
      "p95": integer(lengths.high), "mean_seen": .number(lengths.seenLengths.mean), "cut": .integer(lengths.cut),
      "unknown": .integer(lengths.unknown), "unknown_share": .number(lengths.unknownShare),
      "failed": .integer(lengths.failed),
    ]
  }

  private static func integer(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
}

extension LengthReport.Reader {
  fileprivate var members: [JSONMember] {
    switch self {
    case .pages(let rows, let columns, let patch):
      return [
        JSONMember("unit", "patches"), JSONMember("rows", .integer(rows)), JSONMember("columns", .integer(columns)),
        JSONMember("patch", .integer(patch)),
      ]
    case .tokens(let vocabulary, let origin):
      let members = [JSONMember("unit", "tokens"), JSONMember("vocabulary", .integer(vocabulary))]
      switch origin {
      case .rule: return members
      case .file(let path): return members + [JSONMember("file", .string(path))]
      case .captions(let count): return members + [JSONMember("learned_from", .integer(count))]
      }
    }
  }
}

import Console
import Files
import JSON

/// The records that a conversion left out, as `left-out.jsonl` lists them.
struct LeftOutList {
  static let fileName = "left-out.jsonl"

  /// One line.
  struct Entry {
    /// Of the record in the source; nil where it could not even be told from others.
    let record: Int?
    let origin: String
    let reason: String
    /// Records that are lost by it.
    var lost: LostRecords = 1

    var json: JSONValue {
      .object(
        (record.map { [JSONMember("record", .integer($0))] } ?? [])
          + [JSONMember("origin", .string(origin)), JSONMember("reason", .string(reason))] + lost.members)
    }
  }

  private(set) var entries: [Entry] = []
  /// Records that are left out.
  private(set) var lost: LostRecords = 0
  /// Problems without words of their own, and what they cost.
  private let unlisted: (problems: Int, lost: LostRecords)
  /// Records that may be left out, and all there are.
  private let limit: Int
  private let total: Int

  /// Begins with what reading the source left out.
  init(_ problems: SkippedParts, records: Int, limitShare: Double) {
    entries = problems.first.map {
      Entry(record: nil, origin: "\($0.origin)", reason: $0.reason, lost: $0.lost)
    }
    unlisted = (problems.problemCount - problems.first.count, problems.unlisted)
    lost = problems.lost
    total = (LostRecords(records) + lost).count
    limit = LostRecords.limit(share: limitShare, of: total)
  }

  mutating func add(_ problem: CorpusProblem, record: Int) {
    append(Entry(record: record, origin: "\(problem.origin)", reason: problem.reason, lost: problem.lost))
  }

  private mutating func append(_ entry: Entry) {
    entries.append(entry)
    lost += entry.lost
  }

  /// Takes what an earlier call left out of records below `record`.
  mutating func adopt(from folder: String, below record: Int) throws {
    let path = folder + "/" + Self.fileName
    guard SourceFile.exists(path) else { return }
    for line in try SourceFile.bytes(path).split(separator: 0x0A) {
      let json = try JSONValue(parsing: line, source: path)
      guard let number = json["record"]?.intValue, number < record else { continue }
      append(
        Entry(
          record: number, origin: json["origin"]?.stringValue ?? "", reason: json["reason"]?.stringValue ?? "",
          lost: LostRecords(
            json["lost"]?.intValue ?? 1, isEstimated: json["estimated"]?.boolValue ?? false)))
    }
  }

  func write(to folder: String) throws {
    var lines = entries.map { $0.json.compactText + "\n" }
    if unlisted.problems > 0 {
      let more = [JSONMember("more", .integer(unlisted.problems))] + unlisted.lost.members
      lines.append(JSONValue.object(more).compactText + "\n")
    }
    try AtomicFile.write(lines.joined(), to: folder + "/" + Self.fileName)
  }

  /// Throws, with the list in the folder, when more records were left out than the limit allows.
  func check(folder: String) throws {
    guard lost.count > limit else { return }
    try write(to: folder)
    let shown = entries.suffix(5)
      .map { "  " + CorpusProblem.sentence(origin: $0.origin, reason: $0.reason, lost: $0.lost) }
      .joined(separator: "\n")
    throw CorpusError(
      "\(lost.text) of \(NumberText.thousands(total)) records cannot be converted, and at most "
        + "\(NumberText.thousands(limit)) may be left out; fix them or raise --max-unreadable; all of them are listed in \(folder)/\(Self.fileName):\n\(shown)"
    )
  }
}

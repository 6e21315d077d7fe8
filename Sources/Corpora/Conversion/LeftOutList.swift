import Console
import Tensors

/// The records that a conversion left out, as `left-out.jsonl` lists them.
struct LeftOutList {
  static let fileName = "left-out.jsonl"

  /// One line.
  struct Entry {
    /// Of the record in the source; nil where it could not even be told from others.
    let record: Int?
    let origin: String
    let reason: String

    var json: JSONValue {
      .object(
        (record.map { [JSONMember("record", .integer($0))] } ?? [])
          + [JSONMember("origin", .string(origin)), JSONMember("reason", .string(reason))])
    }
  }

  private(set) var entries: [Entry] = []
  /// Records without words of their own.
  private let uncounted: Int
  /// Records that may be left out, and all there are.
  private let limit: Int
  private let total: Int

  /// Begins with what reading the source left out.
  init(_ problems: SkippedParts, records: Int, limitShare: Double) {
    entries = problems.first.map { Entry(record: nil, origin: "\($0.origin)", reason: $0.reason) }
    uncounted = problems.count - problems.first.count
    total = records + problems.count
    limit = Int(limitShare * Double(total))
  }

  var count: Int { entries.count + uncounted }

  mutating func add(_ problem: CorpusProblem, record: Int) {
    entries.append(Entry(record: record, origin: "\(problem.origin)", reason: problem.reason))
  }

  /// Takes what an earlier call left out of records below `record`.
  mutating func adopt(from folder: String, below record: Int) throws {
    let path = folder + "/" + Self.fileName
    guard SourceFile.exists(path) else { return }
    for line in try SourceFile.bytes(path).split(separator: 0x0A) {
      let json = try JSONValue(parsing: line, source: path)
      guard let number = json["record"]?.intValue, number < record else { continue }
      entries.append(
        Entry(
          record: number, origin: json["origin"]?.stringValue ?? "", reason: json["reason"]?.stringValue ?? ""))
    }
  }

  func write(to folder: String) throws {
    var lines = entries.map { $0.json.compactText + "\n" }
    if uncounted > 0 { lines.append("{\"more\":\(uncounted)}\n") }
    try AtomicFile.write(lines.joined(), to: folder + "/" + Self.fileName)
  }

  /// Throws, with the list in the folder, when more records were left out than the limit allows.
  func check(folder: String) throws {
    guard count > limit else { return }
    try write(to: folder)
    let shown = entries.suffix(5).map { "  \($0.origin): \($0.reason)" }.joined(separator: "\n")
    throw CorpusError(
      "\(count) of \(total) records cannot be converted, and at most \(limit) may be left out; mend them or raise "
        + "--unreadable; all of them are listed in \(folder)/\(Self.fileName):\n\(shown)")
  }
}

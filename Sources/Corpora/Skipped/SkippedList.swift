import Files
import JSON

/// A file that lists what was skipped: one JSON object a line, and a last one that counts what has no words.
public struct SkippedList {
  /// The list's name in a folder of shards or of a run.
  public static let fileName = "skipped.jsonl"
  /// What it was called once.
  private static let formerName = "left-out.jsonl"

  public let path: String
  /// What the list belongs to; nil where a person named the file.
  private let folder: String?

  public init(path: String) {
    self.path = path
    folder = nil
  }

  /// The list of a folder.
  public init(in folder: String) {
    self.folder = folder
    path = folder + "/" + Self.fileName
  }

  private var formerPath: String? { folder.map { $0 + "/" + Self.formerName } }

  /// Writes all at once; the folder is made where it is missing.
  public func write(_ skipped: SkippedRecords) throws {
    if let folder { try Disk().makeFolder(folder) }
    var lines = skipped.first.map { Self.line($0.json) }
    if skipped.unlistedEntries > 0 {
      lines.append(
        Self.line(.object([JSONMember("more", .integer(skipped.unlistedEntries))] + skipped.unlisted.members)))
    }
    try AtomicFile.write(lines.joined(), to: path)
    if let formerPath, SourceFile.exists(formerPath) { try Disk().remove(formerPath) }
  }

  /// Gives `body` what it should tell every record, where they are too many for the memory.
  public func writeEach<Result>(_ body: ((SkippedRecord) throws -> Void) throws -> Result) throws -> Result {
    var result: Result?
    try AtomicFile.write(to: path) { file in
      result = try body { try file.write(Array(Self.line($0.json).utf8)) }
    }
    guard let result else { throw CorpusError("\(path): the list was not written") }
    return result
  }

  private static func line(_ json: JSONValue) -> String { json.compactText + "\n" }

  /// What `body` gives. Where a source cannot be opened for all that would be skipped, the list says what that is.
  ///
  /// - Parameter report: told where the list is.
  public func explaining<Result>(_ body: () throws -> Result, report: (String) -> Void) throws -> Result {
    do { return try body() } catch let error as CorpusError {
      guard !error.skipped.isEmpty else { throw error }
      try write(error.skipped)
      report("what cannot be read is listed in \(path)")
      throw error
    }
  }

  /// What the file says, or the one of the former name; nothing where there is none.
  public func read() throws -> SkippedRecords {
    var skipped = SkippedRecords(keptLimit: .max)
    guard let path = [path, formerPath].compactMap(\.self).first(where: SourceFile.exists) else { return skipped }
    for line in try SourceFile.bytes(path).split(separator: 0x0A) {
      let json = try JSONValue(parsing: line, source: path)
      if let record = SkippedRecord(json) {
        skipped.add(record)
      } else if let more = json["more"]?.intValue {
        skipped.addUnlisted(more, count: RecordCount(members: json) ?? 0)
      }
    }
    return skipped
  }
}

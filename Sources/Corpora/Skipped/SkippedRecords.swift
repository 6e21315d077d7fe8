import Console
import JSON

/// What was skipped: all records are counted, the first entries are kept in words, so that a file full of damage does not
/// fill the memory.
public struct SkippedRecords: Sendable, Equatable {
  /// Entries kept in words at most, where nothing else is asked for.
  public static let keptLimit = 100_000

  private let keptLimit: Int
  public private(set) var first: [SkippedRecord] = []
  /// Entries, those without words too.
  public private(set) var entryCount = 0
  /// Records that all of them stand for.
  public private(set) var total: RecordCount = 0
  /// Records that entries without words stand for.
  public private(set) var unlisted: RecordCount = 0

  public init(keptLimit: Int = SkippedRecords.keptLimit) { self.keptLimit = keptLimit }

  /// Records that were skipped, estimated ones included.
  public var count: Int { total.count }

  /// Whether there is nothing at all, not even a note.
  public var isEmpty: Bool { entryCount == 0 }

  /// Entries without words.
  var unlistedEntries: Int { entryCount - first.count }

  mutating func add(_ origin: Origin, _ reason: String, count: RecordCount = 1) {
    add(SkippedRecord(origin: origin, reason: reason, count: count))
  }

  public mutating func add(_ record: SkippedRecord) {
    entryCount += 1
    total += record.count
    if first.count < keptLimit { first.append(record) } else { unlisted += record.count }
  }

  /// Counts entries that nobody has in words any more, and what they stand for.
  mutating func addUnlisted(_ entries: Int, count: RecordCount) {
    entryCount += max(0, entries)
    total += count
    unlisted += count
  }

  public mutating func add(_ others: SkippedRecords) {
    for record in others.first { add(record) }
    addUnlisted(others.unlistedEntries, count: others.unlisted)
  }

  /// Adds what is not among them yet: a later look at the same source meets the same records.
  public mutating func merge(_ others: SkippedRecords) {
    let known = Set(first.map(\.description))
    for record in others.first where !known.contains(record.description) { add(record) }
    if others.unlistedEntries > unlistedEntries {
      addUnlisted(
        others.unlistedEntries - unlistedEntries,
        count: RecordCount(others.unlisted.count - unlisted.count, isEstimated: others.unlisted.isEstimated))
    }
  }

  /// What could be read, nil in the place of every other image of a measurement.
  ///
  /// - Parameters:
  ///   - share: of all images that may be skipped, 0…1.
  ///   - total: images of the measurement.
  ///
  /// Throws `CorpusError` when more than the share could not.
  public mutating func accept<Value>(
    _ outcomes: [Result<Value, SkippedRecord>], share: Double, of total: Int
  ) throws -> [Value?] {
    let values = outcomes.map { outcome -> Value? in
      switch outcome {
      case .success(let value): return value
      case .failure(let record):
        add(record)
        return nil
      }
    }
    let limit = RecordCount.limit(share: share, of: total)
    guard count > limit else { return values }
    guard entryCount > 1 else { throw CorpusError("\(first[0])") }
    throw CorpusError(
      "\(self.total.text) images or more of \(total) cannot be read, and \(limit) may be skipped; fix them or allow more:"
        + list(atMost: 20))
  }
}

/// In words.
extension SkippedRecords {
  /// How many were skipped and which was the first; nil where there is nothing.
  ///
  /// - Parameter what: the parts' name in the plural, as a sentence begins: "Images".
  public func sentence(_ what: String) -> String? {
    guard !isEmpty else { return nil }
    let example = first.first.map { "\($0)" } ?? "?"
    guard count > 0 else { return "\(what): none is skipped, but \(example)." }
    return "\(what) that cannot be read were skipped: \(total.text), the first: \(example)."
  }

  /// The first entries, each as a line that says that it was skipped, and one that counts all where there are more.
  public func lines(atMost limit: Int) -> [String] {
    let lines = first.prefix(limit).map { "skipped: \($0)" }
    guard entryCount > limit else { return lines }
    return lines + ["skipped in all: \(total.sentence) by \(NumberText.thousands(entryCount)) problems"]
  }

  /// The first entries, each on a line below a complaint, and `more` on another where there are more.
  func list(atMost limit: Int, more: String = "…") -> String {
    first.prefix(limit).map { "\n  \($0)" }.joined() + (entryCount > limit ? "\n  \(more)" : "")
  }
}

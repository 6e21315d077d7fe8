import Console
import JSON

/// What of a file was left out: all lost records are counted, the first problems are kept in words, so that a file full of
/// damage does not fill the memory.
public struct SkippedParts: Sendable, Equatable {
  /// Problems kept in words at most.
  public static let keptLimit = 100_000

  public private(set) var first: [CorpusProblem] = []
  /// Problems, those without words too.
  public private(set) var problemCount = 0
  /// Records that all of them cost.
  public private(set) var lost: LostRecords = 0
  /// Records that are lost by problems without words.
  public private(set) var unlisted: LostRecords = 0

  public init() {}

  /// Records that are lost, estimated ones included.
  public var count: Int { lost.count }

  /// Whether there is no problem at all, not even one that costs no record.
  public var isEmpty: Bool { problemCount == 0 }

  /// How many were left out and which was the first; nil where there is no problem.
  ///
  /// - Parameter what: the parts' name in the plural, as a sentence begins: "Images".
  public func sentence(_ what: String) -> String? {
    guard !isEmpty else { return nil }
    guard count > 0 else { return "\(what): none is lost, but \(first.first.map { "\($0)" } ?? "?")." }
    return "\(what) that cannot be read were left out: \(lost.text), the first: \(first.first.map { "\($0)" } ?? "?")."
  }

  /// The first problems, each as a line that says that it was left out, and one that counts all where there are more.
  public func lines(atMost limit: Int) -> [String] {
    let lines = first.prefix(limit).map { "left out: \($0)" }
    guard problemCount > limit else { return lines }
    return lines + ["left out in all: \(lost.sentence) by \(NumberText.thousands(problemCount)) problems"]
  }

  /// The problems, one JSON object a line, and a last one that counts those without words.
  public var jsonLines: String {
    let rest = problemCount - first.count
    let more = rest > 0 ? [JSONValue.object([JSONMember("more", .integer(rest))] + unlisted.members)] : []
    return (first.map(\.json) + more).map { $0.compactText + "\n" }.joined()
  }

  mutating func add(_ origin: Origin, _ reason: String, lost: LostRecords = 1) {
    add(CorpusProblem(origin: origin, reason: reason, lost: lost))
  }

  public mutating func add(_ problem: CorpusProblem) {
    problemCount += 1
    lost += problem.lost
    if first.count < Self.keptLimit { first.append(problem) } else { unlisted += problem.lost }
  }

  /// Counts problems that nobody has in words any more, and what they cost.
  mutating func countMore(_ more: Int, lost: LostRecords) {
    problemCount += max(0, more)
    self.lost += lost
    unlisted += lost
  }

  mutating func add(_ others: SkippedParts) {
    problemCount += others.problemCount
    lost += others.lost
    let kept = others.first.prefix(Self.keptLimit - first.count)
    first += kept
    unlisted = others.first.dropFirst(kept.count).reduce(unlisted + others.unlisted) { $0 + $1.lost }
  }
}

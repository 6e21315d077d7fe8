import Console

/// What of a file was left out: everything is counted, the first of them are kept in words, so that a file full of damage
/// does not fill the memory.
public struct SkippedParts: Sendable, Equatable {
  /// Parts kept in words at most.
  public static let keptLimit = 100_000

  public private(set) var first: [CorpusProblem] = []
  public private(set) var count = 0

  public init() {}

  /// How many were left out and which was the first; nil where none was.
  ///
  /// - Parameter what: the parts' name in the plural, as a sentence begins: "Pictures".
  public func sentence(_ what: String) -> String? {
    guard count > 0 else { return nil }
    let number = NumberText.thousands(count)
    return
      "\(what) that cannot be read were left out: \(number), the first: \(first.first.map { "\($0)" } ?? "?")."
  }

  mutating func add(_ origin: Origin, _ reason: String) {
    count += 1
    if first.count < Self.keptLimit { first.append(CorpusProblem(origin: origin, reason: reason)) }
  }

  mutating func add(_ problem: CorpusProblem) { add(problem.origin, problem.reason) }

  /// Counts parts that nobody has in words any more.
  mutating func countMore(_ more: Int) { count += max(0, more) }

  mutating func add(_ others: SkippedParts) {
    count += others.count
    first += others.first.prefix(Self.keptLimit - first.count)
  }
}

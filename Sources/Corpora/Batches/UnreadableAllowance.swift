/// How many images a measurement may do without because they cannot be read.
public struct UnreadableAllowance: Sendable {
  /// Share of all images, 0…1.
  public let share: Double
  /// Images of the measurement.
  private let total: Int
  /// What was left out so far, with its origin.
  public private(set) var problems = SkippedParts()

  /// Problems that a complaint lists.
  private static let shown = 20

  public init(share: Double, of total: Int) {
    self.share = share
    self.total = total
  }

  /// What could be read, nil in the place of every other image.
  ///
  /// Throws `CorpusError` when more than the share could not.
  public mutating func accept<Value>(_ outcomes: [Result<Value, CorpusProblem>]) throws -> [Value?] {
    let values = outcomes.map { outcome -> Value? in
      switch outcome {
      case .success(let value): return value
      case .failure(let problem):
        problems.add(problem)
        return nil
      }
    }
    let limit = LostRecords.limit(share: share, of: total)
    guard problems.count > limit else { return values }
    guard problems.problemCount > 1 else { throw CorpusError("\(problems.first[0])") }
    let list = problems.first.prefix(Self.shown).map { "  \($0)" }.joined(separator: "\n")
    throw CorpusError(
      "\(problems.lost.text) images or more of \(total) cannot be read, and \(limit) may be left out; fix them or allow more:"
        + "\n\(list)\(problems.problemCount > Self.shown ? "\n  …" : "")")
  }
}

/// A part of a file that was left out, and why.
public struct SkippedPart: Sendable, Equatable, CustomStringConvertible {
  public let origin: Origin
  public let reason: String

  public var description: String { "\(origin): \(reason)" }
}

/// What of a file was left out: everything is counted, the first of them are kept in words, so that a file full of damage
/// does not fill the memory.
public struct SkippedParts: Sendable, Equatable {
  /// Parts kept in words at most.
  public static let keptLimit = 1_000

  public private(set) var first: [SkippedPart] = []
  public private(set) var count = 0

  public init() {}

  mutating func add(_ origin: Origin, _ reason: String) {
    count += 1
    if first.count < Self.keptLimit { first.append(SkippedPart(origin: origin, reason: reason)) }
  }

  mutating func add(_ others: SkippedParts) {
    count += others.count
    first += others.first.prefix(Self.keptLimit - first.count)
  }
}

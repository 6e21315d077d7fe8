/// Something of a corpus that was left out, and why.
public struct CorpusProblem: Sendable, Equatable, CustomStringConvertible {
  public let origin: Origin
  /// A sentence.
  public let reason: String

  public init(origin: Origin, reason: String) {
    self.origin = origin
    self.reason = reason
  }

  public var description: String { "\(origin): \(reason)" }
}

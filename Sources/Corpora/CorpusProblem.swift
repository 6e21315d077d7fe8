import JSON

/// Something of a corpus that was left out, why, and how many records that cost.
public struct CorpusProblem: Sendable, Equatable, CustomStringConvertible {
  public let origin: Origin
  /// A sentence.
  public let reason: String
  /// Records that are lost by it. None where it says something of a file, or of a record that another problem counts.
  public let lost: LostRecords

  public init(origin: Origin, reason: String, lost: LostRecords = 1) {
    self.origin = origin
    self.reason = reason
    self.lost = lost
  }

  /// Says the number of records where it is not one.
  public var description: String { Self.sentence(origin: "\(origin)", reason: reason, lost: lost) }

  static func sentence(origin: String, reason: String, lost: LostRecords) -> String {
    "\(origin): \(reason)\(lost.count == 0 || lost == 1 ? "" : " (\(lost.sentence))")"
  }

  /// For a list with one problem a line.
  public var json: JSONValue {
    .object([JSONMember("origin", .string("\(origin)")), JSONMember("reason", .string(reason))] + lost.members)
  }
}

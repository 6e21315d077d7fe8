import JSON

/// Something of a source that is not as it should be.
public struct InspectionProblem: Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    /// The record itself cannot be read.
    case record
    /// The image's file is not there.
    case missing
    /// The image cannot be read or is no image.
    case image
    /// The caption cannot be drawn.
    case caption
    /// The image's bytes are in another split too.
    case leak
    /// Something that people may want to know and that costs no record.
    case note

    /// Whether a record with such a problem cannot be used.
    var isLoss: Bool {
      switch self {
      case .record, .missing, .image: true
      case .caption, .leak, .note: false
      }
    }
  }

  public let kind: Kind
  public let origin: String
  /// A sentence.
  public let reason: String
  /// Records that it is about.
  public let lost: LostRecords

  public init(_ kind: Kind, origin: String, reason: String, lost: LostRecords = 1) {
    self.kind = kind
    self.origin = origin
    self.reason = reason
    self.lost = lost
  }

  /// What of a source was left out, or is only noted.
  public init(_ problem: CorpusProblem) {
    self.init(
      problem.lost.count == 0 ? .note : .record, origin: "\(problem.origin)", reason: problem.reason, lost: problem.lost
    )
  }

  /// What it adds to the number of its kind: records, or of notes itself.
  public var weight: LostRecords { kind == .note ? 1 : lost }

  /// Says the number of records where it is not one.
  public var description: String { CorpusProblem.sentence(origin: origin, reason: reason, lost: lost) }

  /// For a list with one problem a line.
  public var json: JSONValue {
    let members = [("kind", kind.rawValue), ("origin", origin), ("reason", reason)]
    return .object(members.map { JSONMember($0, .string($1)) } + (kind.isLoss ? lost.members : []))
  }
}

import Console

/// Something of a source that is not as it should be.
public struct InspectionProblem: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// The record itself cannot be read.
    case record
    /// The picture's file is not there.
    case missing
    /// The picture cannot be read or is no picture.
    case picture
    /// The caption cannot be drawn.
    case caption
    /// The picture's bytes are in another split too.
    case leak
  }

  public let kind: Kind
  public let origin: String
  /// A sentence.
  public let reason: String

  public init(_ kind: Kind, origin: String, reason: String) {
    self.kind = kind
    self.origin = origin
    self.reason = reason
  }

  /// For a list with one problem a line.
  public var json: JSONValue {
    ["kind": .string(kind.rawValue), "origin": .string(origin), "reason": .string(reason)]
  }
}

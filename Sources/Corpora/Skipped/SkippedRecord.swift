import JSON

/// A record that was skipped, or something to know of a source, and why.
public struct SkippedRecord: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Kind: String, Sendable, CaseIterable {
    /// The record cannot be used.
    case record
    /// The image's file is not there.
    case missing
    /// The image cannot be read or is no image.
    case image
    /// The caption cannot be drawn.
    case caption
    /// The image's bytes are in another split too.
    case leak
    /// The image, or one of its captions, is dropped by a rule of the corpus.
    case rule
    /// Something that people may want to know and that costs no record.
    case note

    /// Whether a record of the kind is not used.
    fileprivate var isSkipped: Bool {
      switch self {
      case .record, .missing, .image: true
      case .caption, .leak, .rule, .note: false
      }
    }
  }

  public let kind: Kind
  /// Of the record in its source, where that is known and something goes on behind it.
  public var number: Int?
  public let origin: Origin
  /// A sentence.
  public let reason: String
  /// Records that it stands for. None where it says something of a file, or of a record that another counts.
  public let count: RecordCount

  /// - Parameters:
  ///   - kind: nil for a record, or for a note where `count` is 0.
  ///   - count: nil for one, or none where the kind costs no record.
  public init(_ kind: Kind? = nil, origin: Origin, reason: String, count: RecordCount? = nil) {
    self.kind = kind ?? (count?.count == 0 ? .note : .record)
    self.origin = origin
    self.reason = reason
    self.count = count ?? (self.kind.isSkipped ? 1 : 0)
  }

  /// What was thrown where the record's own place may not be known any more.
  init(readingRecord number: Int, _ error: any Error) {
    self =
      error as? SkippedRecord
      ?? SkippedRecord(origin: Origin(file: "the source", place: .member("record \(number)")), reason: "\(error)")
  }

  /// What it adds to the number of its kind: records, or one where it costs none.
  public var weight: RecordCount { count.count == 0 ? 1 : count }

  /// Says the number of records where it is not one.
  public var description: String { "\(origin): \(reason)\(countNote)" }

  /// " (about 40 records)", where it is not about one.
  public var countNote: String { count.count == 0 || count == 1 ? "" : " (\(count.sentence))" }
}

extension SkippedRecord {
  /// A line of a list.
  public var json: JSONValue {
    .object(
      [JSONMember("kind", .string(kind.rawValue))] + (number.map { [JSONMember("record", .integer($0))] } ?? [])
        + [JSONMember("origin", .string("\(origin)")), JSONMember("reason", .string(reason))] + count.members)
  }

  /// A line of a list, also of those that did not name the kind yet; nil where it is none.
  init?(_ json: JSONValue) {
    guard let origin = json["origin"]?.stringValue, let reason = json["reason"]?.stringValue else { return nil }
    self.init(
      json["kind"]?.stringValue.flatMap(Kind.init), origin: Origin(file: origin, place: .whole), reason: reason,
      count: RecordCount(members: json))
    number = json["record"]?.intValue
  }
}

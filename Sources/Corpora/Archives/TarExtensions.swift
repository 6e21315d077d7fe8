/// What headers before a member say about it.
struct TarExtensions: Equatable {
  var records = PaxRecords()
  var longName: [UInt8]?
  /// Why the member must be skipped.
  var complaint: String?

  /// Whether a member must follow.
  private(set) var isPending = false

  mutating func take(_ kind: TarHeader.Kind, _ bytes: [UInt8]) throws(TarDamage) {
    isPending = true
    switch kind {
    case .records: records = records.overridden(by: try PaxRecords(bytes))
    case .longName: longName = Array(bytes[..<Self.end(of: bytes)])
    case .globalRecords, .longLink, .file, .folder, .refused, .sparse: break
    }
  }

  /// GNU closes names with a zero byte; one before that is a part of the name and no good.
  private static func end(of bytes: [UInt8]) -> Int { bytes.last == 0 ? bytes.count - 1 : bytes.count }
}

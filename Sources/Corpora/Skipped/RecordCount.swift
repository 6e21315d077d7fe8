import Console
import JSON

/// How many records something stands for: images with their captions, not complaints or lines.
///
/// A literal number is an exact one.
public struct RecordCount: Sendable, Hashable, ExpressibleByIntegerLiteral {
  public let count: Int
  /// Whether nothing says the number, so that it was estimated from the bytes that are gone or from the records around them.
  public let isEstimated: Bool

  /// - Parameter count: below 0 is 0.
  public init(_ count: Int, isEstimated: Bool = false) {
    self.count = max(0, count)
    self.isEstimated = isEstimated
  }

  public init(integerLiteral count: Int) { self.init(count) }

  /// What a damaged stretch of a file held, by the records that could be read in it: at least one, and one where there were none.
  ///
  /// - Parameters:
  ///   - bytes: that cannot be read.
  ///   - records: that could be read.
  ///   - readBytes: that those take.
  static func estimated(ofBytes bytes: Int, records: Int, readBytes: Int) -> RecordCount {
    guard bytes > 0, records > 0, readBytes > 0 else { return RecordCount(1, isEstimated: true) }
    let count = (Double(bytes) * Double(records) / Double(readBytes)).rounded()
    return RecordCount(max(1, Int(exactly: count) ?? .max), isEstimated: true)
  }

  /// Records of `total` that may be skipped.
  ///
  /// - Parameter share: 0…1.
  static func limit(share: Double, of total: Int) -> Int {
    // A share such as 0.29 is stored as a little less.
    Int(exactly: (share * Double(total) + 1e-6).rounded(.down)) ?? total
  }

  public static func + (left: RecordCount, right: RecordCount) -> RecordCount {
    let (sum, isTooLarge) = left.count.addingReportingOverflow(right.count)
    return RecordCount(isTooLarge ? .max : sum, isEstimated: left.isEstimated || right.isEstimated)
  }

  public static func += (left: inout RecordCount, right: RecordCount) { left = left + right }

  /// "1,234", or "about 1,234" where it was estimated.
  public var text: String { (isEstimated ? "about " : "") + NumberText.thousands(count) }

  /// "1 record", "about 40 records".
  public var sentence: String { "\(text) \(count == 1 ? "record" : "records")" }

  /// For lists: `count`, and `estimated` where it was.
  var members: [JSONMember] {
    [JSONMember("count", .integer(count))] + (isEstimated ? [JSONMember("estimated", .bool(true))] : [])
  }

  /// Nil where a list says no number; `lost` was its name once.
  init?(members json: JSONValue) {
    guard let count = (json["count"] ?? json["lost"])?.intValue else { return nil }
    self.init(count, isEstimated: json["estimated"]?.boolValue ?? false)
  }
}

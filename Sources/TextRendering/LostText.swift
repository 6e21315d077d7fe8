/// What of a caption did not reach the page.
public struct LostText: Sendable, Equatable {
  /// Code points that no font of the stack draws, or that are unassigned, with how often they occurred.
  public var missing: [UInt32: Int] = [:]
  /// Visible code points on lines that no longer fit the page.
  public var truncatedCharacters = 0
  /// Lines that no longer fit the page.
  public var truncatedLines = 0
  /// Bytes that were not UTF-8 and became U+FFFD.
  public var replacedBytes = 0

  public init() {}

  /// Whether the page shows the whole caption.
  public var isEmpty: Bool {
    missing.isEmpty && truncatedCharacters == 0 && truncatedLines == 0 && replacedBytes == 0
  }

  public static func += (sum: inout LostText, other: LostText) {
    sum.missing.merge(other.missing, uniquingKeysWith: +)
    sum.truncatedCharacters += other.truncatedCharacters
    sum.truncatedLines += other.truncatedLines
    sum.replacedBytes += other.replacedBytes
  }
}

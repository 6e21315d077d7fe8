/// What of a caption did not reach the model.
public struct TextTruncation: Sendable, Equatable {
  /// Code points that no font of the stack draws, or that are unassigned, with how often they occurred.
  public var missing: [UInt32: Int] = [:]
  /// Visible code points, in normal form C, on lines that no longer fit the page.
  public var truncatedCharacters = 0
  /// Lines that no longer fit the page.
  public var truncatedLines = 0
  /// Bytes that were not UTF-8 and became U+FFFD.
  public var replacedBytes = 0
  /// Where a model reads tokens: those that stand for text which the vocabulary does not have.
  public var unknownTokens = 0
  /// Where a model reads tokens: those that no longer fit its context.
  public var truncatedTokens = 0

  public init() {}

  /// Whether the model sees the whole caption.
  public var isEmpty: Bool { self == TextTruncation() }

  public static func += (sum: inout TextTruncation, other: TextTruncation) {
    sum.missing.merge(other.missing, uniquingKeysWith: +)
    sum.truncatedCharacters += other.truncatedCharacters
    sum.truncatedLines += other.truncatedLines
    sum.replacedBytes += other.replacedBytes
    sum.unknownTokens += other.unknownTokens
    sum.truncatedTokens += other.truncatedTokens
  }
}

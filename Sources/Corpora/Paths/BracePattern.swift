/// A name that stands for many, as shells expand it: `shard-{000000..000127}.tar`, `{train,valid}/a.tsv`.
///
/// Lists and ranges of whole numbers may stand in one another and side by side; the last changes fastest. A range counts
/// down where its end is below its start, has a step as its third number, and keeps leading zeros. A backslash before
/// `{`, `}`, `,` or another backslash takes its meaning away; before anything else it is a character as any other.
public struct BracePattern: Sendable {
  /// Names that a pattern may stand for at most.
  public static let limit = 1_000_000
  /// Bytes that all of them together may have.
  static let byteLimit = 1 << 28

  public let text: String
  private let root: BraceNode

  /// Throws `CorpusError` where a brace has no partner or holds neither a list nor a range, and where the pattern stands
  /// for too many names.
  public init(_ text: String) throws {
    self.text = text
    var parser = BraceParser(text)
    root = try parser.parse()
    let (bytes, overflow) = root.count.multipliedReportingOverflow(by: max(1, root.longest))
    guard root.count <= Self.limit, !overflow, bytes <= Self.byteLimit else {
      throw CorpusError(
        "the pattern “\(MemberName.shown(text))” stands for too many names; at most \(Self.limit) are expanded, and \(Self.byteLimit) bytes of them"
      )
    }
  }

  /// How many names the pattern stands for, at least 1.
  public var count: Int { root.count }

  /// The names in the pattern's order.
  public func names() -> [String] { root.expanded().map { String(decoding: $0, as: UTF8.self) } }
}

/// How a table is written as text.
public struct DelimitedFormat: Sendable, Equatable {
  /// The ASCII byte between fields.
  public var separator: UInt8
  /// Whether fields may stand in double quotes, with quotes in them doubled (RFC 4180). Without, a quote is a character as
  /// any other and a line is always a record.
  public var isQuoted: Bool
  /// Whether the first record names the columns.
  public var hasHeader: Bool
  /// Bytes of a record that are read at most. Images may stand in fields as Base64.
  public var recordLimit: Int
  /// Fields that every record must have; the first record decides where nil.
  public var width: Int?

  public init(
    separator: UInt8, isQuoted: Bool = true, hasHeader: Bool = true, recordLimit: Int = 64 << 20, width: Int? = nil
  ) {
    self.separator = separator
    self.isQuoted = isQuoted
    self.hasHeader = hasHeader
    self.recordLimit = recordLimit
    self.width = width
  }

  /// Commas, quotes and a header.
  public static let csv = DelimitedFormat(separator: UInt8(ascii: ","))
  /// Tabs, quotes and a header.
  public static let tsv = DelimitedFormat(separator: UInt8(ascii: "\t"))
  /// Tabs and nothing else, as Chinese-CLIP writes its texts and images.
  public static let rawTSV = DelimitedFormat(separator: UInt8(ascii: "\t"), isQuoted: false, hasHeader: false)

  /// Columns of a table at most.
  static let columnLimit = 10_000

  /// Why this cannot be read, or nil.
  var complaint: String? {
    switch separator {
    case UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"), 0x80...:
      "fields cannot be separated by the byte \(separator); choose a comma, a tab or another ASCII character"
    default: nil
    }
  }
}

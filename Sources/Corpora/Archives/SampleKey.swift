/// Which sample a member of a WebDataset shard belongs to, and as what.
///
/// The name up to the first dot after its last slash is the key, folders included; what follows that dot is the extension:
/// `a/b.c.jpg` is the part `c.jpg` of the sample `a/b` (the rule of the `webdataset` package's `base_plus_ext`).
public struct SampleKey: Sendable, Hashable {
  public let key: String
  /// In lower case; may be empty.
  public let fileExtension: String

  /// Nil where the file's name has no dot or begins with one.
  public init?(_ name: String) {
    let bytes = name.utf8
    let base = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes.index(after: $0) } ?? bytes.startIndex
    guard let dot = bytes[base...].firstIndex(of: UInt8(ascii: ".")), dot > base else { return nil }
    key = String(name[..<dot])
    fileExtension = name[bytes.index(after: dot)...].lowercased()
  }
}

import Console

/// What an archive's member may be called.
enum MemberName {
  /// Why a name is refused, or nil where it is none of these: empty, not UTF-8, absolute, with a zero byte, or with `..`
  /// among its folders.
  static func complaint(_ name: [UInt8]) -> String? {
    if name.isEmpty { return "the name is empty" }
    if name.contains(0) { return "the name holds a zero byte" }
    if name.first == UInt8(ascii: "/") { return "the name begins at the root of the file system" }
    if name.split(separator: UInt8(ascii: "/")).contains(where: { $0.elementsEqual("..".utf8) }) {
      return "the name leads out of its folder by “..”"
    }
    return String(validating: name, as: UTF8.self) == nil ? "the name is not valid UTF-8" : nil
  }

  /// A name as it may stand in a message: short, and without characters that would steer a terminal.
  static func shown(_ name: String) -> String {
    let start = printable(String(name.unicodeScalars.prefix(120)))
    return start + (name.unicodeScalars.dropFirst(120).isEmpty ? "" : "…")
  }

  /// All of a name without characters that would steer a terminal.
  static func printable(_ name: String) -> String {
    PrintableText.of(name, keepsLines: false)
  }
}

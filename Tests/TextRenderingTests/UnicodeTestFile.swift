import CICU
import CZlib
import TestSupport

/// A test file of Unicode of the version that ICU follows: the installed one where it is of that version, else a fixture.
///
/// The distribution's packages need not agree: Debian 13 has ICU 76, which is Unicode 16.0, beside the data of 15.1.
struct UnicodeTestFile {
  let name: String
  /// Such as "16.0".
  let version: String
  /// Lines with their comments cut off, without empty ones.
  let lines: [Substring]

  /// The version of Unicode that the installed ICU follows.
  static let icuVersion = U_UNICODE_VERSION

  /// - Parameter folder: where it stands below the installed data's folder.
  init?(_ name: String, in folder: String = "auxiliary") {
    let fixture = Fixture.path("unicode-\(Self.icuVersion)/\(name).txt.gz")
    for path in ["\(UnicodeData.folder)\(folder)/\(name).txt", fixture] {
      guard let text = Self.text(path), let version = Self.version(of: text), version == Self.icuVersion else {
        continue
      }
      self.name = name
      self.version = version
      lines = UnicodeData.lines(of: text)
      print("\(name) of Unicode \(version), from \(path == fixture ? "a fixture" : path); ICU \(U_ICU_VERSION)")
      return
    }
    return nil
  }

  /// Why a test does not run.
  static func absence(_ name: String) -> String {
    let found = text("\(UnicodeData.folder)auxiliary/\(name).txt").flatMap(version)
    return "ICU \(U_ICU_VERSION) follows Unicode \(icuVersion), and no \(name) of that version is at hand "
      + "(the package unicode-data \(found.map { "has \($0)" } ?? "is not installed"), fixtures have 16.0)"
  }

  /// zlib reads what is not compressed as it is.
  private static func text(_ path: String) -> String? {
    guard let file = gzopen(path, "rb") else { return nil }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = gzread(file, &part, UInt32(part.count)), count > 0 { bytes += part.prefix(Int(count)) }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }

  /// Of a first line such as `# GraphemeBreakTest-cldr-16.0.0.txt`, without the update's number.
  private static func version(of text: String) -> String? {
    let number = text.prefix { $0 != "\n" }.split(separator: "-").last?.split(separator: ".")
    return number.flatMap { $0.count > 2 ? $0.prefix(2).joined(separator: ".") : nil }
  }
}

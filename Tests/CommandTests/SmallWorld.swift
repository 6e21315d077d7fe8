import Foundation
import TestSupport

/// A home folder in which everything is small: some ninety emoji, one font, a tiny model.
struct SmallWorld {
  let folder: TemporaryFolder
  var home: String { folder.path }

  /// Where the small packages lie; a folder like the system's root.
  var packages: String { folder.file("packages") }
  var fontStack: String { folder.file("stack.json") }

  init() throws {
    folder = try TemporaryFolder()
    try link("share/unicode/cldr")
    try link("share/fonts")
    try link("share/rubygems-integration")
    try write("packages/usr/share/unicode/emoji/emoji-test.txt", Self.emojiList())
    try writeFontStack(scale: 0.9)
  }

  /// Options of a run that takes a second.
  func training(_ run: String, _ more: [String] = []) -> [String] {
    let fields = [
      "corpus.packages=\(packages)", "rendering.fonts=\(fontStack)", "image.imageSize=32", "model.variant=mu",
      "model.embedding=16", "training.batch=16", "training.evaluateEvery=1000",
    ]
    return ["--out", folder.file(run), "--steps", "3", "--threads", "1"] + fields.flatMap { ["--set", $0] } + more
  }

  /// A stack of one font. Another `scale` makes another renderer of it.
  func writeFontStack(scale: Double) throws {
    try write(
      "stack.json",
      """
      {"version": 1, "about": "one font", "scripts": {}, "languages": {}, "fallback": ["CJK"], "emoji": null,
       "fonts": {"CJK": {"file": "NotoSansCJK-Regular.ttc", "package": "fonts-noto-cjk", "face": 2, "scale": \(scale)}}}
      """)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    let path = folder.file(name)
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  func copy(_ run: String, to name: String) throws {
    try FileManager.default.copyItem(atPath: folder.file(run), toPath: folder.file(name))
  }

  /// The only file under `folder` with this name.
  func find(_ name: String, in run: String) throws -> String {
    let root = folder.file(run)
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let found = names.filter { $0.hasSuffix("/" + name) }
    guard found.count == 1 else { throw CocoaError(.fileNoSuchFile) }
    return "\(root)/\(found[0])"
  }

  /// Changes one byte in the middle of a file.
  func damage(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 0x40
    try bytes.write(to: URL(filePath: path))
  }

  private func link(_ part: String) throws {
    let place = URL(filePath: packages + "/usr/" + part)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: place.path, withDestinationPath: "/usr/" + part)
  }

  /// The list's groups, all forms of a few hands, and the first faces.
  private static func emojiList() throws -> String {
    let text = try String(contentsOfFile: "/usr/share/unicode/emoji/emoji-test.txt", encoding: .utf8)
    var faces = 0
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line.hasPrefix("#") || line.isEmpty { return true }
      if ["1F44B", "1F44D", "1F44F", "1F64F", "270B", "1F471"].contains(where: line.hasPrefix) { return true }
      faces += 1
      return faces <= 50
    }
    return lines.joined(separator: "\n")
  }
}

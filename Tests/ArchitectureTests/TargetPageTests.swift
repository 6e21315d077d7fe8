import FoundationEssentials
import Testing

/// `docs/targets.md` says of every target what it is about and where to begin, and says nothing that is not there.
@Suite("The page of targets")
struct TargetPageTests {
  private struct Paragraph {
    let targets: [String]
    /// Files and folders that it names, without endings.
    let names: [String]
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  private static func paragraphs() throws -> [Paragraph] {
    let page = try String(contentsOfFile: root + "/docs/targets.md", encoding: .utf8)
    return page.split(separator: "\n\n").compactMap { text in
      guard text.hasPrefix("**") else { return nil }
      let parts = text.dropFirst(2).split(separator: ".**", maxSplits: 1)
      let ticked = text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter {
        $0.offset % 2 == 1
      }
      return Paragraph(
        targets: parts[0].split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init),
        names: ticked.map { String($0.element) }.filter(Self.isFile))
    }
  }

  /// Whether a name is that of a type or a file, and not a word that is typed.
  private static func isFile(_ name: String) -> Bool {
    name.first?.isUppercase == true && !name.contains(".") || name.hasSuffix(".c") || name.hasSuffix("/")
  }

  @Test("every target has one paragraph, and every paragraph its targets")
  func complete() throws {
    let table = FloorTable(try String(contentsOfFile: Self.root + "/Sources/floors.txt", encoding: .utf8))
    let told = try Self.paragraphs().flatMap(\.targets)
    #expect(told.sorted() == table.floors.keys.sorted())
  }

  @Test("what a paragraph names is a file of its target, or stands in one of its files")
  func named() throws {
    var checked = 0
    for paragraph in try Self.paragraphs() {
      let folders = paragraph.targets.map { "\(Self.root)/Sources/\($0)" }
      for name in paragraph.names {
        let isThere = try folders.contains { folder in
          if name.hasSuffix("/") { return FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
          let file = name.contains("/") || name.hasSuffix(".c") ? name : nil
          if let file {
            return ["", ".swift"].contains { FileManager.default.fileExists(atPath: "\(folder)/\(file)\($0)") }
          }
          let files = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
          return try files.contains { path in
            guard path.hasSuffix(".swift") else { return false }
            if path == "\(name).swift" || path.hasSuffix("/\(name).swift") { return true }
            return try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8).contains(name)
          }
        }
        #expect(isThere, "\(paragraph.targets[0]): \(name)")
        checked += 1
      }
    }
    #expect(checked > 80)
  }

  @Test("the walk of one caption names files that are there, and no more than a reader may meet")
  func walk() throws {
    let page = try String(contentsOfFile: Self.root + "/docs/one-caption.md", encoding: .utf8)
    let files = page.split(separator: "\n").filter { $0.hasPrefix("- `") }.map { $0.dropFirst(3).dropLast() }
    for file in files {
      #expect(FileManager.default.fileExists(atPath: "\(Self.root)/Sources/\(file).swift"), "\(file)")
    }
    #expect((50...66).contains(files.count) && Set(files).count == files.count)
  }
}

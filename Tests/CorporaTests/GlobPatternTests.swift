import TestSupport
import Testing

@testable import Corpora

@Suite("Wildcards in paths")
struct GlobPatternTests {
  static let names: [(String, String, Bool)] = [
    ("*", "a", true), ("*", "", true), ("*.tar", "a.tar", true), ("*.tar", "a.tar.gz", false), ("*.tar", ".tar", false),
    (".*", ".tar", true), ("?", "猫", true), ("?", "ab", false), ("?", "", false), ("a*b*c", "aXbYbZc", true),
    ("a*b*c", "aXbYbZ", false), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true),
    ("[^a-c]x", "ax", false), ("[]]", "]", true), ("[a-]", "-", true), ("[*]", "*", true), ("[*]", "a", false),
    ("[一-龥]", "猫", true), ("a.b", "aXb", false), ("~*", "~a", true), ("a[[]b", "a[b", true), ("*a", "aaab", false),
    ("[?a].x", ".x", false), ("?a", ".a", false),
  ]

  @Test("Names fit or do not", arguments: names)
  func matches(pattern: String, name: String, fits: Bool) throws {
    #expect(try GlobComponent(pattern).matches(name) == fits)
  }

  @Test("Many stars on a long name end soon")
  func bounded() throws {
    let stars = String(repeating: "a*", count: 50) + "b"
    #expect(try !GlobComponent(stars).matches(String(repeating: "a", count: 250)))
  }

  static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["b/1.tar", "b/10.tar", "b/2.tar", "b/.3.tar", "a/1.tar", "a/x.txt", "c", "é/1.tar", "Z/1.tar"] {
      try folder.write(name, "")
    }
    return folder
  }

  static let paths: [(String, [String])] = [
    ("b/*.tar", ["b/1.tar", "b/10.tar", "b/2.tar"]), ("*/1.tar", ["Z/1.tar", "a/1.tar", "b/1.tar", "é/1.tar"]),
    ("[ab]/?.t*", ["a/1.tar", "a/x.txt", "b/1.tar", "b/2.tar"]), ("c", ["c"]), ("b//1.tar", ["b/1.tar"]),
    ("./b/1?.tar", ["./b/10.tar"]), ("*", ["Z", "a", "b", "c", "é"]), ("b/.*", ["b/.3.tar"]),
  ]

  @Test("Paths are found, sorted by code unit", arguments: paths)
  func finds(pattern: String, expected: [String]) throws {
    let folder = try Self.folder()
    let glob = try GlobPattern(folder.file(pattern))
    #expect(try glob.paths() == expected.map { folder.file($0) })
  }

  @Test("What nothing fits is an error with the pattern", arguments: ["d", "*.zip", "c/*", "d/*", "*/y.*"])
  func nothing(pattern: String) throws {
    let folder = try Self.folder()
    let error = #expect(throws: CorpusError.self) { try GlobPattern(folder.file(pattern)).paths() }
    #expect(error?.description.hasPrefix(folder.path) == true)
  }

  @Test(
    "Patterns that are no good are refused in a sentence",
    arguments: [
      ("a/[b", "a bracket in “[b” is never closed"), ("[", "is never closed"), ("[]", "is never closed"),
      ("[!]", "is never closed"), ("[z-a]", "runs backwards"), ("a/**/b", "“**” in “**” is not supported"),
      ("", "names no file"), ("/", "names no file"), ("a\u{0}b", "names no file"),
    ])
  func refuses(pattern: String, problem: String) {
    let error = #expect(throws: CorpusError.self) { try GlobPattern(pattern) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }
}

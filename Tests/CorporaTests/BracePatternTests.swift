import TestSupport
import Testing

@testable import Corpora

@Suite("Braces in names")
struct BracePatternTests {
  static let patterns: [(String, [String])] = [
    ("", [""]), ("a.tar", ["a.tar"]), ("{000..003}.tar", ["000.tar", "001.tar", "002.tar", "003.tar"]),
    ("a{3..1}", ["a3", "a2", "a1"]), ("{1..10..4}", ["1", "5", "9"]), ("{10..1..4}", ["10", "6", "2"]),
    ("{1..10..-4}", ["1", "5", "9"]), ("{1..2..0}", ["1", "2"]), ("{-1..1}", ["-1", "0", "1"]),
    ("{-01..1}", ["-01", "000", "001"]), ("{08..11}", ["08", "09", "10", "11"]),
    ("{8..011}", ["008", "009", "010", "011"]),
    ("{5..5}", ["5"]), ("{a,b}{1,2}", ["a1", "a2", "b1", "b2"]), ("{a,{b,c}d,}e", ["ae", "bde", "cde", "e"]),
    ("{train-{0..1},valid}.tsv", ["train-0.tsv", "train-1.tsv", "valid.tsv"]), ("a,b", ["a,b"]),
    (#"\{a,b\}"#, ["{a,b}"]), (#"{a\,b,c}"#, ["a,b", "c"]), (#"a\\b"#, [#"a\b"#]), (#"a\b"#, [#"a\b"#]),
    (#"a\"#, [#"a\"#]),
    ("{,}", ["", ""]), ("图{猫,狗}", ["图猫", "图狗"]), ("{1.5,2}", ["1.5", "2"]), ("{a..c,d}", ["a..c", "d"]),
  ]

  @Test("Patterns are expanded in their order", arguments: patterns)
  func expands(pattern: String, names: [String]) throws {
    let braces = try BracePattern(pattern)
    #expect(braces.names() == names && braces.count == names.count)
  }

  @Test(
    "The shell expands alike", .enabled(if: ShellOutput.of("bash --version") != nil, "needs bash"),
    arguments: patterns.map(\.0).filter { !$0.isEmpty && !$0.hasSuffix(#"\"#) && $0 != #"a\b"# && $0 != "{,}" })
  func shell(pattern: String) throws {
    let output = try #require(ShellOutput.of("bash -c 'printf \"%s\\n\" \(pattern)'"))
    #expect(try BracePattern(pattern).names().map { $0 + "\n" }.joined() == output)
  }

  static let refused: [(String, String)] = [
    ("a{1..3", "the brace in “{1..3” is never closed"), ("{a,{b,c}", "the brace in “{a,{b,c}” is never closed"),
    ("a}b", "a “}” closes no brace"), ("{a}", "“{a}” is neither a list such as {a,b} nor a range such as {000..127}"),
    ("{}", "“{}” is neither"), ("{a..c}", "“{a..c}” is neither"), ("{1..}", "“{1..}” is neither"),
    ("{1..2..3..4}", "is neither"), ("{1...2}", "is neither"),
    ("{1..9999999999999999999}", "has a number with more than 18 digits"),
    ("{0..1000000}", "stands for too many names; at most 1000000"),
    ("{0..999999999999999999}{0..999999999999999999}{0..999999999999999999}", "too many names"),
    (String(repeating: "{a,b}", count: 30), "too many names"),
    (String(repeating: "{a,b}", count: 200), "too many names"),
    (String(repeating: "x", count: 1_000) + "{1..999999}", "too many names"),
    (String(repeating: "{a,", count: 100_000), "braces stand more than 64 deep in one another"),
  ]

  @Test("Patterns that are no good are refused in a sentence", arguments: refused)
  func refuses(pattern: String, problem: String) {
    let error = #expect(throws: CorpusError.self) { try BracePattern(pattern) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
  }

  @Test("A million names are allowed")
  func million() throws { #expect(try BracePattern("{000000..999999}").count == 1_000_000) }
}

import Console
import Testing

@Suite("Texts for people")
struct TextTests {
  @Test(
    "the nearest word is suggested, a far one is not",
    arguments: [
      ("widht", ["depth", "width", "heads"], "width"), ("WIDTH", ["width"], "width"), ("zz", ["zh", "en"], "zh"),
      ("chinese", ["zh", "en"], nil), ("", ["a"], nil), ("a", [], nil), ("x", ["y"], nil),
      ("learning_rate", ["learningRate", "earning"], "learningRate"),
    ] as [(String, [String], String?)])
  func suggestions(word: String, candidates: [String], expected: String?) {
    #expect(Suggestion.nearest(word, in: candidates) == expected)
  }

  @Test(
    "edit distance counts slips",
    arguments: [
      ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("lnag", "lang", 1), ("ab", "ba", 1), ("猫", "狗", 1),
    ])
  func editDistance(source: String, target: String, distance: Int) {
    #expect(Suggestion.editDistance(source, target) == distance)
    #expect(Suggestion.editDistance(target, source) == distance)
  }

  @Test(
    "control characters of a file reach no terminal",
    arguments: [
      ("plain 图\ttext\n", "plain 图\ttext\n"), ("\u{1B}]0;title\u{7}", "\u{FFFD}]0;title\u{FFFD}"),
      ("\u{9B}2J\r\u{0}\u{7F}é", "\u{FFFD}2J\u{FFFD}\u{FFFD}\u{FFFD}é"), ("a\r\nb", "a\u{FFFD}\nb"),
    ])
  func printable(text: String, shown: String) {
    #expect(PrintableText.of(text) == shown)
    let sentence = shown.replacing("\n", with: "\u{FFFD}").replacing("\t", with: "\u{FFFD}")
    #expect(PrintableText.of(text, keepsLines: false) == sentence)
  }

  @Test(
    "fixed decimals are rounded correctly",
    arguments: [
      (3.14159, 2, "3.14"), (0, 0, "0"), (-0.05, 1, "-0.1"), (2.5, 0, "2"), (1e15, 1, "1000000000000000.0"),
      (0.1, 20, "0.10000000000000000555"), (.infinity, 2, "inf"), (-.infinity, 2, "-inf"), (.nan, 2, "nan"),
    ])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(
    "thousands are separated",
    arguments: [
      (0, "0"), (1, "1"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567"),
      (Int.min, "-9,223,372,036,854,775,808"),
    ])
  func thousands(value: Int, text: String) {
    #expect(NumberText.counted(value, "image", "images") == text + (value == 1 ? " image" : " images"))
    #expect(NumberText.thousands(value) == text)
  }

  @Test(
    "bytes take the unit that reads best",
    arguments: [
      (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (3 << 30, "3.0 GiB"),
      (Int.max, "8.0 EiB"),
    ])
  func bytes(count: Int, text: String) {
    #expect(NumberText.bytes(count) == text)
  }

  @Test(
    "durations read like a clock",
    arguments: [
      (0, "0:00"), (7.4, "0:07"), (59.6, "1:00"), (599, "9:59"), (3723, "1:02:03"), (.infinity, "–"), (.nan, "–"),
      (-1, "–"),
    ])
  func durations(seconds: Double, text: String) {
    #expect(NumberText.duration(seconds: seconds) == text)
  }

  @Test(
    "widths count terminal columns",
    arguments: [
      ("cat", 3), ("红色的心", 8), ("ｶﾅ", 2), ("がぎ", 4), ("한국어", 6), ("e\u{301}", 1), ("❤️", 2), ("😀", 2),
      ("👩‍👩‍👧", 2), ("🇨🇳", 2), ("שָׁלוֹם", 4), ("नमस्ते", 4), ("", 0), ("a\u{200B}b", 2), ("，", 2),
    ])
  func widths(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(
    "long text ends in an ellipsis and never exceeds its columns",
    arguments: [("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("红色的心", 6, "红色…"), ("红色", 1, "…"), ("ab", 0, "")])
  func truncation(text: String, columns: Int, expected: String) {
    #expect(DisplayWidth.truncated(text, to: columns) == expected)
  }

  @Test("tables align wide text and numbers")
  func table() {
    var table = TextTable([.left("name"), .right("score")])
    table.add(["红色的心", "0.91"])
    table.add(["cat", "12.5", "dropped"])
    table.add(["alone"])
    #expect(
      table.text() == """
        name      score
        ────────  ─────
        红色的心   0.91
        cat        12.5
        alone
        """)
  }
}

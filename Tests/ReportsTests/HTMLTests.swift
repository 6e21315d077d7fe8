import Testing

@testable import Reports

@Suite struct HTMLTests {
  @Test(arguments: [
    ("红色的心", "红色的心"), ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"), ("\"x\" 'y'", "&quot;x&quot; &#39;y&#39;"),
    ("&amp;", "&amp;amp;"), ("a\u{0}b\u{1B}[31m\u{85}", "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}"), ("two\nlines", "two\nlines"),
    ("\r\n", "\u{FFFD}\n"), ("👩🏽‍🚀 e\u{301}", "👩🏽‍🚀 e\u{301}"),
  ])
  func textIsEscaped(text: String, expected: String) {
    let html: HTML = "<p title=\"\(text)\">\(text)</p>"
    #expect(html.markup == "<p title=\"\(expected)\">\(expected)</p>")
  }

  @Test func piecesKeepTheirTags() {
    let cells: [HTML] = ["<td>\("<1>")</td>", "<td>\(2)</td>"]
    let row: HTML = "<tr>\(cells)</tr>"
    #expect((row + "<hr>").markup == "<tr><td>&lt;1&gt;</td><td>2</td></tr><hr>")
  }

  @Test(arguments: [
    (0.00125, "0.00125"), (74.25, "74.2"), (123.4, "123"), (12_345, "12345"), (0, "0"), (-0.5, "-0.5"),
    (0.00000416, "4.16e-6"), (1e-3, "0.001"), (2_500_000, "2.5e6"), (.nan, "–"),
  ])
  func numbersKeepThreeDigits(value: Double, expected: String) {
    #expect(ReadableNumber.significant(value) == expected)
  }

  @Test(arguments: [
    (0.0, "0 s"), (59.4, "59 s"), (60, "1 min"), (598, "9 min 58 s"), (7500, "2 h 5 min"), (-1, "–"), (.infinity, "–"),
  ])
  func timesAreReadable(seconds: Double, expected: String) {
    #expect(ReadableNumber.duration(seconds: seconds) == expected)
  }

  @Test(arguments: [(7, "7"), (9_999, "9,999"), (10_000, "10.0 k"), (5_700_000, "5.7 M")])
  func countsAreShort(count: Int, expected: String) {
    #expect(ReadableNumber.count(count) == expected)
  }
}

import Corpora
import JSON
import Runtime
import Testing
import TextRendering

@testable import Evaluation
@testable import Reports

@Suite struct LengthReportTests {
  /// Tokens of a character each, six at most; digits are unknown, and one text is refused.
  private final class Letters: CaptionReading {
    struct Refusal: Error, CustomStringConvertible { let description = "the ink is dry" }

    func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
      if text == "refused" { throw Refusal() }
      var truncation = TextTruncation()
      truncation.unknownTokens = text.count { $0.isNumber }
      truncation.truncatedTokens = max(0, text.count - 6)
      return ReadCaption(sequence: .tokens(text.prefix(6).map { _ in 3 }), truncation: truncation)
    }
  }

  /// Tokens of two characters each, as many as there are.
  private final class Pairs: CaptionReading {
    func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
      ReadCaption(sequence: .tokens([Int32](repeating: 3, count: (text.count + 1) / 2)), truncation: TextTruncation())
    }
  }

  private static let captions: [(language: String, texts: [String])] = [
    ("en", ["abcdefghi", "ab1d", "abc"]), ("zh-Hant", ["紅貓"]), ("eo", []),
  ]

  private static func report(
    _ captions: [(language: String, texts: [String])] = captions, title: String = "made up",
    names: [String] = ["letters", "pairs"], notes: [String] = []
  ) throws -> LengthReport {
    let table = try CaptionLengthTable(
      of: captions,
      with: [
        NamedCaptionReader(name: names[0]) { Letters() }, NamedCaptionReader(name: names[1]) { Pairs() },
      ], pool: ThreadPool(threads: 1))
    return LengthReport(
      title: title, table: table,
      readers: [.tokens(vocabulary: 1234, origin: .file("a.txt")), .tokens(vocabulary: 8000, origin: .captions(5678))],
      context: 6, notes: notes)
  }

  @Test("The text has a row for each language and one for all, with what there is to tell of each reader")
  func text() throws {
    let lines = try Self.report(notes: ["gpt2 is left out"]).text().split(separator: "\n").map(String.init)
    let wanted = [
      "language  captions  characters                   letters    pairs",
      "────────  ────────  ──────────  ────────────────────────  ───────",
      "en               3     5.3 | 9  5.3 | 9 | 33.3 % | 6.2 %  3.0 | 5",
      "zh-Hant          1     2.0 | 2  2.0 | 2 |    0 % |   0 %  1.0 | 1",
      "eo               0           –                         –        –",
      "all              4     4.5 | 9  4.5 | 9 | 25.0 % | 5.6 %  2.5 | 5",
      "letters: 1,234 tokens of a.txt", "pairs: 8,000 tokens, learned from 5,678 captions",
    ]
    for (line, wanted) in zip(lines, wanted) { #expect(line == wanted) }
    #expect(lines.count == wanted.count + 2 && lines.last == "gpt2 is left out")
    #expect(lines[wanted.count].hasPrefix("mean | 95 % | cut | unknown, in a context of 6 tokens. "))
  }

  @Test("One language needs no row of all")
  func alone() throws {
    let text = try Self.report([("en", ["ab"])]).text()
    #expect(!text.contains("all  ") && text.contains("en               1     2.0 | 2  2.0 | 2  1.0 | 1"))
  }

  @Test("Captions that cannot be read are noted, with the reason of the first")
  func failures() throws {
    let report = try Self.report([("en", ["ab", "refused", "", "refused"])])
    #expect(
      report.notes == [
        "letters: 3 captions have no length, the first because the en caption “refused” cannot be read by the model: the "
          + "ink is dry",
        "pairs: 1 captions have no length, the first because the en caption “” leaves the model nothing to read, no ink or "
          + "no token",
      ])
  }

  @Test(
    "Shares are told to a tenth, and what hardly occurs is not called nothing",
    arguments: [(0, "0 %"), (0.0001, "<0.1 %"), (0.0005, "0.1 %"), (0.5, "50.0 %"), (1, "100.0 %")])
  func percent(share: Double, text: String) {
    #expect(LengthReport.percent(share) == text)
  }

  @Test("Programs get every number")
  func json() throws {
    let json = try Self.report(notes: ["gpt2 is left out"]).json
    let again = try JSONValue(parsing: json.prettyText, source: "the report")
    #expect(again["languages"]?.arrayValue?.map { $0["language"]?.stringValue } == ["en", "zh-Hant", "eo", "all"])
    #expect(again["notes"]?.compactText == #"["gpt2 is left out"]"#)
    let readers = try #require(again["readers"]?.arrayValue)
    #expect(readers.map { $0["name"]?.stringValue } == ["letters", "pairs"])
    #expect(readers[0]["file"] == "a.txt" && readers[1]["learned_from"] == 5678 && readers[1]["unit"] == "tokens")
    let lengths = try #require(readers[0]["lengths"]?.arrayValue)
    #expect(lengths.count == 4)
    #expect(
      lengths[3].compactText
        == #"{"language":"all","captions":4,"mean":4.5,"p95":9,"mean_seen":3.75,"cut":1,"#
        + #""unknown":1,"unknown_share":0.05555555555555555,"failed":0}"#)
    #expect(lengths[2]["mean"] == .null && lengths[2]["p95"] == .null)
  }

  @Test("The page holds every number, in words where a language has none")
  func page() throws {
    let html = try LengthPage(Self.report(notes: ["gpt2 is left out"])).html
    #expect(MarkupCheck.problems(in: html).isEmpty)
    for piece in [
      "<bdi>made up</bdi>", ">letters</th>", ">pairs</th>", "<bdi>zh-Hant</bdi>", ">33.3 %</td>", ">6.2 %</td>",
      ">25.0 %</td>", ">5.6 %</td>", ">4.5</td>", ">2.5</td>", ">9</td>", ">–</td>", "en, letters: 5.33",
      "all, pairs: 2.5", "1,234 tokens of a.txt", "8,000 tokens, learned from 5,678 captions",
      "<p class=\"note\">gpt2 is left out</p>", "patches or tokens of a caption",
    ] {
      #expect(html.contains(piece), "\(piece)")
    }
    // Nothing is cut or unknown for the second reader, so it has two columns: 2 + 2 + 4 + 2.
    #expect(html.components(separatedBy: "data-column=").count == 10 + 1)
    let body = html.components(separatedBy: "<tbody>")[1]
    #expect(body.components(separatedBy: "<tr>").count == 4 + 1)
    #expect(body.components(separatedBy: "data-value").count == 4 * 10 + 1)
  }

  @Test("Nothing is fetched, and tags in names are shown and not run")
  func selfContained() throws {
    let hostile = "</title><script>steal()</script><img src=x onerror='steal()'>"
    let html = try LengthPage(
      Self.report([(hostile, ["a", "refused"])], title: hostile, names: [hostile, "pairs"], notes: [hostile])
    ).html
    for address in ["http:", "https:", "src=\"//", "url(", "@import", "<link", "<iframe"] {
      #expect(!html.contains(address), "\(address)")
    }
    #expect(MarkupCheck.problems(in: html).isEmpty)
    #expect(!html.contains("<script>steal") && !html.contains("<img") && html.contains("&lt;script&gt;steal()"))
  }

  @Test("A page without any caption says so")
  func empty() throws {
    let html = try LengthPage(Self.report([("en", [])])).html
    #expect(MarkupCheck.problems(in: html).isEmpty)
    #expect(html.contains("There is nothing to count.") && !html.contains("nan"))
  }
}

import Runtime
import Testing
import TextRendering

@testable import Corpora

@Suite struct CaptionLengthsTests {
  /// As many tokens as characters between two special ones, eight in all at most; digits are unknown.
  private final class Letters: CaptionReading {
    func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
      let tokens = text.map { $0.isNumber ? Int32(0) : 3 }
      var truncation = TextTruncation()
      truncation.unknownTokens = tokens.count { $0 == 0 }
      truncation.truncatedTokens = max(0, tokens.count - 6)
      return ReadCaption(sequence: .tokens([1] + tokens.prefix(6) + [2]), truncation: truncation)
    }
  }

  /// A page of four patches; a patch a character.
  private final class ShortPage: PageDrawing {
    func drawPage(for text: String, language: String) throws -> DrawnPage {
      var page = try FakeRenderer(refusing: "no").drawPage(for: String(text.prefix(4)), language: language)
      var truncation = TextTruncation()
      truncation.truncatedCharacters = max(0, text.count - 4)
      truncation.missing = text.contains("?") ? [0x3F: 2] : [:]
      page = DrawnPage(patches: page.patches, truncation: truncation)
      return page
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let captions: [String]
    let mean: Double
    let high: Int?
    let seen: Int
    let cut: Int
    let unknown: Int
    let units: Int
    let failed: Int
    var testDescription: String { captions.joined(separator: ", ") }
  }

  private static func lengths(_ captions: [String], _ reader: () -> any CaptionReading) throws -> CaptionLengths {
    let pool = try ThreadPool(threads: 2)
    return CaptionLengths(language: "en", of: captions, with: [reader(), reader()], pool: pool)
  }

  private static func check(_ found: CaptionLengths, _ wanted: Case) {
    #expect(found.captions == wanted.captions.count && found.failed == wanted.failed)
    #expect(found.mean == wanted.mean || found.mean.isNaN && wanted.mean.isNaN, "\(found.mean)")
    #expect(found.high == wanted.high)
    #expect(found.seenLengths.sum == wanted.seen)
    #expect([found.cut, found.unknown, found.units] == [wanted.cut, wanted.unknown, wanted.units])
  }

  @Test(
    "Tokens are counted with the special ones and those that a context cuts off",
    arguments: [
      Case(captions: ["ab", "abcd"], mean: 5, high: 6, seen: 10, cut: 0, unknown: 0, units: 10, failed: 0),
      Case(captions: ["abcdefgh", ""], mean: 6, high: 10, seen: 10, cut: 1, unknown: 0, units: 12, failed: 0),
      Case(captions: ["a1", "11"], mean: 4, high: 4, seen: 8, cut: 0, unknown: 3, units: 8, failed: 0),
      Case(captions: [], mean: .nan, high: nil, seen: 0, cut: 0, unknown: 0, units: 0, failed: 0),
    ])
  func tokens(wanted: Case) throws { Self.check(try Self.lengths(wanted.captions) { Letters() }, wanted) }

  @Test(
    "Patches are counted up to the page's end, and what leaves none has no length",
    arguments: [
      Case(captions: ["ab", "abcd"], mean: 3, high: 4, seen: 6, cut: 0, unknown: 0, units: 6, failed: 0),
      Case(captions: ["abcdef", "?a"], mean: 3, high: 4, seen: 6, cut: 1, unknown: 2, units: 8, failed: 0),
      Case(captions: ["abc", "", "no"], mean: 3, high: 3, seen: 3, cut: 0, unknown: 0, units: 3, failed: 2),
      Case(captions: [""], mean: .nan, high: nil, seen: 0, cut: 0, unknown: 0, units: 0, failed: 1),
    ])
  func patches(wanted: Case) throws {
    let found = try Self.lengths(wanted.captions) { ShortPage() }
    Self.check(found, wanted)
    #expect((found.failure?.hasPrefix("the en caption “”") ?? false) == (wanted.failed > 0))
  }

  @Test(
    "The 95th percentile is the smallest length that is enough for 95 of 100 captions",
    arguments: [(1...100, 97), (1...20, 21), (1...21, 22), (1...1, 3), (3...5, 7)] as [(ClosedRange<Int>, Int)])
  func percentile(lengths: ClosedRange<Int>, high: Int) throws {
    // Both special tokens come on top.
    let found = try Self.lengths(lengths.reversed().map { String(repeating: "a", count: $0) }) { Letters() }
    #expect(found.high == high)
  }

  @Test("Shares are parts of captions and of tokens, and nothing of nothing is none")
  func shares() throws {
    let found = try Self.lengths(["abcdefgh", "1", "a", "b"]) { Letters() }
    #expect(found.cutShare == 0.25)
    #expect(found.unknownShare == 1 / 19.0)
    let none = CaptionLengths(language: "en")
    #expect(none.cutShare == 0 && none.unknownShare == 0)
  }

  private static let captions: [(language: String, texts: [String])] = [
    ("en", (0..<700).map { String(repeating: "x", count: $0 % 11) }), ("zh", ["一二", "三"]), ("eo", []),
  ]

  private static func table(threads: Int, progress: (Int, Int) -> Void = { _, _ in }) throws -> CaptionLengthTable {
    try CaptionLengthTable(
      of: captions,
      with: [NamedCaptionReader(name: "pixels") { ShortPage() }, NamedCaptionReader(name: "letters") { Letters() }],
      pool: ThreadPool(threads: threads), progress: progress)
  }

  @Test("A table has a column for each reader, with every language, and all of them together")
  func table() throws {
    var steps: [Int] = []
    var totals: Set<Int> = []
    let table = try Self.table(threads: 2) { done, total in
      steps.append(done)
      totals.insert(total)
    }
    #expect(table.languages == ["en", "zh", "eo"])
    #expect(table.columns.map(\.name) == ["pixels", "letters"])
    #expect(table.characters.map(\.total) == [700, 2, 0] && table.allCharacters.total == 702)
    #expect(table.columns.allSatisfy { $0.languages.map(\.language) == ["en", "zh", "eo"] })
    #expect(table.columns[1].languages.map(\.captions) == [700, 2, 0])
    #expect(table.columns[1].languages[1].mean == 3.5 && table.columns[1].languages[2].high == nil)
    let all = table.columns[1].all
    #expect(all.captions == 702 && all.lengths.sum == table.columns[1].languages.map(\.lengths.sum).reduce(0, +))
    #expect(all.cut == table.columns[1].languages[0].cut && all.cut > 0)
    #expect(table.columns[0].all.failed == 64 && table.columns[0].all.failure != nil)
    #expect(steps == steps.sorted() && steps.last == 1404 && totals == [1404])
  }

  @Test("Whatever the threads, the table is the same")
  func threads() throws {
    #expect(try Self.table(threads: 1) == Self.table(threads: 3) ? true : false, "threads change the table")
  }

  @Test("A reader that cannot be made ends the count")
  func unmade() throws {
    let reader = NamedCaptionReader(name: "none") { throw FakeRenderer.Refusal() }
    #expect(throws: FakeRenderer.Refusal.self) {
      try CaptionLengthTable(of: Self.captions, with: [reader], pool: ThreadPool(threads: 1))
    }
  }
}

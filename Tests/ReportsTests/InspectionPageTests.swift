import Corpora
import FoundationEssentials
import Files
import Images
import Runtime
import TestSupport
import Testing
import TextRendering

@testable import Reports

@Suite struct InspectionPageTests {
  /// Draws every caption as two patches with one between them left blank.
  private final class TwoPatches: PageDrawing {
    func drawPage(for text: String, language: String) throws -> DrawnPage {
      let patches = PatchSequence(
        patchSize: 16, rows: [0, 0], columns: [0, 2], pixels: [UInt8](repeating: 90, count: 2 * 16 * 16 * 3))
      return DrawnPage(patches: patches, truncation: TextTruncation())
    }
  }

  /// Inspects JSON lines; images `a.png` and `b.png` are there.
  private static func page(_ lines: [String], title: String = "made up") throws -> String {
    let folder = try TemporaryFolder()
    for (name, red) in [("a.png", 200), ("b.png", 20)] as [(String, UInt8)] {
      let image = PixelImage(width: 20, height: 30, filledWith: Color(red: red, green: 99, blue: 9))
      try AtomicFile.write(PNG.encode(image), to: folder.file(name))
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder.file("captions.jsonl")))
    let pool = try ThreadPool(threads: 1)
    var options = InspectionOptions()
    options.photo.share = 0.5
    let content = try CorpusSource(path: folder.file("captions.jsonl")).open(unreadableLimit: 1, pool: pool)
    let inspection = try CorpusInspection(
      of: [content.store], skipped: content.skipped, options: options, pool: pool, makeRenderer: { TwoPatches() })
    return try InspectionPage(inspection, title: title, columns: 14, recipe: "any").html
  }

  private static let usual = [
    #"{"image": "a.png", "captions": {"en": ["one", "two"], "ar": "ثلاثة"}}"#,
    #"{"image": "b.png", "split": "test", "captions": {"en": "one", "zh": {"synthetic": "四"}}}"#,
    #"{"image": "a.png", "split": "test", "captions": {"en": "again"}}"#,
    #"{"image": "c.png", "captions": {"en": "not there"}}"#, "[]",
  ]

  @Test("Every tag is closed in order", arguments: [usual, [usual[0]]])
  func markup(lines: [String]) throws {
    let problems = MarkupCheck.problems(in: try Self.page(lines))
    #expect(problems.isEmpty, "\(problems.prefix(3))")
  }

  @Test("What was estimated is said to be, and records are counted")
  func estimated() throws {
    let folder = try TemporaryFolder()
    try Data(Self.usual[0].utf8).write(to: URL(filePath: folder.file("captions.jsonl")))
    let pool = try ThreadPool(threads: 1)
    let content = try CorpusSource(path: folder.file("captions.jsonl")).open(unreadableLimit: 1, pool: pool)
    var skipped = SkippedRecords()
    let origin = Origin(file: "a.tar", place: .member("byte 512"))
    skipped.add(SkippedRecord(origin: origin, reason: "lost", count: RecordCount(1_500, isEstimated: true)))
    skipped.add(SkippedRecord(origin: origin, reason: "odd", count: 0))
    let inspection = try CorpusInspection(
      of: [content.store], skipped: skipped, options: InspectionOptions(), pool: pool, makeRenderer: { TwoPatches() })
    #expect(inspection.problems[.record] == RecordCount(1_500, isEstimated: true))
    let html = try InspectionPage(inspection, title: "", columns: 14, recipe: "any").html
    #expect(
      html.contains("about 1,500 records that cannot be read"))
    #expect(html.contains("lost (about 1,500 records)</li>") && html.contains("odd</li>"))
  }

  @Test("Nothing is fetched, and every image has words")
  func selfContained() throws {
    let html = try Self.page(Self.usual)
    for address in ["http:", "https:", "src=\"//", "url(", "@import", "<link", "<iframe"] {
      #expect(!html.contains(address), "\(address)")
    }
    let images = html.components(separatedBy: "<img ").dropFirst()
    // Three readable images as they are and as seen, and their five pages.
    #expect(images.count == 3 * 2 + 5)
    for image in images {
      #expect(image.contains("src=\"data:image/png;base64,") && image.prefix { $0 != ">" }.contains("alt=\""))
    }
  }

  @Test(
    "The page tells what was found",
    arguments: [
      "1 record that cannot be read", "1 image that is not there", "2 records whose image is in another split",
      "In another split too: 2", "Byte by byte the same as an earlier image: 1 of 3", "2 patches", "18 of 36 patches",
      "PNG, 20 × 30", "<bdi>synthetic</bdi>", "aria-label=\"Captions by language\"",
      "a training step of the recipe “any”",
      ">Length<", "<bdi>one</bdi> <span class=\"unit\">× 2</span>",
    ])
  func tells(what: String) throws {
    #expect(try Self.page(Self.usual).contains(what))
  }

  @Test("A photo's grid is whole, though its last patches are left out")
  func wholeGrid() {
    let patches = PatchSequence(
      patchSize: 16, rows: [0], columns: [1], pixels: [UInt8](repeating: 9, count: 16 * 16 * 3))
    let image = PageImage(patches, rows: 3, columns: 4).image
    #expect([image.width, image.height] == [64, 48])
  }

  @Test("Where nothing is wrong the page says nothing of it")
  func clean() throws {
    let html = try Self.page([Self.usual[0]])
    #expect(!html.contains("What is wrong") && html.contains("everything could be read"))
    #expect(html.contains("No two files are equal.") && html.contains("No two images have the same caption."))
  }

  @Test("Tags in captions, languages and names are shown and not run")
  func hostile() throws {
    let hostile = "</title><script>steal()</script><img src=x onerror='steal()'>"
    let line =
      #"{"image": "a.png", "split": "\#(hostile)", "captions": {"zh": "\#(hostile)", "en": "\#(hostile)"}}"#
    let html = try Self.page(
      [line, line.replacing("a.png", with: "b.png"), line.replacing("a.png", with: hostile)],
      title: hostile)
    #expect(MarkupCheck.problems(in: html).isEmpty)
    #expect(!html.contains("<script>steal") && !html.contains("<img src=x"))
    #expect(html.contains("&lt;script&gt;steal()"))
    #expect(html.components(separatedBy: "<script").count == 2)
  }
}

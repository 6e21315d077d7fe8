import Files
import FoundationEssentials
import MadeUpEmbeddings
import Testing

@testable import Evaluation
@testable import Reports

@Suite struct ReportPageTests {
  @Test func everyTagIsClosedInOrder() throws {
    for content in [try MadeUpReport.content(), ReportContent(title: "empty", summary: "")] {
      let problems = MarkupCheck.problems(in: ReportPage(content).html)
      #expect(problems.isEmpty, "\(problems.prefix(3))")
    }
  }

  @Test func theCheckOfTagsCanFail() {
    #expect(!MarkupCheck.problems(in: "<div><p>a</div></p>").isEmpty)
    #expect(!MarkupCheck.problems(in: "<div>").isEmpty)
    #expect(!MarkupCheck.problems(in: "a < b").isEmpty)
    #expect(MarkupCheck.problems(in: "<!DOCTYPE html><p class=\"a\">a<br><img src=\"x\">b</p>").isEmpty)
  }

  @Test func tagsInCaptionsAreShownAndNotRun() throws {
    var content = try MadeUpReport.content()
    let hostile = "</title></pre><script>steal()</script><img src=x onerror=\"steal()\"> & 'quotes'"
    content.title = hostile
    content.summary = hostile
    content.recipe = hostile
    content.facts = [ReportFact(name: hostile, value: hostile)]
    content.figures = [ReportFigure(label: hostile, value: hostile, note: hostile)]
    content.losses = [TextLoss(what: hostile, count: 2, examples: [hostile])]
    content.galleries[0].title = hostile
    content.galleries[0].items[0].text = hostile
    content.galleries[0].items[0].language = hostile
    content.progress = [
      RecallPoint(
        step: 1, seconds: 1, split: hostile, language: hostile, textToImage: [1, 2, 3], imageToText: [1, 2, 3])
    ]
    content.recall = RecallTable(rows: [try madeUpRecall(hostile, hostile, seed: 1)])
    let html = ReportPage(content).html
    #expect(MarkupCheck.problems(in: html).isEmpty)
    #expect(!html.contains("<script>steal"))
    #expect(!html.contains("<img src=x"))
    #expect(!html.contains("\"steal()"))
    #expect(html.contains("&lt;script&gt;steal()&lt;/script&gt;"))
    // The page's own script is its only one.
    #expect(html.split(separator: "<script").count == 2)
  }

  @Test func nothingIsFetchedFromAnywhere() throws {
    let html = ReportPage(try MadeUpReport.content(languages: ["zh", "en"])).html
    for address in ["http:", "https:", "src=\"//", "url(", "@import", "<link", "<iframe"] {
      #expect(!html.contains(address), "\(address)")
    }
    let sources = html.split(separator: "src=\"").dropFirst()
    #expect(sources.count > 50)
    #expect(sources.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
  }

  @Test func everyImageHasWordsAndEveryChartToo() throws {
    let html = ReportPage(try MadeUpReport.content()).html
    for image in html.split(separator: "<img ").dropFirst() {
      #expect(image.prefix { $0 != ">" }.contains("alt=\""))
    }
    #expect(html.contains("aria-label=\"Loss: "))
    #expect(html.contains("scope=\"col\""))
  }

  @Test func galleriesEndEarlyWhereThePageWouldGrowTooLarge() throws {
    let content = try MadeUpReport.content(queries: 16)
    let whole = ReportPage(content).html
    #expect(whole.utf8.count < ReportPage.byteLimit)
    #expect(!whole.contains("more queries are not shown"))
    let limit = whole.utf8.count * 2 / 3
    let short = ReportPage(content, byteLimit: limit).html
    #expect(short.utf8.count <= limit)
    #expect(short.utf8.count > limit / 2)
    #expect(short.contains("more queries are not shown"))
    #expect(MarkupCheck.problems(in: short).isEmpty)
  }

  @Test func hitsMissesAndWhatWasWantedAreTold() throws {
    let html = ReportPage(try MadeUpReport.content()).html
    #expect(html.contains("✓ found first"))
    #expect(html.contains("✓ found at 3"))
    #expect(html.contains("✗ missed, at 271"))
    #expect(html.contains("right: 271"))
  }

  @Test func whereNothingWasLostThePageSaysSo() throws {
    var content = try MadeUpReport.content()
    #expect(ReportPage(content).html.contains("Characters without a glyph"))
    content.losses.removeAll { $0.count > 0 }
    #expect(ReportPage(content).html.contains("every character had a glyph"))
  }

  @Test func theFileIsWrittenIntoTheRunFolder() throws {
    try withTemporaryFolder { folder in
      let page = ReportPage(try MadeUpReport.content(languages: ["zh", "en", "ar"]))
      try page.write(toFolder: folder)
      #expect(FileManager.default.contents(atPath: folder + "/report.html") == Data(page.html.utf8))
      let error = #expect(throws: FileError.self) { try page.write(toFolder: folder + "/absent") }
      #expect(error?.description.contains(folder + "/absent/report.html") == true)
    }
  }
}

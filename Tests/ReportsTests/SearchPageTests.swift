import Corpora
import Images
import Testing

@testable import Reports

@Suite struct SearchPageTests {
  @Test("the page shows what was found, names it in every language, and runs nothing that it is told")
  func page() throws {
    let image = try ReportImage(
      PixelImage(width: 300, height: 200, filledWith: .black), description: "a \"black\" one", longest: 240)
    let found = [
      SearchPage.Found(
        image: image, score: 0.5, id: "photos/<i>.jpg",
        captions: [
          NamedTexts(language: "zh", texts: ["黑", "夜"]), NamedTexts(language: "en", texts: []),
        ],
        others: [NamedTexts(language: "ar", texts: ["<script>أسود"])]),
      SearchPage.Found(image: nil, score: -0.25, id: "gone", captions: []),
    ]
    let html = SearchPage(title: "夕阳 − <b>人", lead: "2 of 3", page: image, found: found).html
    #expect(MarkupCheck.problems(in: html).isEmpty, "\(MarkupCheck.problems(in: html))")
    #expect(!html.contains("<b>") && !html.contains("<script>") && !html.contains("<i>"))
    #expect(html.contains("1 · 0.500") && html.contains("2 · -0.250") || html.contains("2 · −0.250"))
    #expect(html.contains("<details><summary>1 more language</summary><p lang=\"ar\"") && html.contains("أسود"))
    #expect(html.contains(">黑</p>") && !html.contains("夜") && html.contains("cannot be read any more"))
    #expect(html.contains("width=\"240\" height=\"160\"") && !html.contains("http"))
  }

  @Test("nothing found is said")
  func nothing() {
    let html = SearchPage(title: "x", lead: "", page: nil, found: []).html
    #expect(html.contains("Nothing was found.") && MarkupCheck.problems(in: html).isEmpty)
  }
}

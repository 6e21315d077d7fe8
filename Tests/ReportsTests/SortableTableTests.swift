import Testing

@testable import Reports

@Suite struct SortableTableTests {
  @Test("Headings stand in groups, cells say what they are sorted by")
  func table() {
    let table = SortableTable(
      label: "Made up",
      columns: [.text("Name"), .number("a"), .number("b", in: "Both"), .number("c", in: "Both"), .number("d")],
      rows: [
        [
          .text("<b>"), .number(12_345, share: 0.5), .number(0.25, places: 1, unit: " %"), .none,
          .number(.nan, places: 1),
        ]
      ])
    let html = table.html.markup
    #expect(MarkupCheck.problems(in: html).isEmpty)
    #expect(html.contains("<th class=\"edge group\" colspan=\"2\" scope=\"colgroup\">Both</th>"))
    #expect(html.contains("<th class=\"name\" rowspan=\"2\" scope=\"col\">"))
    #expect(html.contains("<th scope=\"row\" class=\"name\" data-value=\"&lt;b&gt;\"><bdi>&lt;b&gt;</bdi></th>"))
    #expect(html.contains("<td class=\"bar\" style=\"--share:50.0%\" data-value=\"12345\">12,345</td>"))
    #expect(html.contains("<td class=\"edge\" data-value=\"0.250\">0.2 %</td>"))
    #expect(html.contains("data-value=\"-1\">–</td><td class=\"edge\" data-value=\"-1\">–</td>"))
    let numbers = (0..<5).map { "data-column=\"\($0)\"" }
    #expect(numbers.allSatisfy { html.components(separatedBy: $0).count == 2 })
  }

  @Test("Without groups there is one row of headings")
  func plain() {
    let html = SortableTable(label: "", columns: [.text("Name")], rows: []).html.markup
    #expect(html.components(separatedBy: "<tr>").count == 2 && !html.contains("rowspan"))
  }
}

/// A table that readers sort by its headings; needs `ReportStyle.sortScript` at the page's end.
struct SortableTable {
  /// A heading.
  struct Column {
    let name: String
    var isText = false
    /// What stands above it and its neighbors of the same group.
    var group: String?

    static func text(_ name: String) -> Column { Column(name: name, isText: true) }
    static func number(_ name: String, in group: String? = nil) -> Column { Column(name: name, group: group) }
  }

  /// What stands in a cell, and what it is sorted by.
  struct Cell {
    let content: HTML
    let value: String
    /// Length of the bar behind the content, 0…1; none where nil.
    var share: Double?

    static func text(_ text: String) -> Cell { Cell(content: "<bdi>\(text)</bdi>", value: text) }

    static func number(_ value: Int, share: Double? = nil) -> Cell {
      Cell(content: "\(ReadableNumber.grouped(value))", value: String(value), share: share)
    }

    /// - Parameter places: digits after the point.
    static func number(_ value: Double, places: Int, unit: String = "") -> Cell {
      Cell(
        content: "\(ReadableNumber.decimal(value, places: places))\(value.isFinite ? unit : "")",
        value: value.isFinite ? ReadableNumber.decimal(value, places: places + 2) : "-1")
    }

    static let none = Cell(content: "–", value: "-1")
  }

  /// What the table shows, in words.
  let label: String
  let columns: [Column]
  /// The first cell of a row is its name.
  var rows: [[Cell]]

  /// Columns from which on cells stand closer, so that a desk's screen shows all of them.
  private static let manyColumns = 12

  var html: HTML {
    """
    <div class="scroll" role="region" aria-label="\(label)" tabindex="0">\
    <table class="sortable\(columns.count < Self.manyColumns ? "" : " dense")">
    <thead>\(head)</thead>
    <tbody>
    \(rows.map(row))</tbody></table></div>

    """
  }

  /// One row of headings, or two where columns stand in groups.
  private var head: HTML {
    let isGrouped = columns.contains { $0.group != nil }
    let span: HTML = isGrouped ? " rowspan=\"2\"" : ""
    var first: [HTML] = []
    var second: [HTML] = []
    for (place, column) in columns.enumerated() {
      let begins = begins(at: place)
      let edge = begins ? "edge" : ""
      let button: HTML = "<button type=\"button\" data-column=\"\(place)\">\(column.name)</button>"
      guard let group = column.group else {
        first.append("<th class=\"\(column.isText ? "name" : edge)\"\(span) scope=\"col\">\(button)</th>")
        continue
      }
      if begins {
        let members = columns[place...].prefix { $0.group == group }.count
        first.append("<th class=\"edge group\" colspan=\"\(members)\" scope=\"colgroup\">\(group)</th>")
      }
      second.append("<th class=\"\(edge)\" scope=\"col\">\(button)</th>")
    }
    return isGrouped ? "<tr>\(first)</tr>\n<tr>\(second)</tr>" : "<tr>\(first)</tr>"
  }

  /// Whether another group begins with this column.
  private func begins(at place: Int) -> Bool { place > 0 && columns[place].group != columns[place - 1].group }

  private func row(_ cells: [Cell]) -> HTML {
    let parts = zip(cells, columns).enumerated().map { place, part -> HTML in
      let (cell, column) = part
      let kind: HTML = place == 0 ? "th scope=\"row\"" : "td"
      let end: HTML = place == 0 ? "th" : "td"
      let names = [
        column.isText ? "name" : nil, cell.share == nil ? nil : "bar", begins(at: place) ? "edge" : nil,
      ].compactMap { $0 }
      let style: HTML = cell.share.map { " style=\"--share:\(ReadableNumber.decimal($0 * 100, places: 1))%\"" } ?? ""
      return """
        <\(kind) class="\(names.joined(separator: " "))"\(style) data-value="\(cell.value)">\(cell.content)</\(end)>
        """
    }
    return """
      <tr>\(parts)</tr>

      """
  }
}

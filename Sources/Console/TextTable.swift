/// Rows and columns of text, aligned by display width.
public struct TextTable {
  /// Where a column's text stands.
  public enum Alignment: Sendable { case left, right }

  /// A heading and how its column is aligned.
  public struct Column: Sendable {
    public let heading: String
    public let alignment: Alignment

    public static func left(_ heading: String) -> Column { Column(heading: heading, alignment: .left) }
    public static func right(_ heading: String) -> Column { Column(heading: heading, alignment: .right) }
  }

  public let columns: [Column]
  public private(set) var rows: [[String]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; missing cells are empty, cells beyond the last column are dropped.
  public mutating func add(_ cells: [String]) {
    let missing = max(0, columns.count - cells.count)
    rows.append(Array(cells.prefix(columns.count)) + [String](repeating: "", count: missing))
  }

  /// The table as lines: headings, a rule, the rows. No spaces at line ends.
  public func lines() -> [String] {
    let headings = columns.map(\.heading)
    let widths = columns.indices.map { column in
      ([headings] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([headings, rule] + rows).map { line(of: $0, widths: widths) }
  }

  /// The table as one text that ends without a line break.
  public func text() -> String { lines().joined(separator: "\n") }

  private func line(of cells: [String], widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let gap = String(repeating: " ", count: widths[index] - DisplayWidth.of(cell))
      line += columns[index].alignment == .left ? cell + gap : gap + cell
      if index + 1 < cells.count { line += "  " }
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

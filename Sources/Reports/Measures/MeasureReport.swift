import Console
import Files
import JSON

/// What one measurement of a model gave, in a form that is printed, written for programs, and shown as a page.
public struct MeasureReport: Sendable {
  /// What was measured, such as “cifar10, zh”.
  public var title: String
  /// What kind of measurement it is, such as “classification”.
  public var kind: String
  /// One sentence: how it is counted.
  public var about: String
  /// The few numbers that matter most.
  public var figures: [ReportFigure] = []
  public var tables: [MeasureTable] = []
  public var charts: [LineChart] = []
  public var matrices: [MatrixChart] = []
  /// Images with the classes that they were taken for.
  public var images: [ClassifiedImages] = []
  /// Queries to look at.
  public var galleries: [ReportGallery] = []
  /// What a reader should know: what was left out, what was not seen.
  public var notes: [String] = []
  /// The numbers for programs.
  public var json: JSONValue

  public init(title: String, kind: String, about: String, json: JSONValue) {
    self.title = title
    self.kind = kind
    self.about = about
    self.json = json
  }

  /// The report for a terminal.
  public func text() -> String {
    let head =
      (["\(kind): \(title)", about]
      + figures.map { "\($0.label): \($0.value)\($0.note.isEmpty ? "" : " (\($0.note))")" })
      .joined(separator: "\n")
    return ([head] + tables.filter { !$0.rows.isEmpty }.map(\.text) + notes).joined(separator: "\n\n")
  }

  /// How a report can be written.
  private static let formats = OutputFormats("a report", endings: ["html", "htm", "json"], unnamed: nil)

  /// Writes a page or JSON, by the name's ending, replacing the file at once.
  ///
  /// Throws when the name ends otherwise or the file cannot be written.
  public func write(to path: String) throws {
    switch try Self.formats.ending(of: path) {
    case "json": try AtomicFile.write(document.prettyText + "\n", to: path)
    default: try AtomicFile.write(MeasurePage(self).html, to: path)
    }
  }

  /// Whether a report can be written under such a name; throws a sentence where not, before anything is measured.
  public static func check(path: String) throws { try formats.ending(of: path) }

  /// Whether a report of that name is a page.
  public static func isPage(_ path: String) -> Bool { (try? formats.ending(of: path)).map { $0 != "json" } ?? false }

  /// The numbers with what they are.
  var document: JSONValue {
    [
      "measure": .string(kind), "title": .string(title), "about": .string(about), "results": json,
      "notes": .array(notes.map { .string($0) }),
    ]
  }
}

/// A table of a report.
public struct MeasureTable: Sendable {
  /// A heading, perhaps below one that it shares with its neighbors.
  public struct Column: Sendable {
    public let name: String
    let isText: Bool
    let group: String?
    /// The group as terminals write it, which are narrow.
    var short: String?
    /// Whether terminals leave it out.
    var isForPages = false

    public static func text(_ name: String) -> Column { Column(name: name, isText: true, group: nil) }
    public static func number(_ name: String, in group: String? = nil, short: String? = nil) -> Column {
      Column(name: name, isText: false, group: group, short: short)
    }

    /// The same, for pages alone.
    var onPages: Column {
      var column = self
      column.isForPages = true
      return column
    }
  }

  public enum Cell: Sendable {
    case text(String)
    case count(Int)
    /// With so many decimals.
    case number(Double, Int)
    /// With one decimal and a bar of that share.
    case percent(Double?)
    case none
  }

  public var title: String
  public var columns: [Column]
  public var rows: [[Cell]]
  /// Rows that a terminal shows; the page shows all.
  public var shownRows: Int

  public init(title: String, columns: [Column], rows: [[Cell]], shownRows: Int = 60) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.shownRows = shownRows
  }

  var text: String {
    let places = columns.indices.filter { !columns[$0].isForPages }
    var group: String?
    // A group's name stands before its first column only.
    let headings = places.map { place -> TextTable.Column in
      let column = columns[place]
      let begins = column.group != nil && column.group != group
      group = column.group
      let heading = begins ? "\(column.short ?? column.group ?? "") \(column.name)" : column.name
      return column.isText ? .left(heading) : .right(heading)
    }
    var table = TextTable(headings)
    for row in rows.prefix(shownRows) { table.add(places.map { $0 < row.count ? Self.text(row[$0]) : "" }) }
    let more = rows.count > shownRows ? "\n… and \(NumberText.thousands(rows.count - shownRows)) more" : ""
    return "\(title)\n\(table.text())\(more)"
  }

  private static func text(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .count(let count): NumberText.thousands(count)
    case .number(let value, let places): NumberText.fixed(value, decimals: places)
    case .percent(let value): value.map { NumberText.fixed($0, decimals: 1) } ?? "–"
    case .none: "–"
    }
  }

  var html: HTML {
    SortableTable(
      label: title,
      columns: columns.map { SortableTable.Column(name: $0.name, isText: $0.isText, group: $0.group) },
      rows: rows.map { $0.map(Self.cell) }
    ).html
  }

  private static func cell(_ cell: Cell) -> SortableTable.Cell {
    switch cell {
    case .text(let text): return .text(text)
    case .count(let count): return .number(count)
    case .number(let value, let places): return .number(value, places: places)
    case .percent(let value):
      guard let value else { return .none }
      var cell = SortableTable.Cell.number(value, places: 1)
      cell.share = min(max(value / 100, 0), 1)
      return cell
    case .none: return .none
    }
  }
}

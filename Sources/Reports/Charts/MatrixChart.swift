import Evaluation

/// A square of cells, one for every pair of classes: the darker, the larger the share of the row's images. Drawn as SVG.
public struct MatrixChart: Sendable {
  public private(set) var title: String
  /// What rows and columns are.
  public let rows: String
  public let columns: String
  public let names: [String]
  /// Images, `[names.count, names.count]`.
  public let counts: [Int]

  /// Pixels of the widest chart, and of one of the drawing's units where there is room: letters stay readable and cells of few
  /// classes small.
  private static let (widest, unit) = (640, 2.6)

  /// Classes that a chart has cells for; more could not be told apart.
  public static let limit = ClassificationResult.confusionLimit

  /// - Throws: `EvaluationError` where there are not as many counts as pairs.
  public init(title: String, rows: String, columns: String, names: [String], counts: [Int]) throws {
    guard counts.count == names.count * names.count else {
      throw EvaluationError("A matrix of \(names.count) classes needs \(names.count * names.count) counts.")
    }
    self.title = title
    self.rows = rows
    self.columns = columns
    self.names = names
    self.counts = counts
  }

  /// The same under another title.
  func titled(_ title: String) -> MatrixChart {
    var chart = self
    chart.title = title
    return chart
  }

  /// Rules of pages with such charts, beside those of all pages.
  static let css: HTML = """
    .matrix{margin:16px 0 4px}.matrix svg{display:block;width:100%;height:auto}\
    .matrix rect{fill:var(--c0)}.matrix .empty{fill:none;stroke:var(--rule)}.matrix text{font-size:5px}
    """

  /// The chart with its heading; nothing where there are too few or too many classes.
  var figure: HTML {
    guard (2...Self.limit).contains(names.count) else { return "" }
    // Places of the drawing: ten a cell, and room for names beside it.
    let (cell, margin) = (10, names.count <= 40 ? 46 : 8)
    let side = names.count * cell
    let width = min(Self.widest, Int(Double(margin + side) * Self.unit))
    var marks: [HTML] = []
    for row in names.indices {
      let total = counts[row * names.count..<(row + 1) * names.count].reduce(0, +)
      for column in names.indices where counts[row * names.count + column] > 0 {
        let count = counts[row * names.count + column]
        marks.append(
          """
          <rect x="\(margin + column * cell)" y="\(row * cell)" width="\(cell)" height="\(cell)" \
          opacity="\(ReadableNumber.decimal(Double(count) / Double(total), places: 2))"><title>\(names[row]) → \(names[column]): \
          \(ReadableNumber.grouped(count)) of \(ReadableNumber.grouped(total))</title></rect>

          """)
      }
      if margin > 8 {
        marks.append("<text class=\"y\" x=\"\(margin - 2)\" y=\"\(row * cell + 7)\">\(Self.short(names[row]))</text>\n")
      }
    }
    return """
      <figure class="chart"><figcaption>\(title)<span class="unit"> rows: \(rows), columns: \(columns), in the same order</span></figcaption>
      <div class="matrix"><svg viewBox="0 0 \(margin + side + 1) \(side + 1)" style="max-width:\(width)px" role="img" \
      aria-label="\(title)">
      <rect class="empty" x="\(margin)" y="0" width="\(side)" height="\(side)"/>
      \(marks)</svg></div></figure>

      """
  }

  private static func short(_ name: String) -> String { name.count <= 16 ? name : name.prefix(15) + "…" }
}

/// A chart with a row for each name and a dot in it for each series, drawn as SVG like `LineChart`: places across are
/// percentages of the plot, and every row is as high on all screens. Its scale doubles by equal steps, so that small values
/// can be told apart beside large ones.
struct DotChart {
  /// The dots of one color.
  struct Series {
    let name: String
    /// A value for every row, above 0; what is not is not drawn.
    let values: [Double?]
  }

  let title: String
  /// What is counted along the axis, such as "tokens".
  let unit: String
  let rows: [String]
  let series: [Series]

  /// Pixels from one series of a row to the next, and of a row without any.
  private static let laneHeight = 6
  private static let gapHeight = 14

  private var rowHeight: Int { series.count * Self.laneHeight + Self.gapHeight }

  /// The chart with its heading and legend; a sentence where there is no dot.
  var figure: HTML {
    let values = series.indices.flatMap { series in rows.indices.compactMap { value(series, $0) } }
    guard let scale = DoublingScale(values) else {
      return "<figure class=\"chart\">\(heading)<p class=\"empty\">There is nothing to count.</p></figure>\n"
    }
    return """
      <figure class="chart">\(heading)
      <div class="plot dots"><svg role="img" aria-label="\(summary)" style="height:\(rows.count * rowHeight)px">
      \(axis(scale))\(rows.indices.map { row($0, scale) })</svg></div>
      <ul class="legend">\(legend)</ul></figure>

      """
  }

  private var heading: HTML { "<figcaption>\(title)<span class=\"unit\"> \(unit)</span></figcaption>" }

  /// Rules of pages with such charts, beside those of all pages.
  static let css: HTML = """
    .plot.dots{padding:14px 14px 30px 62px}\
    .dot{stroke:none}.dot.c0{fill:var(--c0)}.dot.c1{fill:var(--c1)}.dot.c2{fill:var(--c2)}\
    .dot.c3{fill:var(--c3)}.dot.c4{fill:var(--c4)}.dot.c5{fill:var(--c5)}.dot.c6{fill:var(--c6)}.dot.c7{fill:var(--c7)}
    """

  private func value(_ series: Int, _ row: Int) -> Double? {
    self.series[series].values[row].flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
  }

  private func axis(_ scale: DoublingScale) -> HTML {
    HTML(
      scale.ticks.map { tick in
        let x = percent(scale.across(tick))
        return """
          <line class="grid" x1="\(x)" x2="\(x)" y1="0" y2="100%"/>\
          <text class="x" x="\(x)" y="100%" dy="18">\(ReadableNumber.significant(tick))</text>

          """
      })
  }

  /// A row's name, the rule above it, and its dots, each a little lower than the one before.
  private func row(_ row: Int, _ scale: DoublingScale) -> HTML {
    let top = row * rowHeight
    let marks = series.indices.compactMap { place -> HTML? in
      guard let value = value(place, row) else { return nil }
      let y = top + Self.gapHeight / 2 + Self.laneHeight * place + Self.laneHeight / 2
      return """
        <circle class="dot c\(place % 8)" cx="\(percent(scale.across(value)))" cy="\(y)" r="4.5"><title>\(rows[row]), \
        \(series[place].name): \(ReadableNumber.significant(value))</title></circle>

        """
    }
    return """
      <line class="grid" x1="0" x2="100%" y1="\(top)" y2="\(top)"/>\
      <text class="y" x="-10" y="\(top + rowHeight / 2)" dy="4">\(rows[row])</text>
      \(marks)
      """
  }

  private var legend: HTML {
    HTML(
      series.enumerated().map { place, series in
        """
        <li><svg aria-hidden="true" width="10" height="10"><circle class="dot c\(place % 8)" cx="5" cy="5" r="4.5"/>\
        </svg>\(series.name)</li>

        """
      })
  }

  /// The chart in words, for those who cannot see it.
  private var summary: String {
    let parts = series.indices.compactMap { place -> String? in
      let values = rows.indices.compactMap { value(place, $0) }
      guard let least = values.min(), let most = values.max() else { return nil }
      return
        "\(series[place].name) from \(ReadableNumber.significant(least)) to \(ReadableNumber.significant(most))"
    }
    return "\(title), \(unit): \(parts.joined(separator: "; "))."
  }

  private func percent(_ share: Double) -> String { "\(ReadableNumber.decimal(share * 100, places: 2))%" }
}

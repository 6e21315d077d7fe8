import Corpora

/// A chart of bars over whole numbers, drawn as SVG like `LineChart`: places are percentages of the plot.
struct HistogramChart {
  let title: String
  /// What is counted along the axis, such as "pixels".
  let unit: String
  let values: ValueCounts
  var scale = HistogramBins.Scale.even
  /// A value as people read it.
  var format: (Int) -> String = { ReadableNumber.grouped($0) }

  /// The chart with its heading and marks.
  var figure: HTML {
    guard let bins = HistogramBins(values, scale: scale), let least = values.least, least != values.most else {
      let sentence = values.least.map { "All \(ReadableNumber.grouped(values.total)) have \(format($0))." }
      return """
        <figure class="chart">\(heading)<p class="empty">\(sentence ?? "There is nothing to count.")</p></figure>

        """
    }
    return """
      <figure class="chart">\(heading)
      <div class="plot"><svg role="img" aria-label="\(summary)">
      \(grid(bins))\(bars(bins))\(axis(bins))</svg></div>
      <ul class="legend">\(marks)</ul></figure>

      """
  }

  private var heading: HTML {
    "<figcaption>\(title)<span class=\"unit\"> \(unit)</span></figcaption>"
  }

  /// Rules of pages with such charts, beside those of all pages.
  static let css: HTML = """
    .block{fill:var(--accent)}.block.open{opacity:.5}
    """

  private func top(of bins: HistogramBins) -> Double {
    AxisTicks.widened(0...Double(bins.counts.max() ?? 1), about: 4).upperBound
  }

  private func grid(_ bins: HistogramBins) -> HTML {
    let top = top(of: bins)
    return HTML(
      AxisTicks.round(in: 0...top, about: 4).filter { $0 == $0.rounded() }.map { tick in
        let y = percent(1 - tick / top)
        return """
          <line class="grid" x1="0" x2="100%" y1="\(y)" y2="\(y)"/>\
          <text class="y" x="-8" y="\(y)" dy="4">\(Self.name(of: tick))</text>

          """
      })
  }

  /// Short enough to stand left of the plot.
  private static func name(of tick: Double) -> String {
    tick < 1e6 ? ReadableNumber.grouped(Int(tick)) : ReadableNumber.count(Int(tick))
  }

  private func bars(_ bins: HistogramBins) -> HTML {
    let top = top(of: bins)
    let width = 1 / Double(bins.counts.count)
    return HTML(
      bins.counts.enumerated().filter { $0.element > 0 }.map { bin, count in
        let height = Double(count) / top
        let isOpen = bins.isOpen && bin == bins.counts.count - 1
        return """
          <rect class="\(isOpen ? "block open" : "block")" x="\(percent((Double(bin) + 0.06) * width))" \
          width="\(percent(width * 0.88))" y="\(percent(1 - height))" height="\(percent(height))" rx="1">\
          <title>\(bins.label(of: bin, format: format)): \(ReadableNumber.grouped(count))</title></rect>

          """
      })
  }

  private func axis(_ bins: HistogramBins) -> HTML {
    let count = bins.counts.count
    // About six names fit; a bin of one value is named in its middle, others where they begin.
    let step = max(1, (count + 5) / 6)
    let names = Swift.stride(from: 0, to: count, by: step).map { bin -> HTML in
      let x = percent((Double(bin) + (bins.holdsOneValue(bin) ? 0.5 : 0)) / Double(count))
      return """
        <text class="x" x="\(x)" y="100%" dy="18">\(format(bins.edges[bin]))</text>

        """
    }
    return """
      \(names)<line class="axis" x1="0" x2="100%" y1="100%" y2="100%"/>

      """
  }

  private var marks: HTML {
    let names = ["least", "half", "95 %", "most"]
    return HTML(
      zip(names, values.values(holding: [0, 0.5, 0.95, 1])).map { name, value in
        "<li>\(name) <b>\(format(value))</b></li>"
      })
  }

  /// The chart in words, for those who cannot see it.
  private var summary: String {
    let marks = values.values(holding: [0, 0.5, 0.95, 1]).map(format)
    return "\(title): from \(marks[0]) to \(marks[3]) \(unit), half up to \(marks[1]), 95 % up to \(marks[2])."
  }

  private func percent(_ share: Double) -> String { "\(ReadableNumber.decimal(share * 100, places: 2))%" }
}

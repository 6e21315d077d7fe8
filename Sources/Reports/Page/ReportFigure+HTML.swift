extension ReportFigure {
  /// Large numbers side by side, below a page's title; nothing where there are none.
  static func strip(_ figures: [ReportFigure]) -> HTML {
    guard !figures.isEmpty else { return "" }
    let cells = figures.map { figure -> HTML in
      """
      <div><dt>\(figure.label)</dt><dd class="value">\(figure.value)</dd><dd class="more">\(figure.note)</dd></div>

      """
    }
    return """
      <dl class="figures">
      \(cells)</dl>

      """
  }
}

import Corpora

/// How long captions are, as text and as pages.
struct CaptionsSection {
  private let inspection: CorpusInspection

  init(_ inspection: CorpusInspection) { self.inspection = inspection }

  var html: HTML {
    guard inspection.captions > 0 else { return "" }
    let drawn = inspection.languages.reduce(0) { $0 + $1.pages.captions }
    let patches: HTML =
      drawn == 0
      ? "" : HistogramChart(title: "Page", unit: "patches", values: inspection.patches).figure
    return """
      <section><h2>Captions</h2>
      <div class="charts">
      \(HistogramChart(title: "Length", unit: "characters", values: inspection.characters).figure)\(patches)</div>
      <p class="note">All languages together: lengths of all captions, patches of \(ReadableNumber.grouped(drawn)) that were \
      drawn. Paler: everything above.</p></section>

      """
  }
}

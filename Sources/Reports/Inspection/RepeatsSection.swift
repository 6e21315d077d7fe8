import Corpora

/// Images and captions that occur several times.
struct RepeatsSection {
  private let inspection: CorpusInspection

  init(_ inspection: CorpusInspection) { self.inspection = inspection }

  var html: HTML {
    """
    <section><h2>What occurs several times</h2>
    <h3>Images</h3>
    \(images)<h3>Captions</h3>
    \(captions)</section>

    """
  }

  private var images: HTML {
    let repeated = inspection.repeated
    guard repeated.files > 0 else { return "<p class=\"fine\">No two files are equal.</p>\n" }
    let splits: HTML =
      repeated.leakedFiles == 0
      ? "None is in two splits."
      : """
      In another split too: \(ReadableNumber.grouped(repeated.leakedRecords)); who trains on one split has seen these \
      images of the other.
      """
    let shown = repeated.leakExamples + repeated.examples.filter { !repeated.leakExamples.contains($0) }
    let items = shown.prefix(20).map { group -> HTML in
      let places = zip(group.origins, group.splits).prefix(5).map { origin, split in "\(origin) (\(split.rawValue))" }
      let more = group.origins.count > 5 ? " and \(group.origins.count - 5) more" : ""
      return """
        <li><bdi>\(places.joined(separator: ", "))\(more)</bdi></li>

        """
    }
    return """
      <p class="lead">Byte by byte the same as an earlier image: \
      \(ReadableNumber.grouped(repeated.records - repeated.files)) of \(ReadableNumber.grouped(inspection.images.count)). \
      \(splits)</p>
      <details><summary>Some of them</summary>
      <ul class="origins">
      \(items)</ul></details>

      """
  }

  private var captions: HTML {
    let languages = inspection.languages.filter { $0.repeatedTexts > 0 }
    guard !languages.isEmpty else { return "<p class=\"fine\">No two images have the same caption.</p>\n" }
    let table = SortableTable(
      label: "Captions that several images have",
      columns: [
        .text("Language"), .number("Texts"), .number("Captions"), .number("Share"), .number("Images at most"),
        .text("Most frequent"),
      ],
      rows: languages.map { language in
        [
          .text(language.tag), .number(language.repeatedTexts), .number(language.repeatedCaptions),
          .number(language.sharedPercent ?? 0, places: 1, unit: " %"),
          .number(language.repeatedExamples.first?.images ?? 0), examples(language),
        ]
      })
    return """
      \(table.html)<p class="note">Texts that are the caption of more than one image, how many captions have such a text, and the \
      share of all captions that those are; keywords and names of classes do not count.</p>

      """
  }

  private func examples(_ language: InspectedLanguage) -> SortableTable.Cell {
    let shown = language.repeatedExamples.prefix(3).map { example -> HTML in
      let text = example.text.count > 60 ? String(example.text.prefix(59)) + "…" : example.text
      return "<div lang=\"\(language.tag)\"><bdi>\(text)</bdi> <span class=\"unit\">× \(example.images)</span></div>"
    }
    return SortableTable.Cell(
      content: HTML(Array(shown)), value: language.repeatedExamples.first.map(\.text) ?? "")
  }
}

import Evaluation

/// How long captions are for each model.
struct ComparedLengths {
  let comparison: Comparison

  var html: HTML {
    let table = SortableTable(
      label: "Patches or tokens per caption",
      columns: [.text("language")] + comparison.models.map { .number($0.name) },
      rows: comparison.lengthRows.map { row in row.map { .text($0) } })
    return """
      <section><h2>Captions</h2>
      <p class="lead">How long the held-out captions are for each model: patches or tokens on average, what 95 of 100 captions stay \
      within, how many captions are cut off, and what share of the tokens stands for text that the vocabulary does not have – or of \
      the code points has no glyph. For other tokenizers: <code>clippo-corpus tokens</code>.</p>
      \(table.html)</section>

      """
  }
}

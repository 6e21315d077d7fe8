/// What was lost between the captions and the model.
struct LossSection {
  let losses: [TextLoss]

  /// Examples shown of one kind.
  static let shown = 12

  var html: HTML {
    let happened = losses.filter { $0.count > 0 }
    let body: HTML =
      happened.isEmpty
      ? """
      <p class="lead">Nothing: every character had a glyph and every caption fitted its page.</p>

      """
      : """
      <p class="lead">Counted over the training captions; everything not listed here arrived whole.</p>
      <div class="lost">
      \(happened.map(card))</div>

      """
    return """
      <section><h2>What was lost</h2>
      \(body)</section>

      """
  }

  private func card(_ loss: TextLoss) -> HTML {
    let total: HTML = loss.total.map { " <small>of \(ReadableNumber.grouped($0))</small>" } ?? ""
    let examples = loss.examples.prefix(Self.shown).map { example -> HTML in "<li><bdi>\(example)</bdi></li>" }
    let more = loss.examples.count - examples.count
    let rest: HTML = more > 0 ? "<li>and \(ReadableNumber.grouped(more)) more</li>" : ""
    let list: HTML = examples.isEmpty ? "" : "<ul>\(examples)\(rest)</ul>"
    return """
      <div class="card"><p>\(loss.what)</p><p class="value">\(ReadableNumber.grouped(loss.count))\(total)</p>\(list)</div>

      """
  }
}

import Evaluation

/// The table of recall by split and language, with what chance would reach and how the numbers were counted.
struct RecallSection {
  let table: RecallTable

  var html: HTML {
    guard !table.rows.isEmpty else {
      return """
        <section><h2>Recall</h2>
        <p class="empty">This run has not been evaluated.</p></section>

        """
    }
    return """
      <section><h2>Recall</h2>
      <p class="lead">How often the right item is among the first 1, 5 and 10, in percent.</p>
      <div class="scroll" role="region" aria-label="Recall by split and language" tabindex="0">
      <table class="sortable">
      \(head)<tbody>
      \(splits.map(rows))</tbody></table></div>
      \(notes)</section>

      """
  }

  private var head: HTML {
    // Cells of a row: split, language, four of each direction, chance, mean.
    """
    <thead><tr><th class="name" rowspan="2">\(button("Split", 0))</th>\
    <th class="name" rowspan="2">\(button("Language", 1))</th>\
    <th class="edge group" colspan="4" scope="colgroup">text→image</th>\
    <th class="edge group" colspan="4" scope="colgroup">image→text</th>\
    <th class="edge" rowspan="2">\(button("Chance", 10))</th><th rowspan="2">\(button("Mean of six", 11))</th></tr>
    <tr>\(columns(from: 2))\(columns(from: 6))</tr></thead>

    """
  }

  private func columns(from first: Int) -> HTML {
    let depths = RetrievalRecall.depths.enumerated().map { place, depth -> HTML in
      "<th class=\"\(place == 0 ? "edge" : "inner")\" scope=\"col\">\(button("R@\(depth)", first + place))</th>"
    }
    return "\(depths)<th scope=\"col\">\(button("Median", first + 3))</th>"
  }

  private func button(_ name: String, _ column: Int) -> HTML {
    "<button type=\"button\" data-column=\"\(column)\">\(name)</button>"
  }

  /// Splits in the order of the table.
  private var splits: [String] {
    table.rows.reduce(into: []) { splits, row in
      if !splits.contains(row.split) { splits.append(row.split) }
    }
  }

  /// The rows of a split, and their mean where there are several.
  private func rows(_ split: String) -> HTML {
    let languages = HTML(table.rows.filter { $0.split == split }.map(row))
    let averaged = table.comparableRows(of: split)
    return averaged.count > 1 ? languages + meanRow(split, averaged) : languages
  }

  private func meanRow(_ split: String, _ rows: [RecallRow]) -> HTML {
    func cells(_ direction: KeyPath<RecallRow, RetrievalRecall>) -> HTML {
      let percents = RetrievalRecall.depths.indices.map { place -> HTML in
        percentCell(mean(rows.map { $0[keyPath: direction].percent[place] }), place, note: "")
      }
      return "\(percents)<td data-value=\"-1\"></td>"
    }
    let six = mean(rows.map(\.meanOfBothDirections))
    return """
      <tr class="mean"><th class="name" scope="row" data-value="\(split)">\(split)</th>\
      <td class="name" data-value="mean">mean of \(rows.count)</td>\(cells(\.textToImage))\(cells(\.imageToText))\
      <td class="edge" data-value="-1"></td><td data-value="\(plain(six))">\(ReadableNumber.decimal(six, places: 1))</td></tr>

      """
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(values.count, 1)) }

  private func row(_ row: RecallRow) -> HTML {
    let mean = row.meanOfBothDirections
    return """
      <tr><th class="name" scope="row" data-value="\(row.split)">\(row.split)</th>\
      <td class="name" data-value="\(row.language)">\(row.language)\
      <small>\(ReadableNumber.grouped(row.textToImage.queries)) texts</small></td>\
      \(cells(row.textToImage))\(cells(row.imageToText))\(chance(row))\
      <td data-value="\(plain(mean))">\(ReadableNumber.decimal(mean, places: 1))</td></tr>

      """
  }

  private func percentCell(_ percent: Double, _ place: Int, note: HTML) -> HTML {
    """
    <td class="\(place == 0 ? "bar edge" : "bar")" style="--share:\(plain(percent))%" data-value="\(plain(percent))">\
    \(ReadableNumber.decimal(percent, places: 1))\(note)</td>
    """
  }

  private func cells(_ recall: RetrievalRecall) -> HTML {
    let percents = recall.percent.enumerated().map { place, percent in
      percentCell(percent, place, note: interval(recall, place))
    }
    let place = ReadableNumber.decimal(
      recall.medianRank, places: recall.medianRank == recall.medianRank.rounded() ? 0 : 1)
    return """
      \(percents)<td data-value="\(plain(recall.medianRank))">\(place)\
      <small>of \(ReadableNumber.grouped(recall.gallery))</small></td>
      """
  }

  /// What guessing reaches; of both directions where they differ, as with several captions an image.
  private func chance(_ row: RecallRow) -> HTML {
    let (there, back) = (chanceText(row.textToImage), chanceText(row.imageToText))
    let second: HTML = there == back ? "" : "<small>\(back) back</small>"
    return "<td class=\"edge\" data-value=\"\(plain(row.textToImage.chance.first ?? 0))\">\(there)\(second)</td>"
  }

  private func chanceText(_ recall: RetrievalRecall) -> String {
    recall.chance.map { ReadableNumber.decimal($0, places: 1) }.joined(separator: " / ")
  }

  private func interval(_ recall: RetrievalRecall, _ place: Int) -> HTML {
    guard let intervals = recall.intervals, intervals.indices.contains(place) else { return "" }
    let (low, high) = (intervals[place].lowerBound, intervals[place].upperBound)
    return "<small>\(ReadableNumber.decimal(low, places: 0))–\(ReadableNumber.decimal(high, places: 0))</small>"
  }

  private var notes: HTML {
    let rows = table.rows.flatMap { [$0.textToImage, $0.imageToText] }
    let tied = rows.map(\.tied).reduce(0, +)
    let ties: HTML =
      tied == 0
      ? "No query had a wrong item with exactly the right one’s score."
      : """
      In \(ReadableNumber.grouped(tied)) of \(ReadableNumber.grouped(rows.map(\.queries).reduce(0, +))) queries a wrong item has \
      exactly the right one’s score. Such items stand in random order, so that a query counts with the probability of a hit, and \
      its place is the expected one.
      """
    let small: HTML =
      rows.contains { $0.intervals != nil }
      ? "Small ranges are 95 % bootstrap intervals over the queries. " : ""
    let isPartial = splits.contains { split in
      table.comparableRows(of: split).count < table.rows.count { $0.split == split }
    }
    let left: HTML = isPartial ? "Means leave out languages with less than half of the split’s largest gallery. " : ""
    let warnings = table.warnings.map { warning -> HTML in
      "<p class=\"warning\"><strong>Embeddings that are alike.</strong> \(warning)</p>\n"
    }
    return """
      \(warnings)<p class="note">The gallery of a split is that split’s images, or that split’s texts. A query counts when any of its right \
      items is found, and its place is one more than the number of items that score higher than the best of them. The median is that of the places; chance is what \
      guessing reaches at the three depths. \
      \(ties) \(small)\(left)“Mean of six” is the mean of R@1, R@5 and R@10 over both directions (as Wukong and COCO-CN report it); the mean \
      of one direction’s three (as Chinese-CLIP reports it) is \(meansOfOneDirection).</p>

      """
  }

  /// The other protocol, for few rows in words, so that nobody has to compute it.
  private var meansOfOneDirection: HTML {
    guard table.rows.count <= 4 else { return "that of three neighboring cells" }
    let parts = table.rows.map { row in
      "\(row.split) \(row.language) \(ReadableNumber.decimal(row.textToImage.meanRecall, places: 1)) and "
        + ReadableNumber.decimal(row.imageToText.meanRecall, places: 1)
    }
    return "\(parts.joined(separator: ", "))"
  }

  /// A number as programs read it.
  private func plain(_ value: Double) -> String {
    value.isFinite ? "\((value * 100).rounded() / 100)" : "0"
  }
}

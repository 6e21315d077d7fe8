import Console
import Evaluation

extension MeasureReport {
  /// Recall of texts and images for each other.
  public static func retrieval(
    _ recall: RecallTable, retrievalProtocol: RetrievalProtocol, title: String
  ) -> MeasureReport {
    var report = MeasureReport(
      title: title, kind: "retrieval", about: "Counted as \(retrievalProtocol.about).",
      json: recall.json(retrievalProtocol))
    let splits = recall.rows.map(\.split).distinct
    report.figures = splits.prefix(3).flatMap { split -> [ReportFigure] in
      let rows = recall.comparableRows(of: split)
      let languages = rows.count == 1 ? rows[0].language : "mean of \(rows.count) languages"
      return [
        figure("text→image, \(split)", rows.map(\.textToImage), languages),
        figure("image→text, \(split)", rows.map(\.imageToText), languages),
      ]
    }
    report.tables = [table(recall)]
    report.notes = recall.warnings
    if let corpus = recall.corpus { report.notes.append("Measured on the \(corpus.sentence).") }
    let left = recall.rows.count - splits.reduce(0) { $0 + recall.comparableRows(of: $1).count }
    if left > 0 {
      report.notes.append(
        "The mean leaves out \(left) \(left == 1 ? "language" : "languages") with less than half of the largest gallery."
      )
    }
    return report
  }

  private static func figure(_ label: String, _ recalls: [RetrievalRecall], _ languages: String) -> ReportFigure {
    func mean(_ depth: Int, _ values: (RetrievalRecall) -> [Double]) -> Double {
      recalls.reduce(0) { $0 + values($1)[depth] } / Double(max(recalls.count, 1))
    }
    let percents = RetrievalRecall.depths.indices.map { NumberText.fixed(mean($0, \.percent), decimals: 1) }
    return ReportFigure(
      label: label, value: percents.joined(separator: " / "),
      note: "R@1/5/10, \(languages); chance \(NumberText.fixed(mean(0, \.chance), decimals: 2))")
  }

  private static func table(_ recall: RecallTable) -> MeasureTable {
    let depths = RetrievalRecall.depths.map { "R@\($0)" }
    let hasIntervals = recall.rows.contains { $0.textToImage.intervals != nil }
    func columns(_ group: String, _ short: String) -> [MeasureTable.Column] {
      let ranks = depths + (hasIntervals ? ["R@1, 95 %"] : [])
      return ranks.map { .number($0, in: group, short: short) }
        + [
          .number("mean", in: group, short: short).onPages, .number("median", in: group, short: short),
          .number("chance @1", in: group, short: short).onPages,
        ]
    }
    func interval(_ recall: RetrievalRecall) -> [MeasureTable.Cell] {
      guard hasIntervals else { return [] }
      return [
        recall.intervals?.first.map { range in
          .text([range.lowerBound, range.upperBound].map { NumberText.fixed($0, decimals: 1) }.joined(separator: "–"))
        } ?? .none
      ]
    }
    func cells(_ recall: RetrievalRecall) -> [MeasureTable.Cell] {
      recall.percent.map { .percent($0) } + interval(recall) + [
        .percent(recall.meanRecall), .number(recall.medianRank, 1), .number(recall.chance[0], 2),
      ]
    }
    return MeasureTable(
      title: "Recall, %",
      columns: [.text("Split"), .text("Language"), .number("Queries"), .number("Images")]
        + columns("text→image", "T2I") + columns("image→text", "I2T") + [.number("Mean of six")],
      rows: recall.rows.map { row in
        [
          .text(row.split), .text(row.language), .count(row.textToImage.queries), .count(row.textToImage.gallery),
        ] + cells(row.textToImage) + cells(row.imageToText) + [.percent(row.meanOfBothDirections)]
      })
  }

  /// How well captions of one language find those of another for the same image.
  ///
  /// - Parameter recalls: for every language that asks, one for every language that is searched; nil where they share no image.
  public static func translation(
    _ recalls: [[RetrievalRecall?]], languages: [String], title: String
  ) -> MeasureReport {
    let known = recalls.joined().compactMap { $0 }
    var report = MeasureReport(
      title: title, kind: "text to text",
      about:
        "A caption asks for the captions of its image in another language; it counts when one of them is among the first. "
        + "Equal scores stand in random order.",
      json: .array(
        zip(languages, recalls).flatMap { asking, row in
          zip(languages, row).compactMap { queried, recall in
            recall.map { recall in
              [
                "from": .string(asking), "to": .string(queried), "recall": .array(recall.percent.map { .number($0) }),
                "queries": .integer(recall.queries), "gallery": .integer(recall.gallery), "tied": .integer(recall.tied),
              ]
            }
          }
        }))
    report.figures = RetrievalRecall.depths.enumerated().map { place, depth in
      let mean = known.reduce(0) { $0 + $1.percent[place] } / Double(max(known.count, 1))
      let chance = known.reduce(0) { $0 + $1.chance[place] } / Double(max(known.count, 1))
      return ReportFigure(
        label: "R@\(depth)", value: "\(NumberText.fixed(mean, decimals: 1)) %",
        note: "mean of \(known.count) pairs of languages; chance \(NumberText.fixed(chance, decimals: 2))")
    }
    report.notes = zip(languages, languages.indices.map { queried in recalls.lazy.compactMap { $0[queried] }.first })
      .compactMap { language, recall in recall?.variety?.sentence("texts").map { "\(language): \($0)." } }
    report.tables = RetrievalRecall.depths.enumerated().filter { $0.element != 5 }.map { place, depth in
      MeasureTable(
        title: "R@\(depth), %: the row's language asks, the column's is found",
        columns: [.text("Asks")] + languages.map { .number($0) },
        rows: zip(languages, recalls).map { language, row in
          [.text(language)] + row.map { .percent($0?.percent[place]) }
        })
    }
    return report
  }
}

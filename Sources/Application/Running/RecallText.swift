import Console
import Evaluation

extension RecallTable {
  /// Every row with R@1, R@5 and R@10 both ways and mean recall, in percent, how it was counted and of which corpus.
  public func text(_ retrievalProtocol: RetrievalProtocol = .clippo) -> String {
    let joins = retrievalProtocol.joinsDirections
    var table = TextTable(
      [
        .left("split"), .left("language"), .right("queries"), .right("gallery"), .right("T2I R@1"), .right("R@5"),
        .right("R@10"),
      ] + (joins ? [] : [.right("mean")]) + [.right("I2T R@1"), .right("R@5"), .right("R@10"), .right("mean")])
    for row in rows {
      let (texts, images) = (row.textToImage, row.imageToText)
      let means = joins ? [row.meanOfBothDirections] : [images.meanRecall]
      let percents = texts.percent + (joins ? [] : [texts.meanRecall]) + images.percent + means
      table.add(
        [row.split, row.language, "\(texts.queries)", "\(texts.gallery)"]
          + percents.map { NumberText.fixed($0, decimals: 1) })
    }
    return ([table.text(), retrievalProtocol.about] + (corpus.map { [$0.sentence] } ?? []) + warnings).joined(
      separator: "\n")
  }

  /// One line: text to image, R@1 and R@5 of every row; of every split on average where there would be more than a few.
  func line() -> String {
    guard rows.count > Self.shown else {
      return rows.map { "\($0.split) \($0.language) \(Self.percents([$0]))" }.joined(separator: "  ")
    }
    return rows.map(\.split).distinct.map { split in
      let own = comparableRows(of: split)
      let languages = own.count == 1 ? own[0].language : "in \(own.count) languages"
      return "\(split) \(languages) \(Self.percents(own))"
    }.joined(separator: "  ")
  }

  /// Rows that one line has room for.
  private static let shown = 6

  private static func percents(_ rows: [RecallRow]) -> String {
    (0..<2).map { depth in
      NumberText.fixed(rows.reduce(0) { $0 + $1.textToImage.percent[depth] } / Double(rows.count), decimals: 1)
    }.joined(separator: "/")
  }
}

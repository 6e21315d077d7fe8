import Console
import Evaluation

extension RecallTable {
  /// Every row with R@1, R@5 and R@10 both ways, in percent.
  public func text() -> String {
    var table = TextTable([
      .left("split"), .left("language"), .right("queries"), .right("gallery"), .right("T2I R@1"), .right("R@5"),
      .right("R@10"), .right("I2T R@1"), .right("R@5"), .right("R@10"),
    ])
    for row in rows {
      let percents = row.textToImage.percent + row.imageToText.percent
      table.add(
        [row.split, row.language, "\(row.textToImage.queries)", "\(row.textToImage.gallery)"]
          + percents.map { NumberText.fixed($0, decimals: 1) })
    }
    return table.text()
  }

  /// One line: text to image, R@1 and R@5 of every row.
  func line() -> String {
    rows.map { row in
      let percents = row.textToImage.percent.prefix(2).map { NumberText.fixed($0, decimals: 1) }
      return "\(row.split) \(row.language) \(percents.joined(separator: "/"))"
    }.joined(separator: "  ")
  }
}

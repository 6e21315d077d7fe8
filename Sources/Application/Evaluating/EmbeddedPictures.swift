import Corpora
import Evaluation

/// Pictures with classes and what a model makes of them.
public struct EmbeddedPictures {
  /// Those that could be read.
  let items: [LabelledPictures.Item]
  let width: Int
  /// `[items.count, width]`.
  let values: [Float]
  let leftOut: SkippedParts

  /// One unit row an item.
  func table() throws -> EmbeddingTable {
    try EmbeddingTable(ids: items.map(\.picture.description), width: width, values: values)
  }

  /// The class of every item, where each has one.
  var labels: [Int] { items.map { $0.labels[0] } }

  /// The same pictures as another list has them, some of them or under other labels; what could not be read stays left out.
  func choosing(_ chosen: LabelledPictures) -> EmbeddedPictures {
    let rows = Dictionary(
      items.enumerated().map { ($0.element.picture, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let found = chosen.items.compactMap { item in rows[item.picture].map { (item: item, row: $0) } }
    return EmbeddedPictures(
      items: found.map(\.item), width: width,
      values: found.flatMap { values[$0.row * width..<($0.row + 1) * width] }, leftOut: leftOut)
  }
}

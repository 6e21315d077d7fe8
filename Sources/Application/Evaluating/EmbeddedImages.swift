import Corpora
import Evaluation

/// Images with classes and what a model makes of them.
public struct EmbeddedImages {
  /// Those that could be read.
  let items: [LabeledImages.Item]
  let width: Int
  /// `[items.count, width]`.
  let values: [Float]
  let skipped: SkippedRecords

  /// One unit row an item.
  func table() throws -> EmbeddingTable {
    try EmbeddingTable(ids: items.map(\.image.description), width: width, values: values)
  }

  /// The class of every item, where each has one.
  var labels: [Int] { items.map { $0.labels[0] } }

  /// The same images as another list has them, some of them or under other labels; what could not be read stays skipped.
  func choosing(_ chosen: LabeledImages) -> EmbeddedImages {
    let rows = Dictionary(
      items.enumerated().map { ($0.element.image, $0.offset) }, uniquingKeysWith: { first, _ in first })
    let found = chosen.items.compactMap { item in rows[item.image].map { (item: item, row: $0) } }
    return EmbeddedImages(
      items: found.map(\.item), width: width,
      values: found.flatMap { values[$0.row * width..<($0.row + 1) * width] }, skipped: skipped)
  }
}

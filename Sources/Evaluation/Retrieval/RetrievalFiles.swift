import Files
import JSON
import Tensors

/// What a model made of a retrieval task, as files for other programs: features as arrays with a list of what their rows are, and
/// features and predictions as Chinese-CLIP's scripts read them (`make_topk_predictions.py`, `evaluation.py` and those for the
/// other direction).
///
///     NAME.image_feat.npy    float32 [images, width], unit rows      NAME.images.jsonl   {"row", "image_id", "id", "origin"}
///     NAME.text_feat.npy     float32 [texts, width]                    NAME.texts.jsonl    {"text_id", "text", "image_ids"}
///     NAME.img_feat.jsonl    {"image_id", "feature"}           NAME.txt_feat.jsonl    {"text_id", "feature"}
///     NAME.t2i_predictions.jsonl    {"text_id", "image_ids": [the ten nearest]}
///     NAME.i2t_predictions.jsonl    {"image_id", "text_ids": […]}
///
/// Ids are whole numbers, as those scripts want: the data's own where all images, or all texts, have one of their own, else
/// the rows.
public struct RetrievalFiles: Sendable {
  private let task: RetrievalTask
  private let texts: [String]
  private let origins: [String]
  private let imageIds: [Int]
  private let textIds: [Int]

  /// Predictions a query.
  static let depth = 10

  /// - Parameters:
  ///   - texts: of the task's texts.
  ///   - textIDs: of the task's texts, as the data has them; nil where it has none.
  ///   - ids: of the task's images, as the data has them.
  ///   - origins: where each image comes from.
  public init(_ task: RetrievalTask, texts: [String], textIDs: [String?], ids: [String], origins: [String]) {
    self.task = task
    self.texts = texts
    self.origins = origins
    imageIds = Self.numbers(ids)
    textIds = Self.numbers(textIDs)
  }

  /// The ids as numbers, or the rows where not each of them is a number that no other one is.
  private static func numbers(_ ids: [String?]) -> [Int] {
    let numbers = ids.compactMap { $0.flatMap { Int($0) } }
    return numbers.count == ids.count && Set(numbers).count == numbers.count ? numbers : Array(ids.indices)
  }

  /// Writes all eight. Returns their paths.
  ///
  /// - Parameter base: folder and beginning of the names.
  public func write(to base: String, disk: Disk = Disk()) throws -> [String] {
    let images = task.images
    try NumpyFile.write(Self.array(images), to: base + ".image_feat.npy", disk: disk)
    try NumpyFile.write(Self.array(task.texts), to: base + ".text_feat.npy", disk: disk)
    try Self.write(
      images.ids.indices.map { row in
        [
          "row": .integer(row), "image_id": .integer(imageIds[row]), "id": .string(images.ids[row]),
          "origin": .string(origins[row]),
        ]
      }, to: base + ".images.jsonl", disk)
    try Self.write(
      texts.enumerated().map { row, text in
        [
          "text_id": .integer(textIds[row]), "text": .string(text),
          "image_ids": .array(task.imagesOfTexts[row].map { .integer(imageIds[$0]) }),
        ]
      }, to: base + ".texts.jsonl", disk)
    try Self.write(images, ids: imageIds, called: "image_id", to: base + ".img_feat.jsonl", disk)
    try Self.write(task.texts, ids: textIds, called: "text_id", to: base + ".txt_feat.jsonl", disk)
    let ranked = try task.scoresOfTexts().best(Self.depth)
    try Self.write(
      ranked.enumerated().map { row, hits in
        ["text_id": .integer(textIds[row]), "image_ids": .array(hits.map { .integer(imageIds[$0.index]) })]
      }, to: base + ".t2i_predictions.jsonl", disk)
    let found = try task.scoresOfImages().best(Self.depth)
    try Self.write(
      found.enumerated().map { row, hits in
        ["image_id": .integer(imageIds[row]), "text_ids": .array(hits.map { .integer(textIds[$0.index]) })]
      }, to: base + ".i2t_predictions.jsonl", disk)
    return [
      "image_feat.npy", "text_feat.npy", "images.jsonl", "texts.jsonl", "img_feat.jsonl", "txt_feat.jsonl",
      "t2i_predictions.jsonl", "i2t_predictions.jsonl",
    ]
    .map { "\(base).\($0)" }
  }

  private static func array(_ table: EmbeddingTable) throws -> ArrayEntry {
    try ArrayEntry(name: "features", shape: Shape([table.count, table.width]), floats: table.values)
  }

  /// A line a row, with as many digits as tell every value from its neighbors.
  private static func write(
    _ table: EmbeddingTable, ids: [Int], called name: String, to path: String, _ disk: Disk
  ) throws {
    try AtomicFile.write(to: path, disk: disk) { file in
      for (row, id) in ids.enumerated() {
        let values = table.values[row * table.width..<(row + 1) * table.width].map { "\($0)" }.joined(separator: ",")
        try file.write(Array("{\"\(name)\":\(id),\"feature\":[\(values)]}\n".utf8))
      }
    }
  }

  private static func write(_ lines: [JSONValue], to path: String, _ disk: Disk) throws {
    try AtomicFile.write(lines.map { $0.compactText + "\n" }.joined(), to: path, disk: disk)
  }
}

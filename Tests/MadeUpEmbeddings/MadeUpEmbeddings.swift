import Evaluation
import Runtime

/// Names `prefix0`, `prefix1`, …
public func names(_ count: Int, _ prefix: String = "p") -> [String] {
  (0..<count).map { "\(prefix)\($0)" }
}

/// A table whose cosine with query `q` of `oneHotQueries` is exactly `scores[q][item]`, up to rounding: item embeddings have
/// those coordinates, and one more coordinate brings them to unit length.
public func gallery(scores: [[Float]]) throws -> EmbeddingTable {
  let items = scores[0].count
  var values: [Float] = []
  for item in 0..<items {
    let coordinates = scores.map { $0[item] }
    let rest = 1 - coordinates.reduce(0) { $0 + $1 * $1 }
    values += coordinates + [rest.squareRoot()]
  }
  return try EmbeddingTable(ids: names(items, "g"), width: scores.count + 1, values: values)
}

/// Queries along the axes: query `q` reads coordinate `q` of an item.
public func oneHotQueries(_ count: Int) throws -> EmbeddingTable {
  var values = [Float](repeating: 0, count: count * (count + 1))
  for query in 0..<count { values[query * (count + 1) + query] = 1 }
  return try EmbeddingTable(ids: names(count, "q"), width: count + 1, values: values)
}

/// A table of made-up unit rows.
public func madeUpTable(_ count: Int, width: Int, seed: UInt64) throws -> EmbeddingTable {
  var generator = SeededGenerator(seed: seed)
  return try EmbeddingTable(
    ids: names(count), width: width, values: (0..<count * width).map { _ in generator.uniform(-1, 1) })
}

/// All orders of `0 ..< count`.
public func orders(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return orders(count - 1).flatMap { order in
    (0...order.count).map { place in Array(order[..<place]) + [count - 1] + Array(order[place...]) }
  }
}

/// Query 0: image 0 best, 4 and 8 equal behind it. Query 1: image 0 before 1, then falling. Query 2: image 2 last.
public let handMadeScores: [[Float]] = [
  [0.9, 0.1, 0.11, 0.12, 0.5, 0.13, 0.14, 0.15, 0.5, 0.16, 0.17, 0.18],
  [0.4, 0.3, 0.05, 0.25, 0.2, 0.1, 0.09, 0.08, 0.15, 0.17, 0.06, 0.04],
  [0.02, 0.03, 0.01, 0.04, 0.05, 0.08, 0.09, 0.10, 0.11, 0.12, 0.13, 0.14],
]

/// The recall of a model that never was.
public func madeUpRecall(_ split: String, _ language: String, seed: UInt64) throws -> RecallRow {
  var generator = SeededGenerator(seed: seed, stream: 1)
  let texts = try madeUpTable(180, width: 8, seed: seed)
  let images = try EmbeddingTable(
    ids: texts.ids, width: 8,
    values: texts.values.map { $0 + generator.uniform(-1, 1) * (split == "style" ? 1.5 : 0.7) })
  let task = try RetrievalTask(texts: texts, images: images, imageOfText: Array(0..<180))
  return RecallRow(
    split: split, language: language, ranks: try task.ranks(), interval: RecallInterval(resamples: 100),
    using: &generator)
}

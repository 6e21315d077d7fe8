import Evaluation
import Runtime

/// Names `prefix0`, `prefix1`, …
func names(_ count: Int, _ prefix: String = "p") -> [String] {
  (0..<count).map { "\(prefix)\($0)" }
}

/// A table whose cosine with query `q` of `oneHotQueries` is exactly `scores[q][item]`, up to rounding: item embeddings have
/// those coordinates, and one more coordinate brings them to unit length.
func gallery(scores: [[Float]]) throws -> EmbeddingTable {
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
func oneHotQueries(_ count: Int) throws -> EmbeddingTable {
  var values = [Float](repeating: 0, count: count * (count + 1))
  for query in 0..<count { values[query * (count + 1) + query] = 1 }
  return try EmbeddingTable(ids: names(count, "q"), width: count + 1, values: values)
}

/// A table of made-up unit rows.
func madeUpTable(_ count: Int, width: Int, seed: UInt64) throws -> EmbeddingTable {
  var generator = SeededGenerator(seed: seed)
  return try EmbeddingTable(
    ids: names(count), width: width, values: (0..<count * width).map { _ in generator.uniform(-1, 1) })
}

/// All orders of `0 ..< count`.
func orders(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return orders(count - 1).flatMap { order in
    (0...order.count).map { place in Array(order[..<place]) + [count - 1] + Array(order[place...]) }
  }
}

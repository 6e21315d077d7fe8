import MadeUpEmbeddings
import Testing

@testable import Evaluation

@Suite struct NearestNeighborsTests {
  /// Scores in double, sorted whole.
  func bruteForce(_ queries: EmbeddingTable, _ gallery: EmbeddingTable, limit: Int) -> [[Int]] {
    (0..<queries.count).map { query in
      let scores = (0..<gallery.count).map { item in
        zip(queries[query], gallery[item]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      }
      let order = (0..<gallery.count).sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
      return Array(order.prefix(limit))
    }
  }

  @Test(arguments: [(1, 1, 1, 1), (3, 7, 5, 3), (33, 70, 16, 10), (64, 31, 33, 40), (70, 200, 47, 10)])
  func agreesWithSortingEverything(queries: Int, items: Int, width: Int, limit: Int) throws {
    let queried = try madeUpTable(queries, width: width, seed: 3)
    let gallery = try madeUpTable(items, width: width, seed: 4)
    let found = try CosineScores(queries: queried, gallery: gallery).best(limit)
    #expect(found.map { $0.map(\.index) } == bruteForce(queried, gallery, limit: limit))
    #expect(found.allSatisfy { $0.count == min(limit, items) })
  }

  @Test func equalImagesTieExactlyAndTheLowerIndexStandsFirst() throws {
    let distinct = try madeUpTable(5, width: 70, seed: 9)
    let copies = try EmbeddingTable(
      ids: names(40), width: 70, values: (0..<40).flatMap { Array(distinct[[2, 0, 4][$0 % 3]]) })
    let found = try CosineScores(queries: distinct, gallery: copies).best(14)
    #expect(found[0].map(\.index) == Array(stride(from: 1, to: 40, by: 3)) + [found[0][13].index])
    #expect(Set(found[0].prefix(13).map(\.score)).count == 1)
  }

  @Test func anEmptyGalleryGivesNothing() throws {
    let empty = try EmbeddingTable(ids: [], width: 4, values: [])
    let queries = try madeUpTable(2, width: 4, seed: 1)
    #expect(try CosineScores(queries: queries, gallery: empty).best(3) == [[], []])
    #expect(try CosineScores(queries: empty, gallery: queries).best(3).isEmpty)
  }
}

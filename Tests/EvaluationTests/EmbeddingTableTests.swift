import MadeUpEmbeddings
import Testing

@testable import Evaluation

@Suite struct EmbeddingTableTests {
  @Test func rowsAreScaledToUnitLength() throws {
    let table = try EmbeddingTable(ids: ["a", "b"], width: 2, values: [3, 4, 0, -2])
    #expect(table.values == [0.6, 0.8, 0, -1])
    #expect(Array(table[1]) == [0, -1])
  }

  @Test func unitRowsKeepTheirBits() throws {
    let once = try madeUpTable(50, width: 37, seed: 1)
    let twice = try EmbeddingTable(ids: once.ids, width: once.width, values: once.values)
    #expect(once == twice)
  }

  @Test func aRowOfZerosStaysZero() throws {
    #expect(try EmbeddingTable(ids: ["a"], width: 3, values: [0, 0, 0]).values == [0, 0, 0])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func aValueThatIsNotFiniteIsRefusedByName(value: Float) {
    let error = #expect(throws: EvaluationError.self) {
      try EmbeddingTable(ids: ["cat", "dog"], width: 2, values: [1, 0, value, 0])
    }
    #expect(error?.description.contains("\"dog\" (row 1)") == true)
  }

  @Test(arguments: [(2, 3), (0, 0), (1, 1)])
  func sizesThatDisagreeAreRefused(width: Int, values: Int) {
    #expect(throws: EvaluationError.self) {
      try EmbeddingTable(ids: ["a", "b"], width: width, values: Array(repeating: 1, count: values))
    }
  }

  @Test func tablesOfDifferentWidthsAreNotCompared() throws {
    let narrow = try madeUpTable(2, width: 3, seed: 1)
    let wide = try madeUpTable(2, width: 4, seed: 1)
    #expect(throws: EvaluationError.self) { try CosineScores(queries: narrow, gallery: wide) }
  }
}

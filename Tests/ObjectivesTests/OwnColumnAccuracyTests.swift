import Tensors
import Testing

@testable import Objectives

@Suite("Accuracies of a batch")
struct OwnColumnAccuracyTests {
  @Test(
    "a row is right whose own column is above all others, keys of a queue among them; a tie is not",
    arguments: [
      ([2, 1, 1, 0, 1, 0, 0, 0, 3], 3, 1), ([2, 2, 1, 0, 1, 0, 0, 0, 3], 3, 2.0 / 3), ([0, 0, 0, 0], 2, 0),
      ([1, 0, 9, 0, 1, 0], 3, 0.5), ([-1, -2], 2, 1),
    ] as [([Float], Int, Double)])
  func ownColumns(logits: [Float], columns: Int, expected: Double) throws {
    let backend = try EmbeddingRows().backend
    let tensor = try backend.tensor(logits, [logits.count / columns, columns])
    #expect(try tensor.ownColumnAccuracy() == expected)
  }
}

/// Embeddings of a list of images or texts: one row of unit length for each, and the name it is known by.
public struct EmbeddingTable: Sendable, Equatable {
  /// What each row is the embedding of, `[count]`.
  public let ids: [String]
  /// Values a row.
  public let width: Int
  /// Rows of unit length, `[count, width]`.
  public let values: [Float]

  /// Number of rows.
  public var count: Int { ids.count }

  /// Takes `values` `[ids.count, width]` and scales every row to unit length; rows that already are (to 1e-6) keep their
  /// bits, and a row of zeros stays zero: its cosine with everything is 0.
  ///
  /// - Throws: `EvaluationError` when the sizes disagree or a value is not finite.
  public init(ids: [String], width: Int, values: [Float]) throws {
    guard width > 0, values.count == ids.count * width else {
      throw EvaluationError(
        "An embedding table of \(ids.count) rows of width \(width) needs \(ids.count * max(width, 0)) values, "
          + "but \(values.count) were given.")
    }
    var scaled = values
    for (row, id) in ids.enumerated() {
      let squares = Self.sumOfSquares(scaled[row * width..<(row + 1) * width])
      guard squares.isFinite else {
        throw EvaluationError(
          "The embedding of \"\(id)\" (row \(row)) holds a value that is not finite; "
            + "the model has diverged, so go back to an earlier checkpoint.")
      }
      guard squares > 0, abs(squares - 1) > 2e-6 else { continue }
      let scale = 1 / squares.squareRoot()
      for index in row * width..<(row + 1) * width { scaled[index] = Float(Double(scaled[index]) * scale) }
    }
    self.ids = ids
    self.width = width
    self.values = scaled
  }

  /// The embedding of row `index`, `[width]`.
  public subscript(index: Int) -> ArraySlice<Float> {
    values[index * width..<(index + 1) * width]
  }

  /// A table of the rows at `indices`, in their order.
  public func rows(_ indices: [Int]) -> EmbeddingTable { rows(indices, ids: indices.map { ids[$0] }) }

  /// The same, each known by another name: one of `ids` for each of `indices`.
  func rows(_ indices: [Int], ids: [String]) -> EmbeddingTable {
    var values: [Float] = []
    values.reserveCapacity(indices.count * width)
    for index in indices { values += self[index] }
    return EmbeddingTable(checkedIds: ids, width: width, values: values)
  }

  /// For rows that are of unit length already.
  private init(checkedIds ids: [String], width: Int, values: [Float]) {
    self.ids = ids
    self.width = width
    self.values = values
  }

  private static func sumOfSquares(_ row: ArraySlice<Float>) -> Double {
    row.reduce(into: 0.0) { sum, value in sum += Double(value) * Double(value) }
  }
}

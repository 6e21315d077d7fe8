/// The parts of a query, each with its weight, as one vector of unit length.
struct QuerySum {
  private var rows: [(vector: [Float], weight: Double)] = []

  /// - Parameters:
  ///   - vector: `[width]`, of unit length; all of one width.
  ///   - weight: below 0 where images should not be like it.
  mutating func add(_ vector: [Float], weight: Double) { rows.append((vector, weight)) }

  /// The weighted sum, scaled to unit length; one part alone keeps its bits.
  ///
  /// Throws `SearchQueryError` where there is no part, or the parts cancel each other out.
  var unit: [Float] {
    get throws {
      if rows.count == 1, rows[0].weight > 0 { return rows[0].vector }
      var sum = [Double](repeating: 0, count: rows.first?.vector.count ?? 0)
      for row in rows { for place in sum.indices { sum[place] += row.weight * Double(row.vector[place]) } }
      let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-6 else {
        throw SearchQueryError("what is added and what is taken away cancel each other out; change one of them")
      }
      return sum.map { Float($0 / length) }
    }
  }
}

import CKernels

/// Queries in 8 bits a value, as `QuantizedVectors` keeps vectors, packed for the loops.
final class QuantizedQueries: @unchecked Sendable {
  let count: Int
  /// Length of what rounding took from each query.
  private let residuals: [Float]
  private let steps: AlignedValues<Int16>
  private let packed: AlignedValues<UInt32>
  private let offsets: AlignedValues<Int32>
  private let scales: AlignedValues<Float>
  /// Of the queries as they were, rounded up.
  private let lengths: AlignedValues<Float>

  /// - Parameters:
  ///   - values: `[queries, width]`.
  ///   - places: queries and what fills up their last group.
  ///   - padded: the width of the rounded vectors.
  init(_ values: [Float], width: Int, places: Int, paddedTo padded: Int) {
    count = values.count / width
    scales = AlignedValues(count: places, filledWith: 0)
    lengths = AlignedValues(count: places, filledWith: 0)
    offsets = AlignedValues(count: places, filledWith: 0)
    steps = AlignedValues(count: count * padded, filledWith: 0)
    packed = AlignedValues(count: clippo_search_packed_fours(count, padded), filledWith: 0)
    let rows = AlignedValues<Int8>(count: count * padded, filledWith: 0)
    let (scales, lengths) = (scales, lengths)
    residuals = values.withUnsafeBufferPointer { values in
      (0..<values.count / width).map { query in
        guard let vector = values.baseAddress else { return 0 }
        let (scale, residual) = QuantizedVectors.round(
          vector + query * width, width: width, into: rows.base + query * padded, padded: padded)
        scales.base[query] = scale
        return residual
      }
    }
    for query in 0..<count { lengths.base[query] = Float(QueryChunk.length(values, query, width) * 1.000001).nextUp }
    for place in 0..<count * padded { steps.base[place] = Int16(rows.base[place]) }
    clippo_search_pack_bytes(packed.base, offsets.base, rows.base, count, padded)
  }

  /// What the loop does not add for each row: the query's own rounding, and float32's.
  func errors(longest: Float) -> [Float] {
    residuals.indices.map { query in
      let small = QueryChunk.summingError(width: 16, length: Double(lengths.base[query]) * 1.1)
      return (residuals[query] * longest * 1.0001 + small).nextUp
    }
  }

  /// As the loop reads them.
  func withKernelQueries<Result>(_ body: (UnsafePointer<clippo_search_byte_queries>) -> Result) -> Result {
    var queries = clippo_search_byte_queries(
      steps: steps.base, packed: packed.base, offsets: offsets.base, scales: scales.base, lengths: lengths.base,
      count: count)
    return body(&queries)
  }
}

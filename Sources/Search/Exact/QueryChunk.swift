import CKernels

/// Some queries, as the loops want them.
struct QueryChunk: Sendable {
  /// Queries of a chunk at most: what is packed of them stays in the cache.
  static let limit = 256

  /// Number of the first query.
  let first: Int
  let count: Int
  /// `[count, width]`.
  let values: [Float]
  /// How far a query's products of this route may lie from its scores.
  let errors: [Float]
  /// Packed for the route `floats`, which few queries take on every route but `scores`: they wait for memory anyhow.
  private(set) var floats: AlignedValues<Float>?
  /// Packed for the route `tiles`.
  private(set) var units: AlignedValues<UInt32>?
  /// Packed for vectors of 8 bits, be they kept so or rounded by the route `bytes`.
  private(set) var bytes: QuantizedQueries?

  /// Places of floors: whole groups.
  var places: Int { Self.places(count) }

  /// - Parameter values: `[count, width]`.
  init(_ values: [Float], first: Int, width: Int, route: SearchRoute, quantized: QuantizedVectors?) {
    self.first = first
    self.values = values
    count = values.count / width
    if let quantized {
      let queries = QuantizedQueries(values, width: width, places: Self.places(count), paddedTo: quantized.paddedWidth)
      bytes = queries
      errors = queries.errors(longest: quantized.longest)
      return
    }
    let isFew = count <= Int(CLIPPO_SEARCH_FEW)
    switch isFew && route != .scores ? .floats : route {
    case .scores: errors = []
    case .floats:
      errors = (0..<count).map { Self.summingError(width: width, length: Self.length(values, $0, width)) }
      let packed = AlignedValues<Float>(count: clippo_search_packed_floats(count, width), filledWith: 0)
      clippo_search_pack_floats(packed.base, values, count, width)
      floats = packed
    case .bytes:
      let queries = QuantizedQueries(
        values, width: width, places: Self.places(count), paddedTo: QuantizedVectors.paddedWidth(width))
      bytes = queries
      errors = queries.errors(longest: QuantizedVectors.longest(width: width))
    case .tiles:
      var rounded = [UInt16](repeating: 0, count: values.count)
      clippo_convert_f32_to_bf16(&rounded, values, values.count)
      errors = Self.roundingErrors(values, rounded, width: width)
      let packed = AlignedValues<UInt32>(count: clippo_search_packed_units(count, width), filledWith: 0)
      clippo_search_pack_units(packed.base, rounded, count, width)
      units = packed
    }
  }

  private static func places(_ count: Int) -> Int {
    let group = Int(CLIPPO_SEARCH_GROUP)
    return (count + group - 1) / group * group
  }

  /// The queries in chunks.
  static func chunks(
    of values: [Float], width: Int, route: SearchRoute, quantized: QuantizedVectors?
  ) -> [QueryChunk] {
    stride(from: 0, to: values.count / width, by: limit).map { first in
      let end = min(values.count / width, first + limit)
      return QueryChunk(
        Array(values[first * width..<end * width]), first: first, width: width, route: route, quantized: quantized)
    }
  }
}

// How wrong products may be. By Cauchy and Schwarz a change of a vector by d changes its product with q by |d| |q| at most.
extension QueryChunk {
  /// What float32 loses: each of `width` additions up to 2^-24 of the product of the lengths, a few more for rounding the score.
  static func summingError(width: Int, length: Double) -> Float {
    Float(Double(width + 8) * 0x1p-23 * length * Double(VectorGallery.longest) + 1e-30).nextUp
  }

  static func length(_ values: [Float], _ row: Int, _ width: Int) -> Double {
    var squares = 0.0
    for value in values[row * width..<(row + 1) * width] { squares += Double(value) * Double(value) }
    return squares.squareRoot()
  }

  /// Rounding to eight bits takes 2^-8 of a vector's length at most, and of the query what is measured here.
  private static func roundingErrors(_ values: [Float], _ rounded: [UInt16], width: Int) -> [Float] {
    let longest = Double(VectorGallery.longest)
    return (0..<values.count / width).map { row in
      var squares = 0.0
      for place in row * width..<(row + 1) * width {
        let difference = Double(values[place]) - Double(Float(bitPattern: UInt32(rounded[place]) << 16))
        squares += difference * difference
      }
      let length = length(values, row, width)
      let rounding = 0x1p-8 * longest * length + (1 + 0x1p-8) * longest * squares.squareRoot()
      return (Float(rounding * 1.0001) + summingError(width: width, length: length * 1.02)).nextUp
    }
  }
}

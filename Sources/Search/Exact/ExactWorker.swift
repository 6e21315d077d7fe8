import CKernels

/// One thread's part of an exact search: its rows, block by block, with the best it has met so far of every query.
///
/// A block's products are compared with floors: a score that would enter the list, less what the product may be off. What reaches its
/// floor is scored exactly while its row is still in the cache.
struct ExactWorker {
  /// Rows multiplied between two looks at the floors; the first blocks are smaller, because nothing is left out there.
  private static let blockRows = 256

  private let gallery: VectorGallery
  private let route: SearchRoute
  private let quantized: QuantizedVectors?
  private let kernels: SearchKernels
  private let chunks: [QueryChunk]
  private var best: [BestVectors]
  private var floors: [[Float]]
  private var candidates: [clippo_search_candidate]
  private let scratch: AlignedValues<UInt8>

  init(
    _ gallery: VectorGallery, chunks: [QueryChunk], limit: Int, route: SearchRoute, quantized: QuantizedVectors?,
    kernels: SearchKernels
  ) {
    self.gallery = gallery
    self.kernels = kernels
    self.route = route
    self.quantized = quantized
    self.chunks = chunks
    let queries = chunks.reduce(0) { $0 + $1.count }
    best = Array(repeating: BestVectors(limit: limit), count: queries)
    floors = chunks.map { chunk in
      (0..<chunk.places).map { $0 < chunk.count ? -Float.infinity : .infinity }
    }
    let places = chunks.map(\.places).max() ?? 0
    candidates = Array(repeating: clippo_search_candidate(row: 0, query: 0), count: Self.blockRows * places)
    let tiles = chunks.contains { $0.units != nil } ? clippo_search_tiles_scratch(gallery.width) : 0
    let rounded = route == .bytes ? clippo_search_rounded_scratch(gallery.width) : 0
    scratch = AlignedValues(count: max(tiles, rounded), filledWith: 0)
  }

  /// The best of the rows for every query, best first.
  mutating func search(_ rows: Range<Int>) -> [[VectorHit]] {
    let (gallery, chunks) = (gallery, chunks.indices)
    gallery.forEachPart(of: rows) { first, count, values in
      var row = 0
      var height = 32
      while row < count {
        let tall = min(height, count - row)
        for chunk in chunks { look(chunk, at: values + row * gallery.width, first: first + row, count: tall) }
        row += tall
        height = Self.blockRows
      }
    }
    return best.map(\.sorted)
  }

  private mutating func look(_ number: Int, at values: UnsafePointer<Float>, first: Int, count: Int) {
    let found = products(chunks[number], floors[number], values, first: first, count: count)
    let chunk = chunks[number]
    let width = gallery.width
    chunk.values.withUnsafeBufferPointer { queries in
      guard let base = queries.baseAddress else { return }
      for candidate in candidates[..<found] {
        let (row, query) = (Int(candidate.row), Int(candidate.query))
        if gallery.removed.contains(first + row) { continue }
        let score = Float(clippo_search_score(values + row * width, base + query * width, width))
        if score.isNaN { continue }
        best[chunk.first + query].offer(VectorHit(index: first + row, score: score))
        if !chunk.errors.isEmpty, let floor = best[chunk.first + query].floor {
          floors[number][query] = (floor - chunk.errors[query]).nextDown
        }
      }
    }
  }

  /// Fills `candidates` and gives their number.
  private mutating func products(
    _ chunk: QueryChunk, _ floors: [Float], _ values: UnsafePointer<Float>, first: Int, count: Int
  ) -> Int {
    if let queries = chunk.bytes {
      return queries.withKernelQueries { queries in
        guard let quantized else {
          return kernels.rounded(&candidates, values, count, queries, gallery.width, floors, scratch.base)
        }
        return clippo_search_bytes(
          &candidates, quantized.values + first * quantized.paddedWidth, quantized.scales + first,
          quantized.residuals + first, count, queries, quantized.paddedWidth, floors)
      }
    }
    if let floats = chunk.floats {
      return clippo_search_floats(&candidates, values, count, floats.base, chunk.count, gallery.width, floors)
    }
    if let units = chunk.units {
      return kernels.tiles(
        &candidates, values, count, units.base, chunk.count, gallery.width, floors, scratch.base)
    }
    for row in 0..<count {
      for query in 0..<chunk.count {
        candidates[row * chunk.count + query] = clippo_search_candidate(row: UInt32(row), query: UInt32(query))
      }
    }
    return count * chunk.count
  }
}

import CKernels
import Runtime

/// Finds the vectors with the highest products, exactly: the answer is the same on every machine and with any number of threads.
///
/// Vectors are not copied; what a search needs besides is some hundred kilobytes a thread.
public struct ExactSearch: Sendable {
  private let gallery: VectorGallery
  private let pool: ThreadPool
  private let route: SearchRoute
  private let quantized: QuantizedVectors?
  private let kernels: SearchKernels

  /// - Parameters:
  ///   - route: how candidates are found; one that this processor lacks becomes the fastest that it has.
  ///   - quantized: the same gallery in 8 bits; candidates are found there and looked up in the gallery.
  public init(
    _ gallery: VectorGallery, pool: ThreadPool, route: SearchRoute = .fastest, quantized: QuantizedVectors? = nil
  ) {
    self.init(
      gallery, pool: pool, runnable: route.isAvailable ? route : .fastest, quantized: quantized, kernels: .native)
  }

  /// - Parameters:
  ///   - route: one that `kernels` can take on this processor.
  ///   - kernels: the loops of some routes.
  init(
    _ gallery: VectorGallery, pool: ThreadPool, runnable route: SearchRoute, quantized: QuantizedVectors? = nil,
    kernels: SearchKernels
  ) {
    self.gallery = gallery
    self.pool = pool
    self.route = route
    self.quantized = quantized
    self.kernels = kernels
  }

  /// The best `limit` vectors of every query, best first; of equal scores the lower number first. A smaller gallery gives all it has.
  ///
  /// - Parameters:
  ///   - queries: `[queries, width]`.
  ///   - rows: numbers of the vectors that are looked at; nil looks at all.
  /// - Throws: `SearchError` where the sizes disagree or a query is not finite.
  public func best(_ limit: Int, of queries: [Float], among rows: Range<Int>? = nil) throws -> [[VectorHit]] {
    let looked = (rows ?? 0..<gallery.count).clamped(to: 0..<gallery.count)
    let count = queries.count / gallery.width
    guard queries.count == count * gallery.width else {
      throw SearchError("\(queries.count) values are no queries of width \(gallery.width)")
    }
    guard clippo_all_finite_f32(queries, queries.count) != 0 else {
      throw SearchError("a query holds a value that is not finite; the model that made it may have diverged")
    }
    guard limit > 0, count > 0 else { return Array(repeating: [], count: count) }
    let chunks = QueryChunk.chunks(of: queries, width: gallery.width, route: route, quantized: quantized)
    var parts = [[[VectorHit]]](repeating: [], count: pool.threads)
    parts.withUnsafeMutableBufferPointer { parts in
      let parts = parts
      pool.parallel(looked.count, grain: 32) { rows, worker in
        var part = ExactWorker(
          gallery, chunks: chunks, limit: limit, route: route, quantized: quantized, kernels: kernels)
        parts[worker] = part.search(looked.lowerBound + rows.lowerBound..<looked.lowerBound + rows.upperBound)
      }
    }
    return (0..<count).map { query in
      let hits = parts.flatMap { $0.isEmpty ? [] : $0[query] }
      return Array(hits.sorted { $0.precedes($1) }.prefix(limit))
    }
  }
}

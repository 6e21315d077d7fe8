import CEmulatedLevels
import CKernels
import Runtime
import Testing

@testable import Search

@Suite struct ExactSearchTests {
  /// The best by sorting every score.
  private func sorted(
    _ values: [Float], width: Int, queries: [Float], limit: Int, without removed: RemovedVectors = RemovedVectors()
  ) -> [[VectorHit]] {
    (0..<queries.count / width).map { query in
      let queried = Array(queries[query * width..<(query + 1) * width])
      let hits = (0..<values.count / width).filter { !removed.contains($0) }.map { row in
        VectorHit(
          index: row,
          score: Float(clippo_search_score(Array(values[row * width..<(row + 1) * width]), queried, width)))
      }
      return Array(hits.sorted { $0.precedes($1) }.prefix(limit))
    }
  }

  /// Every route that this processor has, and those that some lack in emulation too.
  static let routes: [(SearchRoute, SearchKernels)] =
    SearchRoute.allCases.filter(\.isAvailable).map { ($0, .native) } + emulatedRoutes

  private static let emulatedRoutes: [(SearchRoute, SearchKernels)] = {
    guard clippo_emulated_kernels_at_level(5) != nil else { return [] }
    let emulated = SearchKernels(tiles: clippo_emulated_search_tiles, rounded: clippo_emulated_search_rounded)
    return [(.tiles, emulated), (.bytes, emulated)]
  }()

  /// Tables of loops by their names, and those of levels that some processors lack in emulation too.
  static let tables: [(name: String, kernels: clippo_kernels)] =
    (0...5).compactMap { level in
      clippo_kernels_at_level(level).map { ("level \(level)", $0.pointee) }
    }
    + (2...5).compactMap { level in
      clippo_emulated_kernels_at_level(level).map { ("level \(level), emulated", $0.pointee) }
    }

  @Test(
    "the route through AMX's tiles runs on this processor itself",
    .enabled(if: SearchRoute.tiles.isAvailable, "this processor lacks AMX; the route is run in emulation"))
  func tilesAreThere() { #expect(SearchRoute.fastest == .tiles) }

  @Test(
    "the route through products of bytes runs on this processor itself",
    .enabled(if: SearchRoute.bytes.isAvailable, "this processor lacks VNNI; the route is run in emulation"))
  func productsOfBytesAreThere() { #expect([.tiles, .bytes].contains(SearchRoute.fastest)) }

  /// Vectors, width, queries, limit.
  static let sizes = [
    (1, 8, 1, 3), (31, 7, 2, 5), (700, 64, 1, 10), (1500, 40, 50, 10), (1100, 129, 300, 4), (2000, 16, 5, 2100),
  ]

  @Test("every route gives the same hits to the last bit, ties by number", arguments: sizes)
  func routes(size: (vectors: Int, width: Int, queries: Int, limit: Int)) throws {
    let values = MadeUpVectors.withTies(size.vectors, width: size.width, seed: 1)
    // Queries among the vectors themselves: exact ties at the very top.
    let queries = Array(
      (values + MadeUpVectors.random(size.queries, width: size.width, seed: 2)).suffix(size.queries * size.width))
    let expected = sorted(values, width: size.width, queries: queries, limit: size.limit)
    let gallery = try VectorGallery(values, width: size.width)
    for threads in [1, 3] {
      let pool = try ThreadPool(threads: threads)
      let quantized = QuantizedVectors(gallery, pool: pool)
      for (route, kernels) in Self.routes {
        let found = try ExactSearch(gallery, pool: pool, runnable: route, kernels: kernels).best(
          size.limit, of: queries)
        #expect(found == expected ? true : false, "\(route), \(threads) threads")
      }
      let eight = try ExactSearch(gallery, pool: pool, quantized: quantized).best(size.limit, of: queries)
      #expect(eight == expected ? true : false, "8 bits, \(threads) threads")
    }
  }

  @Test("vectors that tie for the last place come by number, whatever finds them")
  func manyTies() throws {
    let width = 24
    let one = MadeUpVectors.random(1, width: width, seed: 3)
    let values = [[Float]](repeating: one, count: 900).flatMap { $0 }
    let gallery = try VectorGallery(values, width: width)
    let pool = try ThreadPool(threads: 2)
    for (route, kernels) in Self.routes {
      let found = try ExactSearch(gallery, pool: pool, runnable: route, kernels: kernels).best(7, of: one)
      #expect(found[0].map(\.index) == Array(0..<7), "\(route)")
    }
  }

  @Test("scores that differ in their last bits are told apart")
  func nearTies() throws {
    let width = 256
    let count = 5
    let queries = MadeUpVectors.random(count, width: width, seed: 4)
    // Vectors a hair apart around every query, far below what bf16 and eight bits can tell: products err either way.
    var generator = SeededGenerator(seed: 5)
    let values = (0..<900).flatMap { row in
      let query = queries[row % count * width..<(row % count + 1) * width]
      return MadeUpVectors.unit(query.map { $0 + 2e-4 * generator.normal() })
    }
    let expected = sorted(values, width: width, queries: queries, limit: 20)
    let gallery = try VectorGallery(values, width: width)
    let pool = try ThreadPool(threads: 2)
    for (route, kernels) in Self.routes {
      let found = try ExactSearch(gallery, pool: pool, runnable: route, kernels: kernels).best(20, of: queries)
      #expect(found == expected ? true : false, "\(route)")
    }
    let quantized = QuantizedVectors(gallery, pool: pool)
    let found = try ExactSearch(gallery, pool: pool, quantized: quantized).best(20, of: queries)
    #expect(found == expected ? true : false, "8 bits")
  }

  @Test("removed vectors are not found, and a part of the rows may be asked for")
  func removed() throws {
    let width = 32
    let values = MadeUpVectors.withTies(600, width: width, seed: 6)
    var removed = RemovedVectors()
    for index in stride(from: 0, to: 600, by: 3) { removed.insert(index) }
    let queries = MadeUpVectors.random(9, width: width, seed: 7)
    let gallery = try VectorGallery(values, width: width, removed: removed)
    let pool = try ThreadPool(threads: 2)
    #expect(gallery.liveCount == 400)
    let found = try ExactSearch(gallery, pool: pool).best(10, of: queries)
    #expect(found == sorted(values, width: width, queries: queries, limit: 10, without: removed) ? true : false)
    let late = try ExactSearch(gallery, pool: pool).best(1000, of: queries, among: 590..<900)
    #expect(Set(late[0].map(\.index)) == [590, 592, 593, 595, 596, 598, 599])
  }

  @Test("an empty gallery, no query and no place give nothing; what is no vector is refused")
  func edges() throws {
    let pool = try ThreadPool(threads: 2)
    let empty = ExactSearch(try VectorGallery([], width: 4), pool: pool)
    #expect(try empty.best(3, of: [1, 0, 0, 0]) == [[]])
    let one = ExactSearch(try VectorGallery([0, 1, 0, 0], width: 4), pool: pool)
    #expect(try one.best(3, of: []).isEmpty)
    #expect(try one.best(0, of: [1, 0, 0, 0]) == [[]])
    #expect(throws: SearchError.self) { try one.best(1, of: [1, 0, 0]) }
    #expect(throws: SearchError.self) { try one.best(1, of: [.nan, 0, 0, 0]) }
    #expect(throws: SearchError.self) { try VectorGallery([.infinity, 0], width: 2) }
    #expect(throws: SearchError.self) { try VectorGallery([2, 0], width: 2) }
  }

  @Test("the score has the same bits on every level of instructions")
  func levels() throws {
    let x = MadeUpVectors.random(1, width: 333, seed: 8)
    let y = MadeUpVectors.random(1, width: 333, seed: 9)
    for width in [0, 1, 15, 16, 31, 32, 33, 64, 333] {
      let scores = Self.tables.map { $0.kernels.search_score(x, y, width) }
      #expect(Set(scores.map(\.bitPattern)).count == 1, "width \(width)")
    }
  }

  @Test("candidates of every level are those whose products reach their floors", arguments: [1, 3, 4, 5, 50])
  func candidates(queries: Int) throws {
    let (width, rows) = (37, 45)
    let values = MadeUpVectors.random(rows, width: width, seed: 10)
    let queried = MadeUpVectors.random(queries, width: width, seed: 11)
    var packed = [Float](repeating: 0, count: clippo_search_packed_floats(queries, width))
    clippo_search_pack_floats(&packed, queried, queries, width)
    let floors = (0..<64).map { $0 < queries ? Float($0 % 5) * 0.1 : Float.infinity }
    var expected: Set<[Int]> = []
    for row in 0..<rows {
      for query in 0..<queries {
        let score = clippo_search_score(
          Array(values[row * width..<(row + 1) * width]), Array(queried[query * width..<(query + 1) * width]), width)
        if score >= Double(floors[query]) { expected.insert([row, query]) }
      }
    }
    for (name, table) in Self.tables {
      var out = [clippo_search_candidate](repeating: clippo_search_candidate(row: 0, query: 0), count: rows * 64)
      let found = table.search_floats(&out, values, rows, packed, queries, width, floors)
      #expect(Set(out[..<found].map { [Int($0.row), Int($0.query)] }) == expected, "\(name)")
    }
  }

  @Test(
    "candidates in eight bits of every level are those whose products reach their floors", arguments: [1, 4, 5, 50])
  func candidatesInBytes(queries: Int) throws {
    let (padded, rows, places) = (96, 45, (queries + 31) / 32 * 32)
    var generator = SeededGenerator(seed: 12)
    // The largest steps of either sign among them.
    func bytes(_ count: Int) -> [Int8] {
      (0..<count).map { place in
        if place % 7 == 0 { return place % 2 == 0 ? 127 : -127 }
        return Int8(254 * generator.uniform() - 127)
      }
    }
    let (values, queried) = (bytes(rows * padded), bytes(queries * padded))
    func dot(_ row: Int, _ query: Int) -> Int {
      var sum = 0
      for place in 0..<padded { sum += Int(values[row * padded + place]) * Int(queried[query * padded + place]) }
      return sum
    }
    // Powers of two, so that every level computes the same; floors between two products.
    let scales = (0..<rows).map { $0 % 2 == 0 ? Float(0.5) : 0.25 }
    let residuals = (0..<rows).map { Float($0 % 3) * 64 }
    let queryScales = (0..<places).map { $0 % 2 == 0 ? Float(1) : 2 }
    let lengths = (0..<places).map { Float($0 % 4) * 32 }
    let floors = (0..<places).map { $0 < queries ? Float($0 % 5 - 2) * 3000.03125 : .infinity }
    var expected: Set<[Int]> = []
    for row in 0..<rows {
      for query in 0..<queries {
        let most = Float(dot(row, query)) * scales[row] * queryScales[query] + residuals[row] * lengths[query]
        if most >= floors[query] { expected.insert([row, query]) }
      }
    }
    #expect(expected.count > rows * queries / 4)
    #expect(expected.count < rows * queries)
    var packed = [UInt32](repeating: 0, count: clippo_search_packed_fours(queries, padded))
    var offsets = [Int32](repeating: 0, count: places)
    clippo_search_pack_bytes(&packed, &offsets, queried, queries, padded)
    let steps = queried.map(Int16.init)
    var loops = Self.tables.map { ($0.name, $0.kernels.search_bytes) }
    if clippo_has_vnni() != 0 { loops.append(("VNNI", clippo_search_bytes_vnni)) }
    if clippo_emulated_kernels_at_level(2) != nil {
      loops.append(("VNNI, emulated", clippo_emulated_search_bytes_vnni))
    }
    for (name, loop) in loops {
      let search = try #require(loop)
      var out = [clippo_search_candidate](repeating: clippo_search_candidate(row: 0, query: 0), count: rows * places)
      let found = steps.withUnsafeBufferPointer { steps in
        packed.withUnsafeBufferPointer { packed in
          offsets.withUnsafeBufferPointer { offsets in
            queryScales.withUnsafeBufferPointer { scaling in
              lengths.withUnsafeBufferPointer { lengths in
                var form = clippo_search_byte_queries(
                  steps: steps.baseAddress, packed: packed.baseAddress, offsets: offsets.baseAddress,
                  scales: scaling.baseAddress, lengths: lengths.baseAddress, count: queries)
                return search(&out, values, scales, residuals, rows, &form, padded, floors)
              }
            }
          }
        }
      }
      #expect(Set(out[..<found].map { [Int($0.row), Int($0.query)] }) == expected, "\(name)")
    }
  }
}

import Console
import Files
import FoundationEssentials
import Runtime
import Search

/// Times searches of made-up vectors in an index on the disk.
struct SearchBenchmark {
  /// What was measured, in milliseconds unless said otherwise.
  struct Result {
    var name: String
    var one: Double
    var many: Double
    /// Share of the exact answer that was found, 0…1.
    var recall: Double
  }

  let count: Int
  let width: Int
  let queryCount: Int
  let top: Int
  let pool: ThreadPool
  let seed: Int
  /// What a file takes until it can be searched.
  private(set) var openSeconds = 0.0
  private(set) var graphSeconds = 0.0
  private(set) var results: [Result] = []
  /// Of the whole process after exact searches alone.
  private(set) var peakBytes = 0
  private(set) var first: [Int] = []

  /// Vectors that are made and written together.
  private static let block = 16_384

  init(count: Int, width: Int, queries: Int, top: Int, threads: Int, seed: Int) throws {
    self.count = count
    self.width = width
    queryCount = queries
    self.top = top
    self.seed = seed
    pool = try ThreadPool(threads: threads)
  }

  var vectorBytes: Int { count * width * 4 }

  /// Writes the index, searches it in every way, and removes it.
  ///
  /// - Parameters:
  ///   - efSearches: candidates in view of approximate searches; none makes no graph.
  ///   - repeats: times that each is measured; the fastest counts.
  mutating func run(in folder: String, efSearches: [Int], options: GraphOptions, repeats: Int) throws {
    let path = "\(folder)/clippo-bench-search.clippo"
    let disk = Disk()
    defer { for file in [path, NeighborGraph.path(besideIndex: path)] { try? disk.remove(file) } }
    let made = MadeUpVectors(width: width, seed: seed)
    try write(made, to: path)
    let start = MonotonicClock.seconds()
    let index = try VectorIndex(path: path, pool: pool)
    openSeconds = MonotonicClock.seconds() - start
    let queries = made.vectors(0..<queryCount, of: .queries, pool: pool)
    let exact = try measureExact(index, queries, repeats: repeats)
    guard !efSearches.isEmpty else { return }
    try measureGraph(index, queries, exact: exact, efSearches: efSearches, options: options, repeats: repeats)
  }

  private func write(_ made: MadeUpVectors, to path: String) throws {
    let writer = try VectorIndexWriter(path: path, width: width, model: ["made": "up"])
    for start in stride(from: 0, to: count, by: Self.block) {
      let rows = start..<min(count, start + Self.block)
      let items = rows.map { IndexItem(key: "\($0)", stamp: 0, source: "made up", record: .integer($0)) }
      try writer.append(items, vectors: made.vectors(rows, of: .gallery, pool: pool))
    }
  }

  private mutating func measureExact(_ index: VectorIndex, _ queries: [Float], repeats: Int) throws -> [[VectorHit]] {
    let plain = ExactSearch(index.gallery, pool: pool)
    let answer = try plain.best(top, of: queries)
    first = answer.first?.map(\.index) ?? []
    results.append(
      try measured("exact, \(SearchRoute.fastest.rawValue)", queries, answer, repeats) { try plain.best(top, of: $0) })
    peakBytes = PeakMemory.bytes()
    if SearchRoute.fastest != .floats {
      let floats = ExactSearch(index.gallery, pool: pool, route: .floats)
      results.append(try measured("exact, floats", queries, answer, repeats) { try floats.best(top, of: $0) })
    }
    let bytes = ExactSearch(index.gallery, pool: pool, quantized: QuantizedVectors(index.gallery, pool: pool))
    results.append(try measured("exact, 8 bits first", queries, answer, repeats) { try bytes.best(top, of: $0) })
    return answer
  }

  private mutating func measureGraph(
    _ index: VectorIndex, _ queries: [Float], exact: [[VectorHit]], efSearches: [Int], options: GraphOptions,
    repeats: Int
  ) throws {
    let start = MonotonicClock.seconds()
    let line = ProgressLine(label: "linking", unit: "vectors")
    let built = try NeighborGraph.build(
      index, options: options, pool: pool, progress: { line.update(completed: $0, of: $1) })
    line.finish()
    guard let built else { return }
    graphSeconds = MonotonicClock.seconds() - start
    for efSearch in efSearches {
      let search = ApproximateSearch(index, graph: built, pool: pool, efSearch: efSearch)
      results.append(
        try measured("graph, \(efSearch) in view", queries, exact, repeats) { try search.best(top, of: $0) })
    }
  }

  /// A single query is measured with each in turn, because a graph's paths differ.
  private func measured(
    _ name: String, _ queries: [Float], _ exact: [[VectorHit]], _ repeats: Int,
    _ search: ([Float]) throws -> [[VectorHit]]
  ) throws -> Result {
    let found = try search(queries)
    let right = zip(exact, found).reduce(0) { sum, pair in
      sum + Set(pair.0.map(\.index)).intersection(pair.1.map(\.index)).count
    }
    let singles = (0..<min(queryCount, 20)).map { Array(queries[$0 * width..<($0 + 1) * width]) }
    let one = try Self.fastest(repeats) { for query in singles { _ = try search(query) } }
    let many = try Self.fastest(repeats) { _ = try search(queries) }
    return Result(
      name: name, one: one / Double(max(1, singles.count)), many: many,
      recall: Double(right) / Double(max(1, exact.reduce(0) { $0 + $1.count })))
  }

  private static func fastest(_ repeats: Int, _ body: () throws -> Void) throws -> Double {
    try (0..<max(1, repeats)).map { _ in
      let start = MonotonicClock.seconds()
      try body()
      return 1000 * (MonotonicClock.seconds() - start)
    }.min() ?? 0
  }
}

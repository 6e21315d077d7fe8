import Runtime
import TestSupport
import Testing

@testable import Files
@testable import Search

@Suite struct ApproximateSearchTests {
  private static let width = 32
  private let folder: TemporaryFolder
  private let pool: ThreadPool
  private var path: String { folder.file("a.clippo") }
  private var graphPath: String { NeighborGraph.path(besideIndex: path) }

  init() throws {
    folder = try TemporaryFolder()
    pool = try ThreadPool(threads: 2)
  }

  private func index(_ count: Int, seed: UInt64 = 1) throws -> VectorIndex {
    let writer = try VectorIndexWriter(path: path, width: Self.width, model: ["made": "up"])
    try writer.append(
      SmallIndex.items(0..<count), vectors: MadeUpVectors.clustered(count, width: Self.width, centers: 60, seed: seed))
    return try VectorIndex(path: path)
  }

  @Test("a graph finds nearly all of the nearest, its file as many, and scores are exact")
  func recall() throws {
    let index = try index(3000)
    let graph = try #require(try NeighborGraph.build(index, pool: pool))
    try graph.write(to: graphPath)
    let queries = MadeUpVectors.clustered(40, width: Self.width, centers: 60, seed: 1)
    let exact = try ExactSearch(index.gallery, pool: pool).best(10, of: queries)
    for graph in [graph, try NeighborGraph(path: graphPath, of: index, pool: pool)] {
      #expect(graph.count == 3000)
      let found = try ApproximateSearch(index, graph: graph, pool: pool, exactItems: 0).best(10, of: queries)
      let hits = zip(exact, found).reduce(0) { $0 + Set($1.0.map(\.index)).intersection($1.1.map(\.index)).count }
      #expect(hits >= 396, "\(hits) of 400")
      for (exact, found) in zip(exact, found) {
        let scores = Dictionary(uniqueKeysWithValues: exact.map { ($0.index, $0.score) })
        #expect(found.allSatisfy { scores[$0.index] == nil || scores[$0.index] == $0.score })
      }
    }
  }

  @Test("what came later is found beside the graph, and what was removed is not")
  func growth() throws {
    var index = try index(500)
    let graph = try #require(try NeighborGraph.build(index, pool: pool))
    try graph.write(to: graphPath)
    let late = MadeUpVectors.random(3, width: Self.width, seed: 9)
    do {
      let writer = try VectorIndexWriter(path: path, width: Self.width, model: .null)
      try writer.append(SmallIndex.items(500..<503), vectors: late, removing: (0..<400).map(SmallIndex.key))
    }
    index = try VectorIndex(path: path)
    let search = ApproximateSearch(
      index, graph: try NeighborGraph(path: graphPath, of: index, pool: pool), pool: pool, efSearch: 8, exactItems: 0)
    #expect(try search.best(1, of: late).map { $0.map(\.index) } == [[500], [501], [502]])
    let all = try search.best(200, of: Array(late.prefix(Self.width)))[0]
    #expect(all.count == 103 && all.allSatisfy { $0.index >= 400 }, "\(all.count)")
  }

  @Test("a graph of another index, of an index written anew and a missing one are refused")
  func strangers() throws {
    let first = try index(300)
    try #require(try NeighborGraph.build(first, pool: pool)).write(to: graphPath)
    do {
      let writer = try VectorIndexWriter(path: path, width: Self.width, model: .null)
      try writer.append([], vectors: [], removing: [SmallIndex.key(4)])
    }
    _ = try IndexCompaction.run(path: path)
    let compacted = try VectorIndex(path: path)
    #expect { try NeighborGraph(path: graphPath, of: compacted, pool: pool) } throws: {
      "\($0)".contains("belongs to another index")
    }
    #expect { try NeighborGraph(path: path, of: compacted, pool: pool) } throws: {
      "\($0)".contains("not a graph of neighbors")
    }
    #expect { try NeighborGraph(path: folder.file("none"), of: compacted, pool: pool) } throws: {
      "\($0)".contains("No such file")
    }
  }

  @Test("a damaged graph is refused or harmless, never followed")
  func damage() throws {
    let index = try index(200)
    try #require(try NeighborGraph.build(index, pool: pool)).write(to: graphPath)
    let bytes = try SmallIndex.bytes(graphPath)
    let broken = folder.file("broken.hnsw")
    for place in stride(from: 0, to: bytes.count, by: 41) {
      var changed = bytes
      changed[place] ^= 0x10
      try SmallIndex.write(changed, to: broken)
      #expect(throws: SearchError.self, "byte \(place)") { try NeighborGraph(path: broken, of: index, pool: pool) }
    }
    for length in stride(from: 0, to: bytes.count, by: 97) {
      try SmallIndex.write(Array(bytes.prefix(length)), to: broken)
      #expect(throws: SearchError.self, "\(length) bytes") { try NeighborGraph(path: broken, of: index, pool: pool) }
    }
  }

  /// Links that lead astray behind checksums that are right.
  @Test("links are checked though their checksums are right")
  func forgery() throws {
    let index = try index(200)
    try #require(try NeighborGraph.build(index, pool: pool)).write(to: graphPath)
    let bytes = try SmallIndex.bytes(graphPath)
    let query = MadeUpVectors.random(1, width: Self.width, seed: 2)
    var mutations = Mutations(seed: 3)
    for _ in 0..<300 {
      var changed = bytes
      let word = GraphHeader.byteCount + 16 + 4 * mutations.below((bytes.count - GraphHeader.byteCount - 16) / 4)
      let value = UInt32(mutations.below(3) == 0 ? mutations.below(Int(Int32.max)) : mutations.below(260))
      for byte in 0..<4 { changed[word + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
      let sum = Checksum.of(Array(changed[(GraphHeader.byteCount + 16)...]))
      for byte in 0..<8 { changed[GraphHeader.byteCount + 8 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte)) }
      try SmallIndex.write(changed, to: folder.file("forged.hnsw"))
      guard let graph = try? NeighborGraph(path: folder.file("forged.hnsw"), of: index, pool: pool) else { continue }
      _ = try ApproximateSearch(index, graph: graph, pool: pool, exactItems: 0).best(10, of: query)
    }
  }

  @Test("building tells how far it is and stops when asked")
  func progress() throws {
    let index = try index(2000)
    var told: [Int] = []
    let graph = try NeighborGraph.build(
      index, pool: try ThreadPool(threads: 1), progress: { done, total in told.append(total == 2000 ? done : -1) },
      shouldStop: { told.count == 3 })
    #expect(graph == nil && told == [64, 128, 192])
  }
}

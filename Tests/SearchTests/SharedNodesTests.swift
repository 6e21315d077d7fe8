import Runtime
import TestSupport
import Testing

@testable import Files
@testable import Search

/// Equal vectors, as one image that is in an index many times has.
@Suite struct SharedNodesTests {
  private static let width = 32
  private let folder: TemporaryFolder
  private let pool: ThreadPool
  private var path: String { folder.file("a.clippo") }
  private var graphPath: String { NeighborGraph.path(besideIndex: path) }

  init() throws {
    folder = try TemporaryFolder()
    pool = try ThreadPool(threads: 2)
  }

  /// Vectors of 40 images, and the first of them 300 times more.
  private func repeatedIndex(noise: Float = 0) throws -> VectorIndex {
    let distinct = MadeUpVectors.random(40, width: Self.width, seed: 5)
    var generator = SeededGenerator(seed: 6)
    let copies = (0..<300).flatMap { _ in
      MadeUpVectors.unit(distinct.prefix(Self.width).map { $0 + noise * generator.normal() })
    }
    let writer = try VectorIndexWriter(path: path, width: Self.width, model: .null)
    try writer.append(SmallIndex.items(0..<340), vectors: copies + distinct)
    return try VectorIndex(path: path)
  }

  @Test("what is in an index hundreds of times is one node, and hides neither itself nor others")
  func repeated() throws {
    let index = try repeatedIndex()
    let graph = try #require(try NeighborGraph.build(index, pool: pool))
    #expect(graph.nodes == 40 && graph.count == 340)
    try graph.write(to: graphPath)
    let read = try NeighborGraph(path: graphPath, of: index, pool: pool)
    #expect(read.nodes == 40 && read.shared == graph.shared)
    for efSearch in [8, 128] {
      for graph in [graph, read] {
        let search = ApproximateSearch(index, graph: graph, pool: pool, efSearch: efSearch, exactItems: 0)
        for item in 301..<340 {
          let found = try search.best(1, of: index.gallery.vector(item))[0]
          #expect(found.first?.index == item, "\(found)")
        }
        let copies = try search.best(310, of: index.gallery.vector(7))[0]
        #expect(copies.prefix(301).map(\.index) == Array(0..<301) && copies.count == 310)
      }
    }
    let exact = try ExactSearch(index.gallery, pool: pool).best(340, of: index.gallery.vector(320))
    let all = try ApproximateSearch(index, graph: read, pool: pool, efSearch: 40, exactItems: 0).best(
      340, of: index.gallery.vector(320))
    #expect(all == exact)
  }

  @Test("copies of which some were removed are found by those that are left")
  func removedCopies() throws {
    try #require(try NeighborGraph.build(repeatedIndex(), pool: pool)).write(to: graphPath)
    do {
      let writer = try VectorIndexWriter(path: path, width: Self.width, model: .null)
      try writer.append([], vectors: [], removing: (0..<298).map(SmallIndex.key))
    }
    let index = try VectorIndex(path: path)
    let search = ApproximateSearch(
      index, graph: try NeighborGraph(path: graphPath, of: index, pool: pool), pool: pool, efSearch: 8, exactItems: 0)
    #expect(try search.best(3, of: index.gallery.vector(0))[0].map(\.index) == [298, 299, 300])
    #expect(try search.best(100, of: index.gallery.vector(0))[0].count == 42)
  }

  @Test(
    "copies that differ a little, as images compressed again do, hide nobody in an index that is small enough to be looked through",
    arguments: [Float(1e-4), 1e-3, 0.02])
  func nearlyRepeated(noise: Float) throws {
    let index = try repeatedIndex(noise: noise)
    let search = ApproximateSearch(
      index, graph: try #require(try NeighborGraph.build(index, pool: pool)), pool: pool)
    for item in 300..<340 {
      let exact = try ExactSearch(index.gallery, pool: pool).best(1, of: index.gallery.vector(item))
      #expect(try search.best(1, of: index.gallery.vector(item)) == exact, "\(item)")
    }
  }

  @Test(
    "graphs of earlier versions, in which every item has a node, are read, and graphs without copies are written as those"
  )
  func earlierVersion() throws {
    let writer = try VectorIndexWriter(path: path, width: Self.width, model: .null)
    try writer.append(SmallIndex.items(0..<200), vectors: MadeUpVectors.random(200, width: Self.width, seed: 1))
    let index = try VectorIndex(path: path)
    try #require(try NeighborGraph.build(index, pool: pool)).write(to: graphPath)
    let bytes = try SmallIndex.bytes(graphPath)
    #expect(bytes[8] == 1 && bytes[80..<120].allSatisfy { $0 == 0 })
    #expect(try NeighborGraph(path: graphPath, of: index, pool: pool).count == 200)
    // A version that is not known yet.
    var later = bytes
    later[8] = 3
    let sum = Checksum.of(Array(later.prefix(GraphHeader.byteCount - 8)))
    for byte in 0..<8 { later[GraphHeader.byteCount - 8 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte)) }
    try SmallIndex.write(later, to: folder.file("later.hnsw"))
    #expect(throws: SearchError.self) { try NeighborGraph(path: folder.file("later.hnsw"), of: index, pool: pool) }
  }

  @Test("what shares a node is checked: damage and forged pairs are refused")
  func sharedDamage() throws {
    let index = try repeatedIndex()
    try #require(try NeighborGraph.build(index, pool: pool)).write(to: graphPath)
    let bytes = try SmallIndex.bytes(graphPath)
    let broken = folder.file("broken.hnsw")
    for place in stride(from: 0, to: bytes.count, by: 53) {
      var changed = bytes
      changed[place] ^= 0x10
      try SmallIndex.write(changed, to: broken)
      #expect(throws: SearchError.self, "byte \(place)") { try NeighborGraph(path: broken, of: index, pool: pool) }
    }
    let block = bytes.count - 4 * SharedNodes.pairNumbers * 300
    // An item that is none, one that has a node, one that is there twice, a node that is none.
    for (offset, value) in [(0, UInt32(340)), (0, 0), (0, 2), (1, 7), (2, 5), (3, 1)] {
      var changed = bytes
      for byte in 0..<4 { changed[block + 4 * offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
      let sum = Checksum.of(Array(changed[block...]))
      for byte in 0..<8 { changed[block - 8 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte)) }
      try SmallIndex.write(changed, to: broken)
      #expect(throws: SearchError.self, "\(offset): \(value)") {
        try NeighborGraph(path: broken, of: index, pool: pool)
      }
    }
  }
}

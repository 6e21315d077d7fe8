import CHNSW
import CKernels
import Files
import Runtime
import Synchronization

// Files. They hold links alone; vectors come from the index.
extension NeighborGraph {
  /// Where the graph of an index lies.
  public static func path(besideIndex path: String) -> String { path + ".hnsw" }

  /// Nodes of a block.
  private static let blockNodes = 16_384

  /// Writes the graph, replacing the file at once or not at all.
  public func write(to path: String, disk: Disk = Disk()) throws {
    let facts = clippo_hnsw_describe(handle)
    let header = GraphHeader(self, topLevel: Int(facts.top_level), entry: Int(facts.entry))
    try AtomicFile.write(to: path, disk: disk) { file in
      try file.write(header.bytes)
      for start in stride(from: 0, to: nodes, by: Self.blockNodes) {
        let numbers = (start..<min(nodes, start + Self.blockNodes)).flatMap { node in
          [UInt32](unsafeUninitializedCapacity: clippo_hnsw_node_size(handle, node)) { buffer, written in
            guard let base = buffer.baseAddress else { return }
            clippo_hnsw_node(handle, node, base)
            written = buffer.count
          }
        }
        try file.write(Self.block(numbers))
      }
      if !shared.isEmpty { try file.write(Self.block(shared.numbers)) }
    }
  }

  private static func block(_ numbers: [UInt32]) -> [UInt8] {
    let bytes = numbers.withUnsafeBytes { Array($0) }
    var block: [UInt8] = []
    block.append(number: UInt64(numbers.count))
    block.append(number: Checksum.of(bytes))
    return block + bytes
  }

  /// Reads the graph of an index and fills its vectors in.
  ///
  /// An index that has grown since keeps its graph; one that was written anew does not.
  ///
  /// - Throws: `SearchError` where the file is damaged or of another index, `FileError` where it cannot be read.
  public convenience init(path: String, of index: VectorIndex, pool: ThreadPool) throws {
    let file = try FileBytes(path: path)
    let header = try file.withBytes { try GraphHeader(reading: $0, path: path) }
    guard header.width == index.width, index.count(atIdentity: header.identity) == header.items else {
      throw SearchError(
        "\(path): the graph belongs to another index than \(index.path), or to what that was before; make it anew with clippo-search index --approximate"
      )
    }
    try self.init(
      width: header.width, capacity: header.nodes, items: header.items, identity: header.identity,
      options: GraphOptions(links: header.links, efConstruction: header.efConstruction))
    do {
      try file.withBytes { try restore($0, header) }
      try fill(from: index.gallery, nodes: header.nodes, pool: pool)
      let message = HNSWMessage()
      let facts = clippo_hnsw_facts(
        count: UInt64(header.nodes), top_level: Int64(header.topLevel), entry: UInt64(header.entry))
      guard clippo_hnsw_finish(handle, facts, message.base) == 1 else { throw SearchError(message.text) }
    } catch {
      throw SearchError(
        "\(path): the graph is damaged: \(error); make it anew with clippo-search index --approximate")
    }
  }

  private func restore(_ bytes: UnsafeRawBufferPointer, _ header: GraphHeader) throws {
    var place = GraphHeader.byteCount
    var node = 0
    while node < header.nodes {
      let numbers = try Self.numbers(of: bytes, at: place)
      var read = 0
      while read < numbers.count {
        let message = HNSWMessage()
        guard let base = numbers.baseAddress else { return }
        let taken = clippo_hnsw_restore(handle, base + read, numbers.count - read, header.nodes, message.base)
        guard taken > 0 else { throw SearchError("node \(node): \(message.text)") }
        read += taken
        node += 1
      }
      place += 16 + 4 * numbers.count
    }
    if header.shared > 0 {
      let numbers = try Self.numbers(of: bytes, at: place)
      guard numbers.count == SharedNodes.pairNumbers * header.shared else {
        throw SearchError("the block at byte \(place) is not of as many items as share nodes")
      }
      let owners = Set((0..<header.nodes).compactMap { Int(exactly: clippo_hnsw_label(handle, $0)) })
      shared = try SharedNodes(numbers: numbers, items: header.items, owners: owners)
      place += 16 + 4 * numbers.count
    }
    guard place == bytes.count else { throw SearchError("\(bytes.count - place) bytes follow its end") }
  }

  /// The numbers of a block. Throws where it is not what was written.
  private static func numbers(
    of bytes: UnsafeRawBufferPointer, at place: Int
  ) throws -> UnsafeBufferPointer<UInt32> {
    guard let count = bytes.number(at: place).flatMap({ Int(exactly: $0) }), count > 0, count <= bytes.count / 4,
      let block = bytes.part(at: place + 16, count: 4 * count), Checksum.of(block) == bytes.number(at: place + 8)
    else { throw SearchError("the block at byte \(place) is not what was written") }
    return block.assumingMemoryBound(to: UInt32.self)
  }

  private func fill(from gallery: VectorGallery, nodes: Int, pool: ThreadPool) throws {
    let strange = Atomic(0)
    pool.parallel(nodes, grain: 64) { range, _ in
      for node in range {
        guard let item = Int(exactly: clippo_hnsw_label(handle, node)), item < items else {
          strange.store(1, ordering: .relaxed)
          return
        }
        gallery.withVector(item) { clippo_convert_f32_to_bf16(clippo_hnsw_vector(handle, node), $0, width) }
      }
    }
    guard strange.load(ordering: .relaxed) == 0 else { throw SearchError("a node belongs to no item") }
  }
}

import CHNSW
import CKernels
import Runtime
import Synchronization

/// A graph that leads from any vector to its neighbors (HNSW, Malkov and Yashunin 2018, by hnswlib), for galleries in which looking at
/// every vector takes too long.
///
/// It keeps its own copy of the vectors in bf16, half of what the index takes; scores are the index's.
public final class NeighborGraph: @unchecked Sendable {
  let handle: OpaquePointer
  /// Values of a vector.
  let width: Int
  /// Items of the index that it was made of, removed ones among them; later ones are not in it.
  public let items: Int
  /// Of the index when the graph was made.
  public let identity: UInt64
  public let options: GraphOptions
  /// Items that share nodes, because their vectors are equal.
  var shared: SharedNodes

  /// An empty graph. Throws where there is no memory.
  init(
    width: Int, capacity: Int, items: Int, identity: UInt64, options: GraphOptions,
    shared: SharedNodes = SharedNodes()
  ) throws {
    self.shared = shared
    self.width = width
    self.items = items
    self.identity = identity
    self.options = options
    let message = HNSWMessage()
    let product: clippo_hnsw_product = { clippo_dot_bf16($0, $1, $2) }
    guard
      let handle = clippo_hnsw_create(
        width, max(1, capacity), options.links, options.efConstruction, 100, product, message.base)
    else { throw SearchError("the graph of \(capacity) vectors cannot be made: \(message.text)") }
    self.handle = handle
  }

  deinit { clippo_hnsw_destroy(handle) }

  /// Nodes in it: different vectors.
  public var nodes: Int { Int(clippo_hnsw_describe(handle).count) }

  /// Items that it leads to.
  public var count: Int { nodes + shared.count }

  /// Numbers of items near a query, in no order; all of those that share a vector.
  ///
  /// - Parameters:
  ///   - query: `[width]` in bf16.
  ///   - list: how many nodes a search keeps in view, which are also how many it gives.
  func near(_ query: [UInt16], list: Int) throws -> [Int] {
    var labels = [UInt64](repeating: 0, count: list)
    let message = HNSWMessage()
    let found = clippo_hnsw_search(handle, query, list, &labels, message.base)
    guard found >= 0 else { throw SearchError("the graph cannot be searched: \(message.text)") }
    return shared.expanded(labels[..<min(found, list)].map { Int($0) })
  }
}

/// Room for a sentence of the library's.
struct HNSWMessage {
  private let memory = AlignedValues<CChar>(count: Int(CLIPPO_HNSW_MESSAGE), filledWith: 0)
  var base: UnsafeMutablePointer<CChar> { memory.base }
  var text: String { String(cString: memory.base) }
}

// Building.
extension NeighborGraph {
  /// Links every vector of an index that is not removed, equal ones as one. Which neighbors a vector gets depends on the order in which threads come.
  ///
  /// - Parameters:
  ///   - progress: told now and then how many vectors are in, of how many.
  ///   - shouldStop: asked now and then whether to give up.
  /// - Returns: nil where it gave up.
  /// - Throws: `SearchError` where there is no memory or nothing to link.
  public static func build(
    _ index: VectorIndex, options: GraphOptions = GraphOptions(), pool: ThreadPool,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }, shouldStop: () -> Bool = { false }
  ) throws -> NeighborGraph? {
    let live = (0..<index.count).filter { !index.gallery.removed.contains($0) }
    let (nodes, shared) = SharedNodes.find(among: live, of: index.gallery, pool: pool)
    guard let first = nodes.first else { throw SearchError("\(index.path): there is nothing in it to make a graph of") }
    let graph = try NeighborGraph(
      width: index.width, capacity: nodes.count, items: index.count, identity: index.identity, options: options,
      shared: shared)
    // The library wants the first vector to be alone.
    if let complaint = graph.add([first][...], of: index.gallery) { throw complaint }
    let next = Atomic(1)
    let ended = Atomic(0)
    let failure = Mutex<SearchError?>(nil)
    let isOver = Atomic(false)
    pool.run { worker, _ in
      while !isOver.load(ordering: .relaxed) {
        let start = next.wrappingAdd(batch, ordering: .relaxed).oldValue
        guard start < nodes.count else { return }
        let part = nodes[start..<min(nodes.count, start + batch)]
        if let complaint = graph.add(part, of: index.gallery) {
          failure.withLock { $0 = $0 ?? complaint }
          isOver.store(true, ordering: .relaxed)
        }
        let done = ended.wrappingAdd(part.count, ordering: .relaxed).newValue
        guard worker == 0 else { continue }
        progress(done, nodes.count)
        if shouldStop() { isOver.store(true, ordering: .relaxed) }
      }
    }
    if let complaint = failure.withLock({ $0 }) { throw complaint }
    return isOver.load(ordering: .relaxed) ? nil : graph
  }

  /// Vectors that a thread links before it looks up.
  private static let batch = 64

  private func add(_ items: ArraySlice<Int>, of gallery: VectorGallery) -> SearchError? {
    var rounded = [UInt16](repeating: 0, count: width)
    let message = HNSWMessage()
    for item in items {
      gallery.withVector(item) { clippo_convert_f32_to_bf16(&rounded, $0, width) }
      guard clippo_hnsw_add(handle, rounded, UInt64(item), message.base) == 1 else {
        return SearchError("the graph cannot take item \(item): \(message.text)")
      }
    }
    return nil
  }
}

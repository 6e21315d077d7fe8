import CKernels
import Files
import Runtime

/// Items of an index whose vectors are equal and that therefore share one node of a graph: a graph whose nodes stand at distance
/// zero from each other links those among themselves, and searches that come upon them find no way out.
///
/// Vectors are compared as the graph keeps them, in bf16.
struct SharedNodes: Sendable, Equatable {
  /// By the item that has the node, the others of its vector, ascending. Items that share with none are not in it.
  private(set) var others: [Int: [Int]] = [:]

  /// Items that have no node of their own.
  var count: Int { others.values.reduce(0) { $0 + $1.count } }

  /// Whether there is none.
  var isEmpty: Bool { others.isEmpty }

  init() {}

  /// Finds equal vectors; the first item of each has the node.
  ///
  /// - Parameter items: ascending.
  /// - Returns: the items that have nodes, in order, and what they share.
  static func find(
    among items: [Int], of gallery: VectorGallery, pool: ThreadPool
  ) -> (nodes: [Int], shared: SharedNodes) {
    let sums = checksums(of: items, gallery, pool)
    var owners: [UInt64: [Int]] = [:]
    var nodes: [Int] = []
    var shared = SharedNodes()
    for (item, sum) in zip(items, sums) {
      // Checksums of different vectors may be equal.
      let owner = owners[sum]?.first { rounded($0, of: gallery) == rounded(item, of: gallery) }
      if let owner {
        shared.others[owner, default: []].append(item)
      } else {
        owners[sum, default: []].append(item)
        nodes.append(item)
      }
    }
    return (nodes, shared)
  }

  /// Items of nodes that were found, and what shares those nodes.
  func expanded(_ items: [Int]) -> [Int] {
    isEmpty ? items : items.flatMap { [$0] + (others[$0] ?? []) }
  }

  private static func checksums(of items: [Int], _ gallery: VectorGallery, _ pool: ThreadPool) -> [UInt64] {
    var sums = [UInt64](repeating: 0, count: items.count)
    sums.withUnsafeMutableBufferPointer { sums in
      let sums = sums
      pool.parallel(items.count, grain: 64) { range, _ in
        for place in range { sums[place] = rounded(items[place], of: gallery).withUnsafeBytes { Checksum.of($0) } }
      }
    }
    return sums
  }

  private static func rounded(_ item: Int, of gallery: VectorGallery) -> [UInt16] {
    var rounded = [UInt16](repeating: 0, count: gallery.width)
    gallery.withVector(item) { clippo_convert_f32_to_bf16(&rounded, $0, gallery.width) }
    return rounded
  }
}

// In files: pairs of an item and the item that has its node, two numbers of 32 bits each.
extension SharedNodes {
  /// Numbers of a pair.
  static let pairNumbers = 4

  var numbers: [UInt32] {
    others.sorted { $0.key < $1.key }.flatMap { owner, items in
      items.flatMap { item in
        [item, owner].flatMap { [UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: $0 >> 32)] }
      }
    }
  }

  /// - Parameters:
  ///   - items: how many there are; every number is below.
  ///   - owners: the items that have nodes.
  /// - Throws: `SearchError` where a number is no item's, or an item has a node or an owner already.
  init(numbers: UnsafeBufferPointer<UInt32>, items: Int, owners: Set<Int>) throws {
    var seen: Set<Int> = []
    for place in stride(from: 0, to: numbers.count - Self.pairNumbers + 1, by: Self.pairNumbers) {
      let pair = [0, 2].compactMap { offset in
        Int(exactly: UInt64(numbers[place + offset]) | UInt64(numbers[place + offset + 1]) << 32)
      }
      guard pair.count == 2, pair[0] < items, owners.contains(pair[1]), !owners.contains(pair[0]),
        seen.insert(pair[0]).inserted
      else { throw SearchError("an item shares a node that is none, or has two") }
      others[pair[1], default: []].append(pair[0])
    }
  }
}

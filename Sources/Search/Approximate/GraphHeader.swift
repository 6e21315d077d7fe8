import Files

/// The first bytes of a graph's file, and what binds it to an index.
///
/// Sixteen little-endian numbers of 64 bits: `CLPGRAPH`, version, the index's identity and its items then, width, nodes, links, efConstruction,
/// highest level, node where searches begin, items that share nodes, four zeros, and the XXH64 of the fifteen. Blocks follow: how many
/// numbers of 32 bits, their XXH64, and the numbers, node after node: label (two), levels, and for each level a count and the links.
/// Where items share nodes, a last block has pairs of an item (two) and the item whose node it shares (two), and the version is 2;
/// without such items it is 1, as programs know it that gave every item a node.
struct GraphHeader: Equatable {
  static let byteCount = 128
  static let magic: UInt64 = 0x4850_4152_4750_4C43
  static let versions: ClosedRange<UInt64> = 1...2

  var identity: UInt64 = 0
  var items = 0
  var width = 0
  var nodes = 0
  var links = 0
  var efConstruction = 0
  var topLevel = 0
  var entry = 0
  var shared = 0

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    let version = shared > 0 ? Self.versions.upperBound : Self.versions.lowerBound
    for number in [Self.magic, version, identity] { bytes.append(number: number) }
    for number in [items, width, nodes, links, efConstruction, topLevel, entry, shared] {
      bytes.append(number: UInt64(number))
    }
    bytes += [UInt8](repeating: 0, count: Self.byteCount - 8 - bytes.count)
    bytes.append(number: Checksum.of(bytes))
    return bytes
  }

  /// Reads a header whose numbers are within what a graph can have. Throws where it is damaged or none.
  init(reading bytes: UnsafeRawBufferPointer, path: String) throws {
    guard bytes.number(at: 0) == Self.magic else {
      throw SearchError("\(path): this is not a graph of neighbors; make one with clippo-search index --approximate")
    }
    guard let content = bytes.part(at: 0, count: Self.byteCount - 8),
      Checksum.of(content) == bytes.number(at: Self.byteCount - 8), let version = bytes.number(at: 8),
      Self.versions.contains(version), let identity = bytes.number(at: 16)
    else {
      throw SearchError("\(path): the header is damaged; make the graph anew with clippo-search index --approximate")
    }
    let numbers = (3..<11).compactMap { bytes.number(at: 8 * $0).flatMap { Int(exactly: $0) } }
    guard numbers.count == 8, numbers[0] <= 1 << 31, (1...IndexHeader.widthLimit).contains(numbers[1]),
      (1...max(1, numbers[0])).contains(numbers[2]), GraphOptions.linksRange.contains(numbers[3]),
      GraphOptions.efConstructionRange.contains(numbers[4]), numbers[5] <= 64, numbers[6] < numbers[2],
      numbers[7] <= max(0, numbers[0] - numbers[2]), (numbers[7] > 0) == (version > 1)
    else { throw SearchError("\(path): the header holds numbers that no graph has; make the graph anew") }
    self.identity = identity
    (items, width, nodes, links) = (numbers[0], numbers[1], numbers[2], numbers[3])
    (efConstruction, topLevel, entry, shared) = (numbers[4], numbers[5], numbers[6], numbers[7])
  }

  init(_ graph: NeighborGraph, topLevel: Int, entry: Int) {
    identity = graph.identity
    items = graph.items
    width = graph.width
    nodes = graph.nodes
    shared = graph.shared.count
    links = graph.options.links
    efConstruction = graph.options.efConstruction
    self.topLevel = topLevel
    self.entry = entry
  }
}

/// The pieces of a WordPiece vocabulary by their bytes, for finding the longest one that begins at a place.
struct PieceTrie: Sendable {
  /// Child of a node by byte.
  private let edges: PairTable
  /// The token that ends at a node, or -1.
  private let tokens: [Int32]
  /// Where pieces that go on with a word begin; -1 where the vocabulary has none.
  let continuation: Int32

  static let start: Int32 = 0

  /// `pieces` by id; those that go on with a word begin with `##`.
  init(_ pieces: [[UInt8]]) {
    var edges: [UInt64: Int32] = [:]
    var list: [(left: Int32, right: Int32, value: Int32)] = []
    var tokens: [Int32] = [-1]
    for (id, piece) in pieces.enumerated() {
      var node = Self.start
      for byte in piece {
        let key = PairTable.key(node, Int32(byte))
        if let child = edges[key] {
          node = child
        } else {
          let child = Int32(tokens.count)
          tokens.append(-1)
          edges[key] = child
          list.append((node, Int32(byte), child))
          node = child
        }
      }
      tokens[Int(node)] = Int32(id)
    }
    self.edges = PairTable(list)
    self.tokens = tokens
    let sign = Int32(UInt8(ascii: "#"))
    let first = self.edges[Self.start, sign]
    continuation = first < 0 ? -1 : self.edges[first, sign]
  }

  /// The longest piece that begins at `start` of a word, going down from `root`: its token and its end, or `nil`.
  func longest(in word: [UInt8], from start: Int, root: Int32) -> (token: Int32, end: Int)? {
    var node = root
    var place = start
    var found: (token: Int32, end: Int)?
    while node >= 0, place < word.count {
      node = edges[node, Int32(word[place])]
      place += 1
      if node >= 0, tokens[Int(node)] >= 0 { found = (tokens[Int(node)], place) }
    }
    return found
  }
}

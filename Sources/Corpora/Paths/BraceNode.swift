/// A part of a brace pattern. How many names it stands for is known before one of them is made.
struct BraceNode: Sendable {
  indirect enum Kind: Sendable {
    case literal([UInt8])
    case sequence([BraceNode])
    case choice([BraceNode])
    case range(BraceRange)
  }

  let kind: Kind
  /// Names, or `Int.max` where they are more than that.
  let count: Int
  /// Bytes of the longest name, or `Int.max`.
  let longest: Int

  init(_ kind: Kind) {
    self.kind = kind
    switch kind {
    case .literal(let bytes): (count, longest) = (1, bytes.count)
    case .range(let range): (count, longest) = (range.count, range.longest)
    case .sequence(let nodes):
      count = nodes.reduce(1) { Self.product($0, $1.count) }
      longest = nodes.reduce(0) { Self.sum($0, $1.longest) }
    case .choice(let nodes):
      count = nodes.reduce(0) { Self.sum($0, $1.count) }
      longest = nodes.map(\.longest).max() ?? 0
    }
  }

  private static func sum(_ a: Int, _ b: Int) -> Int {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? Int.max : sum
  }

  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? Int.max : product
  }

  /// All names; the caller has looked at `count`.
  func expanded() -> [[UInt8]] {
    switch kind {
    case .literal(let bytes): [bytes]
    case .range(let range): range.names
    case .choice(let nodes): nodes.flatMap { $0.expanded() }
    case .sequence(let nodes):
      nodes.reduce([[]]) { names, node in
        let ends = node.expanded()
        return names.flatMap { name in ends.map { name + $0 } }
      }
    }
  }
}

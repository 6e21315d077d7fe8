/// Reads a brace pattern into its parts.
struct BraceParser {
  /// Braces inside one another at most.
  static let depthLimit = 64

  private let bytes: [UInt8]
  private let text: String
  private var at = 0
  private var depth = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  mutating func parse() throws -> BraceNode {
    let node = try sequence()
    guard at == bytes.count else {
      throw complaint("a “}” closes no brace", #"; write “\}” for the character itself"#)
    }
    return node
  }

  /// What stands here up to the end of the pattern or, within braces, up to a comma or closing brace.
  private mutating func sequence() throws -> BraceNode {
    var nodes: [BraceNode] = []
    var literal: [UInt8] = []
    scan: while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "}"): break scan
      case UInt8(ascii: ",") where depth > 0: break scan
      case UInt8(ascii: "{"):
        if !literal.isEmpty { nodes.append(BraceNode(.literal(literal))) }
        literal = []
        nodes.append(try braces())
      case UInt8(ascii: "\\") where at + 1 < bytes.count && #"{},\"#.utf8.contains(bytes[at + 1]):
        literal.append(bytes[at + 1])
        at += 2
      case let byte:
        literal.append(byte)
        at += 1
      }
    }
    if !literal.isEmpty || nodes.isEmpty { nodes.append(BraceNode(.literal(literal))) }
    return BraceNode(.sequence(nodes))
  }

  private mutating func braces() throws -> BraceNode {
    let start = at
    at += 1
    let inside = bytes[at...].prefix { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "{") }
    if inside.endIndex < bytes.count, bytes[inside.endIndex] == UInt8(ascii: "}"), let range = try BraceRange(inside) {
      at = inside.endIndex + 1
      return BraceNode(.range(range))
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw complaint("braces stand more than \(Self.depthLimit) deep in one another", "")
    }
    var choices = [try sequence()]
    while at < bytes.count, bytes[at] == UInt8(ascii: ",") {
      at += 1
      choices.append(try sequence())
    }
    guard at < bytes.count else { throw complaint("the brace in “\(shown(start..<at))” is never closed", "") }
    at += 1
    guard choices.count > 1 else {
      throw complaint(
        "“\(shown(start..<at))” is neither a list such as {a,b} nor a range such as {000..127}",
        #"; write “\{” for the character itself"#)
    }
    return BraceNode(.choice(choices))
  }

  private func shown(_ range: Range<Int>) -> String {
    MemberName.shown(String(decoding: bytes[range], as: UTF8.self))
  }

  private func complaint(_ problem: String, _ advice: String) -> CorpusError {
    CorpusError("in the pattern “\(MemberName.shown(text))” \(problem)\(advice)")
  }
}

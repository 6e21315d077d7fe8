/// Many texts of tokens as one: the packed form that a text tower reads.
public struct PackedTokens: Sendable, Equatable {
  public private(set) var tokens: [Int32] = []
  /// `[sequences + 1]`, rising; text `s` owns tokens `offsets[s] ..< offsets[s + 1]`.
  public private(set) var offsets: [Int32] = [0]

  public var sequences: Int { offsets.count - 1 }

  /// Packs texts in order.
  public init(_ texts: [[Int32]] = []) {
    tokens.reserveCapacity(texts.reduce(0) { $0 + $1.count })
    for text in texts { append(text[...]) }
  }

  mutating func append(_ text: ArraySlice<Int32>) {
    tokens += text
    offsets.append(Int32(tokens.count))
  }

  mutating func append(_ other: PackedTokens) {
    for (start, end) in zip(other.offsets, other.offsets.dropFirst()) { append(other.tokens[Int(start)..<Int(end)]) }
  }
}

/// Lengths of packed sequences, and the heads that attend over them.
struct Sequences: Sendable, CustomStringConvertible {
  var lengths: [Int]
  var heads: Int
  var headWidth: Int

  init(_ lengths: [Int], heads: Int, headWidth: Int) {
    (self.lengths, self.heads, self.headWidth) = (lengths, heads, headWidth)
  }

  var description: String { "\(lengths) tokens, \(heads) heads of \(headWidth)" }
  var count: Int { lengths.count }
  var tokens: Int { lengths.reduce(0, +) }
  var longest: Int { lengths.max() ?? 0 }
  var width: Int { heads * headWidth }
  var offsets: [Int32] { lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) } }

  static let cases: [Sequences] = [
    Sequences([36, 2, 15, 1], heads: 3, headWidth: 64),
    Sequences([0, 5, 0, 16, 17, 0], heads: 2, headWidth: 32),
    Sequences([196, 67], heads: 1, headWidth: 64),
    Sequences([63, 64, 65, 129], heads: 2, headWidth: 17),
    Sequences([1, 2, 3, 7, 31, 48], heads: 5, headWidth: 8),
    Sequences([13, 300], heads: 2, headWidth: 1),
    Sequences([5, 19], heads: 1, headWidth: 300),
    Sequences([11], heads: 3, headWidth: 47),
    Sequences([0], heads: 1, headWidth: 16),
  ]
}

import Runtime

/// What a typing finger does wrong.
enum TypingError: CaseIterable {
  case swap, leaveOut, double, replace

  /// Whether this can happen to the letter at `place` (with the next one, for a swap) and leave a word that can be read.
  ///
  /// Words of three letters or more bear everything, shorter ones at most a letter too many. Ideographs are not doubled,
  /// because input methods do not do so.
  func fits(_ typed: TypedText, at place: Int, within places: [Int]) -> Bool {
    let piece = typed.pieces[place]
    switch self {
    case .swap:
      guard piece.wordLength >= 3, places.contains(place + 1) else { return false }
      return typed.pieces[place + 1].text != piece.text
    case .leaveOut: return piece.wordLength >= 3
    case .double: return piece.wordLength >= 2 && !piece.isIdeograph
    case .replace: return piece.wordLength >= 3 && !Self.neighbors(of: piece.text).isEmpty
    }
  }

  /// Changes what is written at each place of a text, one piece at first, where this fits.
  func make(in written: inout [[String]], at place: Int, using generator: inout SeededGenerator) {
    switch self {
    case .swap: written.swapAt(place, place + 1)
    case .leaveOut: written[place] = []
    case .double: written[place] += written[place]
    case .replace:
      let neighbors = Self.neighbors(of: written[place].joined())
      guard !neighbors.isEmpty else { return }
      written[place] = [String(neighbors[generator.place(below: neighbors.count)])]
    }
  }

  private static func neighbors(of piece: String) -> [Character] {
    guard let letter = piece.first, piece.count == 1 else { return [] }
    return KeyboardNeighbors.of(letter)
  }
}

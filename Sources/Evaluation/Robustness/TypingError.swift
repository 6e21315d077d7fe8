import Tensors

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
    case .replace: return piece.wordLength >= 3 && !Self.neighbours(of: piece.text).isEmpty
    }
  }

  /// Changes the pieces of a text where this fits.
  func make(in pieces: inout [String], at place: Int, using generator: inout SeededGenerator) {
    switch self {
    case .swap: pieces.swapAt(place, place + 1)
    case .leaveOut: pieces[place] = ""
    case .double: pieces[place] += pieces[place]
    case .replace:
      let neighbours = Self.neighbours(of: pieces[place])
      guard !neighbours.isEmpty else { return }
      pieces[place] = String(neighbours[generator.place(below: neighbours.count)])
    }
  }

  private static func neighbours(of piece: String) -> [Character] {
    guard let letter = piece.first, piece.count == 1 else { return [] }
    return KeyboardNeighbours.of(letter)
  }
}

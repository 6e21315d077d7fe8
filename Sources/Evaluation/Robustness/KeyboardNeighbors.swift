/// Keys that touch each other on a QWERTY keyboard.
enum KeyboardNeighbors {
  /// Letters beside, above and below an ASCII letter, in its case; none for anything else.
  static func of(_ letter: Character) -> [Character] {
    guard let key = keys.first(where: { $0.letter == letter || $0.capital == letter }) else { return [] }
    return keys.filter { key.touches($0) }.map { key.letter == letter ? $0.letter : $0.capital }
  }

  private struct Key {
    let letter: Character
    let capital: Character
    let row: Int
    /// In quarters of a key's width.
    let column: Int

    func touches(_ other: Key) -> Bool {
      row == other.row ? abs(column - other.column) == 4 : abs(row - other.row) == 1 && abs(column - other.column) <= 3
    }
  }

  /// The second row begins a quarter of a key to the right of the first, the third half a key to the right of the second.
  private static let keys: [Key] = {
    let rows = [("qwertyuiop", "QWERTYUIOP", 0), ("asdfghjkl", "ASDFGHJKL", 1), ("zxcvbnm", "ZXCVBNM", 3)]
    return rows.enumerated().flatMap { row, keys in
      zip(keys.0, keys.1).enumerated().map { place, pair in
        Key(letter: pair.0, capital: pair.1, row: row, column: place * 4 + keys.2)
      }
    }
  }()
}

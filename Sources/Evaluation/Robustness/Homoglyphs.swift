import Runtime

/// Texts in which some letters are of another script that looks the same.
enum Homoglyphs {
  /// A third of the letters that have homoglyphs are replaced, at least one; nil where no letter has any.
  static func disguised(_ text: String, using generator: inout SeededGenerator) -> String? {
    var characters = Array(text)
    var places = characters.indices.filter { homoglyphs(of: characters[$0]) != nil }
    guard !places.isEmpty else { return nil }
    for chosen in 0..<max(1, (places.count + 1) / 3) {
      places.swapAt(chosen, chosen + generator.place(below: places.count - chosen))
      let place = places[chosen]
      guard let others = homoglyphs(of: characters[place]) else { continue }
      characters[place] = Character(others[generator.place(below: others.count)])
    }
    return String(characters)
  }

  /// A letter with marks keeps its script, because marks of another would not fit its shape.
  private static func homoglyphs(of character: Character) -> [Unicode.Scalar]? {
    let scalars = character.unicodeScalars
    guard let letter = scalars.first, scalars.count == 1 else { return nil }
    return HomoglyphTable.table[letter]
  }
}

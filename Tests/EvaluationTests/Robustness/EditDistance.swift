/// How many letters must be added, left out or replaced to make one text of another (Levenshtein 1966); a swap counts twice.
enum EditDistance {
  static func between(_ first: [Character], _ second: [Character]) -> Int {
    var row = Array(0...second.count)
    for (line, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for column in second.indices {
        let above = row[column + 1]
        row[column + 1] = min(diagonal + (letter == second[column] ? 0 : 1), above + 1, row[column] + 1)
        diagonal = above
      }
    }
    return row[second.count]
  }
}

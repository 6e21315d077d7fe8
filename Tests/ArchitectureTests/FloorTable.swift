/// Which floor each target stands on: `Sources/floors.txt`.
struct FloorTable {
  private(set) var floors: [String: Int] = [:]
  /// What is wrong with the table itself.
  private(set) var complaints: [String] = []

  /// - Parameter text: lines of a floor's number and its targets; `#` begins a comment.
  init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ").map(String.init)
      guard let first = words.first, let floor = Int(first) else {
        complaints.append("a line begins with no floor: \(line)")
        continue
      }
      for target in words.dropFirst() where floors.updateValue(floor, forKey: target) != nil {
        complaints.append("\(target) stands in the table twice")
      }
    }
  }
}

import Console

/// An image that a search found, as a person reads it.
public struct SearchResult: Sendable, Equatable {
  /// Cosine with the query, -1…1.
  public var score: Float
  /// The image's name in its corpus.
  public var id: String
  /// What it is called.
  public var name: String

  public init(score: Float, id: String, name: String) {
    self.score = score
    self.id = id
    self.name = name
  }

  /// Results in order as a table for a terminal: place, score, name, id.
  public static func table(_ results: [SearchResult]) -> TextTable {
    var table = TextTable([.right("#"), .right("score"), .left("name"), .left("id")])
    for (index, result) in results.enumerated() {
      let score = NumberText.fixed(Double(result.score), decimals: 3)
      table.add(["\(index + 1)", score, oneLine(result.name), oneLine(result.id)])
    }
    return table
  }

  /// `text` without what would move the terminal's cursor or change its colors.
  private static func oneLine(_ text: String) -> String {
    let shown = text.unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
    }
    return String(String.UnicodeScalarView(shown))
  }
}

/// Names that options had once, so that scripts written then learn the names of today at once.
enum RenamedOptions {
  /// An old name, and those that took its place, each in the commands that have it.
  private static let table: [String: [String]] = [
    "any-renderer": ["ignore-contract"],
    "breadth": ["ef-search"],
    "breadths": ["ef-search"],
    "check": ["dry-run"],
    "convention": ["protocol"],
    "draws": ["resamples"],
    "graph-breadth": ["ef-construction"],
    "graph-links": ["hnsw-m"],
    "language": ["lang"],
    "match": ["equalize"],
    "minus": ["negative"],
    "neighbours": ["knn"],
    "picture-column": ["image-column"],
    "pictures": ["images"],
    "set": ["class-set"],
    "train-language": ["train-lang"],
    "train-picture-column": ["train-image-column"],
    "unreadable": ["max-unreadable"],
  ]

  /// What an option of this name is called today, nothing where it never had another.
  static func names(of old: String) -> [String] { table[old] ?? [] }
}

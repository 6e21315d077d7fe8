/// Names that options had once, so that scripts written then learn the names of today at once.
enum RenamedOptions {
  /// An old name, and those that took its place, each in the commands that have it.
  private static let table: [String: [String]] = [
    "any-renderer": ["ignore-contract"],
    "anyway": ["allow-mismatch"],
    "breadth": ["ef-search"],
    "breadths": ["ef-search"],
    "check": ["dry-run"],
    "convention": ["protocol"],
    "draws": ["resamples"],
    "graph-breadth": ["ef-construction"],
    "graph-links": ["hnsw-m"],
    "ink": ["foreground"],
    "language": ["lang"],
    "match": ["equalize"],
    "minus": ["negative"],
    "neighbours": ["knn"],
    "picture-column": ["image-column"],
    "pictures": ["images"],
    "problems": ["skipped"],
    "set": ["class-set"],
    "shown": ["examples"],
    "train-language": ["train-lang"],
    "train-picture-column": ["train-image-column"],
    "unchanged": ["no-robustness"],
    "unreadable": ["max-unreadable"],
  ]

  /// What an option of this name is called today, nothing where it never had another.
  static func names(of old: String) -> [String] { table[old] ?? [] }
}

/// A CLDR-like language tag, such as `zh`, `zh_Hant` or `sr_Latn`, written in one way: `zh_Hant_HK`.
struct LanguageTag: Hashable {
  let parts: [String]

  /// Accepts `-` and `_` and any case; an empty tag is `und`.
  init(_ tag: String) {
    let pieces = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).prefix(4).map(String.init)
    parts = pieces.isEmpty ? ["und"] : pieces.enumerated().map { Self.spelled($1, at: $0) }
  }

  private static func spelled(_ part: String, at index: Int) -> String {
    if index == 0 { return part.lowercased() }
    return part.utf8.count == 4 ? part.prefix(1).uppercased() + part.dropFirst().lowercased() : part.uppercased()
  }

  /// The tag and its parents, the most special first: `zh_Hant_HK`, `zh_Hant`, `zh`.
  var lookups: [String] {
    (1...parts.count).reversed().map { parts.prefix($0).joined(separator: "_") }
  }

  /// The form HarfBuzz reads (BCP 47).
  var hyphenated: String { parts.joined(separator: "-") }
}

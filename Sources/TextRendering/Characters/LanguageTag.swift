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

  /// Language, script and region as ICU names a locale, without whatever else a tag holds; empty, which is ICU's root, where it
  /// does not begin with a language. Languages that are written as Chinese is take its rules, which ICU has under `zh` alone.
  var locale: String {
    guard let first = parts.first, Self.isWord(first, of: 2...3), first != "und" else { return "" }
    let rest = parts.dropFirst().prefix { Self.isWord($0, of: 2...4) && !($0.utf8.count == 3 && !Self.isNumber($0)) }
    return ([Self.chinese.contains(first) ? "zh" : first] + rest.prefix(2)).joined(separator: "_")
  }

  /// Languages of the macrolanguage Chinese (ISO 639-3), and its bibliographic code.
  private static let chinese: Set<String> = [
    "chi", "zho", "cdo", "cjy", "cmn", "cpx", "czh", "czo", "gan", "hak", "hsn", "lzh", "mnp", "nan", "wuu", "yue",
  ]

  private static func isWord(_ text: String, of length: ClosedRange<Int>) -> Bool {
    length.contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) }
  }

  private static func isNumber(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

/// Line breaks by language, one iterator for all languages that ICU gives the same rules. Most take the root's. In Chinese a
/// line may end before “ and after ” between ideographs; in Japanese, in ICU 76 in Korean too, one may begin with a small kana
/// or a prolonged sound mark. These are ICU's defaults for those languages, neither its loose nor its strict rules.
final class LineBreakers {
  private let root: LineBreaks
  /// Those of locales that ICU tailors.
  private var tailored: [String: LineBreaks] = [:]

  /// Throws where ICU's data is not installed.
  init() throws {
    root = try LineBreaks(locale: "")
  }

  /// Throws where ICU's data is not installed.
  func breaks(for tag: LanguageTag) throws -> LineBreaks {
    let breaks = try LineBreaks(locale: tag.locale)
    if breaks.locale == root.locale { return root }
    if let known = tailored[breaks.locale] { return known }
    tailored[breaks.locale] = breaks
    return breaks
  }
}

/// How people name languages where a word stands for all of them.
public enum LanguageWords {
  /// Stands for every language there is, alone.
  public static let all = "all"

  /// Why words choose no languages, as a sentence's end; nil where they do.
  public static func complaint(_ words: [String]) -> String? {
    guard words.count > 1, words.contains(all) else { return nil }
    let others = words.filter { $0 != all }.distinct
    guard !others.isEmpty else { return "names “\(all)” \(words.count) times; once is enough" }
    return
      "names “\(all)”, which stands for every language, beside \(others.joined(separator: ", ")); leave out one or the other"
  }

  /// Throws a `UsageError` where an option's words choose no languages.
  public static func check(_ words: [String]?, option: String = "--lang") throws {
    if let complaint = words.flatMap(complaint) { throw UsageError("\(option) \(complaint)") }
  }
}

import Console
import JSON

/// A file that names classes, or that holds templates for their names, in any of the forms that people have:
///
/// - text, one name or template a line: Chinese-CLIP's and Wukong's lists, `classnames.txt`;
/// - a JSON list of texts, or of lists of texts where a class has several names;
/// - ours: `{"language": "zh", "templates": […], "classes": {"cifar10": […]}}`, as in `configs/prompts`;
/// - an object of such lists by the name of a set: CLIP_benchmark's;
/// - an object of `[[numbers], [names]]` by language: Babel-ImageNet's, which names some of ImageNet's classes;
/// - an object of objects from a class's name to its own texts: CLIP_benchmark's for CuPL.
public struct PromptFile: Sendable {
  /// Names of classes.
  public struct Names: Sendable, Equatable {
    /// Of every class, at least one.
    public let names: [[String]]
    /// Which of the data's classes these are, in order; nil where they are all of them.
    public let numbers: [Int]?

    public init(names: [[String]], numbers: [Int]? = nil) {
      self.names = names
      self.numbers = numbers
    }
  }

  /// Texts around a name.
  public enum Templates: Sendable, Equatable {
    /// For every class, with a place for the name.
    case shared([String])
    /// By the class's first name, ready to be read.
    case own([String: [String]])
  }

  private let path: String
  private let json: JSONValue
  private static let placeholders = ["{}", "{c}"]

  /// Throws `CorpusError` when the file is missing, no UTF-8, or broken JSON.
  public init(path: String) throws {
    self.path = path
    let text = try SourceFile.text(path)
    // A template may begin with the place for the name, which no document does.
    let isDocument = text.first { !$0.isWhitespace }.map { "[{".contains($0) } ?? false
    guard isDocument, !PromptFile.placeholders.contains(where: text.drop(while: \.isWhitespace).hasPrefix) else {
      let lines = try AlignedLines.lines(path).filter(CaptionFile.isText).map { JSONValue.string($0) }
      json = .array(lines)
      return
    }
    json = try JSONValue(parsing: Array(text.utf8), source: path)
  }

  private init(builtIn text: String, language: String) throws {
    path = "the built-in prompts of \(language)"
    json = try JSONValue(parsing: Array(text.utf8), source: path)
  }

  /// Languages that this program has prompts of its own in.
  public static var builtInLanguages: [String] { builtInPromptsJSON.keys.sorted() }

  /// The prompts that come with this program; a language's variant, such as `zh-Hant`, takes those of the language.
  public static func builtIn(_ language: String) throws -> PromptFile {
    let base = String(language.prefix { $0 != "-" && $0 != "_" })
    guard let text = builtInPromptsJSON[language] ?? builtInPromptsJSON[base] else {
      throw CorpusError(
        "there are no built-in prompts in '\(language)'\(Suggestion.tail(language, in: builtInLanguages)); there are "
          + "\(builtInLanguages.joined(separator: ", ")); give a file of names and one of templates")
    }
    return try PromptFile(builtIn: text, language: language)
  }

  /// The languages that the file has lists in, as it writes them; nil where it does not say any.
  ///
  /// - Parameter set: which list, where the file has several; a file that has it is not by language.
  public func languages(of set: String? = nil) -> [String]? {
    if let language = json["language"]?.stringValue { return [language] }
    guard let names = json.objectValue?.map(\.name), !names.isEmpty, names.allSatisfy(Self.isTag),
      set.map({ set in !names.contains { $0.lowercased() == set.lowercased() } }) ?? true
    else { return nil }
    return names
  }

  /// Whether a list's name can be a language's tag rather than a set's name: two or three letters, and what may follow them.
  private static func isTag(_ name: String) -> Bool {
    let parts = name.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
    guard CaptionTag.complaint(name) == nil, let first = parts.first else { return false }
    return (2...3).contains(first.count) && first.allSatisfy(\.isLetter)
      && parts.dropFirst().allSatisfy { (2...8).contains($0.count) }
  }

  /// Names of classes.
  ///
  /// - Parameters:
  ///   - set: which list, where the file has several.
  ///   - language: which, where the file is by language.
  ///
  /// Throws `CorpusError` when there is no such list, or it is none of names.
  public func names(of set: String? = nil, language: String? = nil) throws -> Names {
    let list = try chosen(json["classes"] ?? json, set, language)
    guard let entries = list.arrayValue, !entries.isEmpty else {
      throw CorpusError("\(path): a list of names should stand here, not \(list.kind)")
    }
    if let names = try babel(entries) { return names }
    return Names(names: try entries.map(names), numbers: nil)
  }

  /// Templates, chosen as names are.
  public func templates(of set: String? = nil, language: String? = nil) throws -> Templates {
    let list =
      try json["templates"] ?? (json["classes"] == nil ? try chosen(json, set, language) : .array([.string("{}")]))
    if let members = list.objectValue {
      let own = try members.map { ($0.name, try texts($0.value)) }
      return .own(Dictionary(own, uniquingKeysWith: { $0 + $1 }))
    }
    return .shared(try texts(list))
  }

  /// Numbers and names side by side.
  private func babel(_ entries: [JSONValue]) throws -> Names? {
    guard entries.count == 2, let numbers = entries[0].arrayValue, let names = entries[1].arrayValue,
      !numbers.isEmpty, numbers.allSatisfy({ $0.intValue != nil })
    else { return nil }
    guard numbers.count == names.count else {
      throw CorpusError(
        "\(path): there are \(numbers.count) numbers of classes and \(names.count) names; they should be as many")
    }
    return Names(names: try names.map(self.names), numbers: numbers.compactMap(\.intValue))
  }

  private func names(_ entry: JSONValue) throws -> [String] {
    let names = try texts(entry.arrayValue == nil ? .array([entry]) : entry)
    guard !names.isEmpty else { throw CorpusError("\(path): a class has no name") }
    return names
  }

  private func texts(_ list: JSONValue) throws -> [String] {
    guard let entries = list.arrayValue else {
      throw CorpusError("\(path): a list of texts should stand here, not \(list.kind)")
    }
    return try entries.map { entry in
      guard let text = entry.stringValue, CaptionFile.isText(text) else {
        throw CorpusError(
          "\(path): a name or template should be a text that is not empty, not \(entry.compactText.prefix(40))")
      }
      return text
    }
  }

  /// The list of an object that is meant; a list is what it is.
  private func chosen(_ json: JSONValue, _ set: String?, _ language: String?) throws -> JSONValue {
    guard let members = json.objectValue else { return json }
    let wanted = [set, language].compactMap { $0 }
    for word in wanted {
      if let member = members.first(where: { $0.name.lowercased() == word.lowercased() }) { return member.value }
    }
    // The only list is meant, unless it is another language's.
    if members.count == 1, set == nil, language == nil || !Self.isTag(members[0].name) { return members[0].value }
    let names = members.map(\.name)
    throw CorpusError(
      "\(path): \(wanted.isEmpty ? "the file has several lists; say which" : "there is no “\(wanted[0])”"): "
        + names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : ""))
  }
}

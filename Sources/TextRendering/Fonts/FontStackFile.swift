import FoundationEssentials

/// The content of a font stack file (`fonts/stack.json`), read strictly: unknown keys, unknown names and values out of
/// range are errors that name their place.
struct FontStackFile: Sendable, Equatable {
  /// Sorted by name.
  var fonts: [FontDefinition]
  /// ISO 15924 script code to font names, the preferred first.
  var scripts: [String: [String]]
  /// Language tag to replacements: where the stack says the key, that language uses the value.
  var languages: [String: [String: String]]
  /// The color font that draws emoji, if any.
  var emoji: String?
  /// Fonts tried for every script after its own.
  var fallback: [String]

  /// Decodes JSON; `origin` names the file in errors.
  init(json: Data, origin: String) throws {
    do {
      self = try JSONDecoder().decode(FontStackFile.self, from: json)
    } catch let error as RenderingError {
      throw RenderingError("\(origin): \(error.description)")
    } catch let error as DecodingError {
      throw RenderingError("\(origin): \(Self.sentence(for: error))")
    }
    try checkNames(origin: origin)
  }

  private func checkNames(origin: String) throws {
    let known = Set(fonts.map(\.name))
    func check(_ name: String, at place: String) throws {
      guard !known.contains(name) else { return }
      throw RenderingError("\(origin): \(place) names the font \(name), which is not listed under \"fonts\".")
    }
    for (script, names) in scripts.sorted(by: { $0.key < $1.key }) {
      guard ScriptCode(iso: script) != nil else {
        throw RenderingError("\(origin): scripts.\(script) is not a four-letter ISO 15924 script code such as Latn.")
      }
      for name in names { try check(name, at: "scripts.\(script)") }
    }
    for (language, swaps) in languages.sorted(by: { $0.key < $1.key }) {
      for (old, new) in swaps.sorted(by: { $0.key < $1.key }) {
        try check(old, at: "languages.\(language)")
        try check(new, at: "languages.\(language)")
      }
    }
    for name in fallback { try check(name, at: "fallback") }
    if let emoji { try check(emoji, at: "emoji") }
    guard !fallback.isEmpty else { throw RenderingError("\(origin): \"fallback\" must name at least one font.") }
    guard fonts.count < 4096 else { throw RenderingError("\(origin): a stack holds at most 4095 fonts.") }
  }

  private static func sentence(for error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.isEmpty ? "the file" : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case .typeMismatch(let type, let context): return "\(place(context.codingPath)) must be \(named(type))."
    case .valueNotFound(let type, let context): return "\(place(context.codingPath)) must be \(named(type)), not null."
    case .keyNotFound(let key, let context): return "\(place(context.codingPath)) lacks the key \"\(key.stringValue)\"."
    case .dataCorrupted(let context):
      let detail = context.underlyingError.map { " (\($0))" } ?? ""
      return "\(place(context.codingPath)) cannot be read: \(context.debugDescription)\(detail)"
    @unknown default: return "the file cannot be read."
    }
  }

  private static func named(_ type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Double.Type: "a number"
    case is Int.Type: "a whole number"
    case is [String].Type, is [Any].Type: "a list of font names"
    default: "an object"
    }
  }
}

/// What one language calls the emoji.
struct EmojiNames: Sendable, Equatable {
  /// From `EmojiSequence.id` to the short name.
  var names: [String: String] = [:]
  /// From `EmojiSequence.id` to the keywords, without the name itself.
  var keywords: [String: [String]] = [:]

  /// Reads a language from CLDR's files: general locales first, particular ones over them, derived names under both.
  static func read(_ tag: String, from locales: CLDRLocales) throws -> EmojiNames {
    var result = EmojiNames()
    for locale in locales.chain(of: tag) {
      for folder in ["annotationsDerived", "annotations"] {
        let path = "\(locales.folder)/\(folder)/\(locale).xml"
        // Few locales lack derived names; all have annotations, or `chain` would not list them.
        if folder == "annotations" || SourceFile.exists(path) { try result.add(path) }
      }
    }
    for (id, name) in result.names { result.keywords[id]?.removeAll { $0 == name } }
    return result
  }

  /// CLDR's mark for "as in the parent locale".
  private static let inherited = "↑↑↑"

  private mutating func add(_ path: String) throws {
    var place: (id: String, isName: Bool)?
    var text = ""
    try XMLReader.read(try SourceFile.bytes(path), source: path) { event in
      switch event {
      case .start("annotation", let attributes):
        text = ""
        place = attributes.first { $0.name == "cp" }.map { cp in
          (EmojiSequence.id(of: cp.value), attributes.contains(XMLAttribute(name: "type", value: "tts")))
        }
      case .start: break
      case .text(let piece): if place != nil { text += piece }
      case .end:
        if let place { set(place.id, isName: place.isName, text: text) }
        place = nil
      }
    }
  }

  private mutating func set(_ id: String, isName: Bool, text: String) {
    let text = Self.trimmed(text[...])
    guard !text.isEmpty, text != Self.inherited else { return }
    if isName {
      names[id] = text
    } else {
      keywords[id] = text.split(separator: "|").map(Self.trimmed).filter { !$0.isEmpty }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

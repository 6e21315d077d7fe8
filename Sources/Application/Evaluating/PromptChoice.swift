import Console
import Corpora
import Evaluation

/// Where the texts for classes come from: files that are named, else what lies beside the images, else what comes with this program.
public struct PromptChoice {
  private let names: String?
  private let templates: String?
  private let set: String?

  /// - Parameters:
  ///   - names: file of the classes' names.
  ///   - templates: file of the texts around names.
  ///   - set: which list, where a file has several, or which of the built-in ones.
  public init(names: String?, templates: String?, set: String?) {
    self.names = names
    self.templates = templates
    self.set = set
  }

  /// Texts for every class, and the images of the classes that have names: lists such as Babel-ImageNet's name some only.
  public func prompts(
    for images: LabeledImages, language: String
  ) throws -> (prompts: ClassPrompts, images: LabeledImages) {
    let found = try classNames(of: images, language: language)
    let chosen = try found.numbers.map(images.keeping(classes:)) ?? images
    switch try texts(beside: images, language: language) {
    case .shared(let templates):
      return (try ClassPrompts(language: language, names: found.names, templates: templates), chosen)
    case .own(let own):
      let texts = found.names.map { own[$0[0]] ?? [] }
      return (try ClassPrompts(language: language, names: found.names, texts: texts), chosen)
    }
  }

  /// Every language that there are names and templates in, as the files write them, and those that lack one of both.
  ///
  /// Throws when nothing says languages.
  public func languages(
    for images: LabeledImages
  ) throws -> (languages: [String], leftOut: [String]) {
    let named = try names.flatMap { try PromptFile(path: $0).languages(of: set) }
    let around = try templates.flatMap { try PromptFile(path: $0).languages(of: set) }
    let usesBuiltIn = templates == nil && (images.templates == nil || names != nil || set != nil)
    let builtIn = usesBuiltIn || (names == nil && set != nil) ? PromptFile.builtInLanguages : nil
    guard let first = named ?? around ?? builtIn else {
      throw CommandError(
        "the files of names and templates do not say which languages they are in; name one with --lang")
    }
    let sources = [named, around, builtIn].compactMap { $0 }
    let chosen = first.filter { language in sources.allSatisfy { Self.has(language, $0) } }
    guard !chosen.isEmpty else {
      throw CommandError(
        "there is no language with both names and templates: \(sources.map { $0.joined(separator: ", ") }.joined(separator: "; "))"
      )
    }
    return (chosen, first.filter { !chosen.contains($0) })
  }

  /// Whether a list of languages has one, or the language that it is a variant of.
  private static func has(_ language: String, _ list: [String]) -> Bool {
    let words = [language, String(language.prefix { $0 != "-" && $0 != "_" })].map { $0.lowercased() }
    return list.contains { words.contains($0.lowercased()) }
  }

  /// Without a file and a set, the data's own names are what there is.
  private func classNames(of images: LabeledImages, language: String) throws -> PromptFile.Names {
    if let names { return try PromptFile(path: names).names(of: set, language: language) }
    if let set { return try PromptFile.builtIn(language).names(of: set) }
    return PromptFile.Names(names: images.classes.map { [$0] })
  }

  private func texts(beside images: LabeledImages, language: String) throws -> PromptFile.Templates {
    if let templates { return try PromptFile(path: templates).templates(of: set, language: language) }
    if let own = images.templates, names == nil, set == nil { return .shared(own) }
    return try PromptFile.builtIn(language).templates()
  }
}

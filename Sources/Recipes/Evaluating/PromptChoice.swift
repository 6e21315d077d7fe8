import Corpora
import Evaluation

/// Where the texts for classes come from: files that are named, else what lies beside the pictures, else what comes with this program.
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

  /// Texts for every class, and the pictures of the classes that have names: lists such as Babel-ImageNet's name some only.
  public func prompts(
    for pictures: LabelledPictures, language: String
  ) throws -> (prompts: ClassPrompts, pictures: LabelledPictures) {
    let found = try classNames(of: pictures, language: language)
    let chosen = try found.numbers.map(pictures.keeping(classes:)) ?? pictures
    switch try texts(beside: pictures, language: language) {
    case .shared(let templates):
      return (try ClassPrompts(language: language, names: found.names, templates: templates), chosen)
    case .own(let own):
      let texts = found.names.map { own[$0[0]] ?? [] }
      return (try ClassPrompts(language: language, names: found.names, texts: texts), chosen)
    }
  }

  /// Without a file and a set, the data's own names are what there is.
  private func classNames(of pictures: LabelledPictures, language: String) throws -> PromptFile.Names {
    if let names { return try PromptFile(path: names).names(of: set, language: language) }
    if let set { return try PromptFile.builtIn(language).names(of: set) }
    return PromptFile.Names(names: pictures.classes.map { [$0] })
  }

  private func texts(beside pictures: LabelledPictures, language: String) throws -> PromptFile.Templates {
    if let templates { return try PromptFile(path: templates).templates(of: set, language: language) }
    if let own = pictures.templates, names == nil, set == nil { return .shared(own) }
    return try PromptFile.builtIn(language).templates()
  }
}

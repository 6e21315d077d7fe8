/// What an image is called in one language.
public struct NamedTexts: Sendable, Equatable {
  /// The language's tag, such as `zh`.
  public var language: String
  public var texts: [String]

  public init(language: String, texts: [String]) {
    self.language = language
    self.texts = texts
  }
}

import Console

/// What images should be like, and unlike: texts in any languages and images, all at once.
public struct SearchQuery: Sendable {
  /// A text and its language; nil takes the model's first.
  public struct Text: Sendable, Equatable {
    public var text: String
    public var language: String?

    public init(_ text: String, language: String? = nil) {
      self.text = text
      self.language = language
    }
  }

  /// An image's file in memory.
  public struct Image: Sendable, Equatable {
    /// What complaints call it.
    public var name: String
    public var bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  public var texts: [Text]
  public var images: [Image]
  /// What images should not be like.
  public var minus: [Text]
  /// How much each text counts, wanted or not, where an image counts 1.
  public var textWeight: Double

  /// Weights that a text may have.
  public static let textWeights = 0.01...100.0

  public init(texts: [Text] = [], images: [Image] = [], minus: [Text] = [], textWeight: Double = 1) {
    self.texts = texts
    self.images = images
    self.minus = minus
    self.textWeight = textWeight
  }

  /// Each text with the language of its place; the last language holds for all that follow.
  public static func texts(_ texts: [String], languages: [String]) -> [Text] {
    texts.enumerated().map { place, text in
      Text(text, language: languages.isEmpty ? nil : languages[min(place, languages.count - 1)])
    }
  }

  /// The query in words: what is added, and what is taken away.
  public var title: String {
    let weight = textWeight == 1 ? "" : "\(NumberText.short(textWeight)) × "
    let plus = texts.map { weight + $0.text } + images.map(\.name)
    return plus.joined(separator: " + ") + minus.map { " − \(weight)\($0.text)" }.joined()
  }
}

/// A query that a model cannot make a vector of: a sentence for whoever asked.
public struct SearchQueryError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ description: String) { self.description = description }
}

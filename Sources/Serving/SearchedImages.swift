import JSON

/// What a site is asked for.
public struct SearchQuestion: Sendable, Equatable {
  /// A text and, where it was said, its language.
  public struct Text: Sendable, Equatable {
    public let text: String
    public let language: String?

    public init(_ text: String, language: String? = nil) {
      self.text = text
      self.language = language
    }
  }

  public var texts: [Text]
  /// Texts that images should not be like.
  public var minus: [Text]
  /// The bytes of an image that images should be like.
  public var image: [UInt8]?
  /// How much each text counts, wanted or not, where the image counts 1.
  public var textWeight: Double
  /// How many images.
  public var top: Int

  public init(
    texts: [Text], minus: [Text] = [], image: [UInt8]? = nil, textWeight: Double = 1, top: Int = 20
  ) {
    self.texts = texts
    self.minus = minus
    self.image = image
    self.textWeight = textWeight
    self.top = top
  }
}

/// An image's file for a browser.
public struct ServedImage: Sendable, Equatable {
  /// Such as `image/png`.
  public let contentType: String
  public let bytes: [UInt8]

  public init(contentType: String, bytes: [UInt8]) {
    self.contentType = contentType
    self.bytes = bytes
  }
}

/// A question that cannot be answered as it stands: whoever asked reads the sentence.
public struct QuestionError: Error, CustomStringConvertible, Sendable, Equatable {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// Images that a site searches and shows. Called on several threads at once.
public protocol SearchedImages: Sendable {
  /// An object whose member `hits` is a list of objects with `item`, `score`, `id` and `captions`.
  ///
  /// Throws `QuestionError` where the question is at fault.
  func find(_ question: SearchQuestion) throws -> JSONValue
  /// What is searched, for people.
  func information() throws -> JSONValue
  /// A small image of an item; nil where there is no such item.
  func thumbnail(_ item: Int) throws -> ServedImage?
  /// An item's own file; nil where there is no such item.
  func image(_ item: Int) throws -> ServedImage?
}

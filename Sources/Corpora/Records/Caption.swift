import Schema

/// How a caption came about.
public enum CaptionRole: String, RecipeWord {
  /// The image's one name.
  case name
  /// A word that belongs to the image, often to others too.
  case keyword
  /// Written for the image, or found beside it.
  case raw
  /// Another wording of a caption, by a person or a program.
  case rewrite
  /// Made by a program that saw the image.
  case synthetic
  /// Translated from another language's caption.
  case translation
  /// The name of the image's class.
  case label
}

/// A text that belongs to an image.
public struct Caption: Sendable, Equatable {
  public let text: String
  /// BCP 47 tag, such as "zh-Hant".
  public let language: String
  public let role: CaptionRole
  /// The text's id in its data, such as a `text_id` of Chinese-CLIP or the number of COCO's annotation; equal where one text
  /// belongs to several images, as a query of MUGE does. Nil where the data gives it none: it is then its image's alone.
  public let key: String?

  public init(text: String, language: String, role: CaptionRole, key: String? = nil) {
    self.text = text
    self.language = language
    self.role = role
    self.key = key
  }
}

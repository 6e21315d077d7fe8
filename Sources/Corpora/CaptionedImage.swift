/// What a picture is used for.
public enum CorpusSplit: String, Sendable, CaseIterable {
  case train
  /// Unseen combinations of a known person and a known skin tone.
  case composition
  /// The trained emoji, drawn by another artist.
  case style
  /// Trained pictures whose name in one language was not trained. No record is of this split; see `CaptionedImage.withheld`.
  case transfer
}

/// How a caption came about.
public enum CaptionRole: String, Sendable, CaseIterable {
  /// The picture's one name.
  case name
  /// A word that belongs to the picture, often to others too.
  case keyword
}

/// A text that belongs to a picture.
public struct Caption: Sendable, Equatable {
  public let text: String
  /// BCP 47 tag, such as "zh-Hant".
  public let language: String
  public let role: CaptionRole

  public init(text: String, language: String, role: CaptionRole) {
    self.text = text
    self.language = language
    self.role = role
  }
}

/// A picture that is not decoded yet, and its captions.
public struct CaptionedImage: Sendable, Equatable {
  /// Equal for pictures of the same thing: an emoji's code points.
  public let id: String
  /// Path of the picture's file.
  public let picture: String
  /// The artist, such as "noto".
  public let style: String
  public let split: CorpusSplit
  /// What the picture shows, as text, where that can be said: the emoji itself.
  public let symbol: String?
  public let captions: [Caption]
  /// Languages whose captions are kept from training; see `CorpusSplit.transfer`.
  public let withheld: [String]
  public let origin: Origin

  public init(
    id: String, picture: String, style: String, split: CorpusSplit, symbol: String?, captions: [Caption],
    withheld: [String], origin: Origin
  ) {
    self.id = id
    self.picture = picture
    self.style = style
    self.split = split
    self.symbol = symbol
    self.captions = captions
    self.withheld = withheld
    self.origin = origin
  }

  /// The texts of one language and role, in order.
  public func texts(_ language: String, _ role: CaptionRole = .name) -> [String] {
    captions.filter { $0.language == language && $0.role == role }.map(\.text)
  }

  /// Whether the picture has a name in the language.
  public func isNamed(in language: String) -> Bool {
    captions.contains { $0.language == language && $0.role == .name }
  }
}

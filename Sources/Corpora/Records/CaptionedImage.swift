/// A picture that is not decoded yet, and its captions.
public struct CaptionedImage: Sendable, Equatable {
  /// Equal for pictures of the same thing: an emoji's code points, or the picture's name in its corpus.
  public let id: String
  public let picture: PictureLocation
  /// The artist, such as "noto"; empty where nobody says.
  public let style: String
  public let split: CorpusSplit
  /// What the picture shows, as text, where that can be said: the emoji itself.
  public let symbol: String?
  public let captions: [Caption]
  /// Languages whose captions are kept from training; see `CorpusSplit.transfer`.
  public let withheld: [String]
  public let origin: Origin

  public init(
    id: String, picture: PictureLocation, style: String = "", split: CorpusSplit, symbol: String? = nil,
    captions: [Caption], withheld: [String] = [], origin: Origin
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
  public func texts(_ language: String, _ role: CaptionRole) -> [String] {
    captions.filter { $0.language == language && $0.role == role }.map(\.text)
  }

  /// The captions of one language that say what the picture shows, in order: all but keywords.
  public func texts(_ language: String) -> [String] {
    captions.filter { $0.language == language && $0.role != .keyword }.map(\.text)
  }

  /// Whether the picture has a caption in the language that is more than a keyword.
  public func isNamed(in language: String) -> Bool {
    captions.contains { $0.language == language && $0.role != .keyword }
  }

  /// The languages of its captions, each once, in order of first appearance.
  public var languages: [String] {
    var seen: Set<String> = []
    return captions.compactMap { $0.role != .keyword && seen.insert($0.language).inserted ? $0.language : nil }
  }

  /// The same picture with other captions.
  func captioned(with captions: [Caption]) -> CaptionedImage {
    CaptionedImage(
      id: id, picture: picture, style: style, split: split, symbol: symbol, captions: captions, withheld: withheld,
      origin: origin)
  }

  /// The same picture for another use.
  func moved(to split: CorpusSplit) -> CaptionedImage {
    CaptionedImage(
      id: id, picture: picture, style: style, split: split, symbol: symbol, captions: captions, withheld: withheld,
      origin: origin)
  }
}

extension CaptionedImage {
  /// Whether the picture's names in `language` are queries (or, in training, captions) of `split`.
  ///
  /// What a language does not see in training belongs to its `transfer` split and to no other.
  public func isQuery(of split: CorpusSplit, in language: String) -> Bool {
    guard isNamed(in: language) else { return false }
    let isWithheld = withheld.contains(language)
    return split == .transfer ? isWithheld && self.split == .train : self.split == split && !isWithheld
  }
}

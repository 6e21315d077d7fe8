/// An image that is not decoded yet, and its captions.
public struct CaptionedImage: Sendable, Equatable {
  /// Equal for images of the same thing: an emoji's code points, or the image's name in its corpus.
  public let id: String
  public let image: ImageLocation
  /// The artist, such as "noto"; empty where nobody says.
  public let style: String
  public let split: CorpusSplit
  /// What the image shows, as text, where that can be said: the emoji itself.
  public let symbol: String?
  public let captions: [Caption]
  /// Languages whose captions are held out; see `CorpusSplit.transfer`.
  public let heldOut: [String]
  public let origin: Origin

  public init(
    id: String, image: ImageLocation, style: String = "", split: CorpusSplit, symbol: String? = nil,
    captions: [Caption], heldOut: [String] = [], origin: Origin
  ) {
    self.id = id
    self.image = image
    self.style = style
    self.split = split
    self.symbol = symbol
    self.captions = captions
    self.heldOut = heldOut
    self.origin = origin
  }

  /// The texts of one language and role, in order.
  public func texts(_ language: String, _ role: CaptionRole) -> [String] {
    captions.filter { $0.language == language && $0.role == role }.map(\.text)
  }

  /// The captions of one language that say what the image shows, in order: all but keywords, and labels only where there is nothing else.
  public func texts(_ language: String) -> [String] { shown(in: language).map(\.text) }

  /// The same with their roles.
  func shown(in language: String) -> [Caption] {
    captions.filter { $0.language == language && $0.role != .keyword }.preferring { $0.role != .label }
  }

  /// The captions of one language that evaluation asks for the image, in order: those that people wrote, or else those that a program made
  /// of the image or of other captions, or else labels.
  func asked(in language: String) -> [Caption] {
    shown(in: language).preferring { $0.role != .synthetic && $0.role != .rewrite }
  }

  /// Whether the image has a caption in the language that is more than a keyword.
  public func isNamed(in language: String) -> Bool {
    captions.contains { $0.language == language && $0.role != .keyword }
  }

  /// The languages of its captions, each once, in order of first appearance.
  public var languages: [String] {
    var seen: Set<String> = []
    return captions.compactMap { $0.role != .keyword && seen.insert($0.language).inserted ? $0.language : nil }
  }

  /// The same image with other captions.
  func captioned(with captions: [Caption]) -> CaptionedImage {
    CaptionedImage(
      id: id, image: image, style: style, split: split, symbol: symbol, captions: captions, heldOut: heldOut,
      origin: origin)
  }

  /// The same image for another use.
  func moved(to split: CorpusSplit) -> CaptionedImage {
    CaptionedImage(
      id: id, image: image, style: style, split: split, symbol: symbol, captions: captions, heldOut: heldOut,
      origin: origin)
  }
}

extension [Caption] {
  /// Those that are preferred, or all where none is.
  fileprivate func preferring(_ isPreferred: (Caption) -> Bool) -> [Caption] {
    let preferred = filter(isPreferred)
    return preferred.isEmpty ? self : preferred
  }
}

extension CaptionedImage {
  /// Whether the image's names in `language` are queries (or, in training, captions) of `split`.
  ///
  /// What a language does not see in training belongs to its `transfer` split and to no other.
  public func isQuery(of split: CorpusSplit, in language: String) -> Bool {
    guard isNamed(in: language) else { return false }
    let isHeldOut = heldOut.contains(language)
    return split == .transfer ? isHeldOut && self.split == .train : self.split == split && !isHeldOut
  }
}

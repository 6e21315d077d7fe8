/// What an image is used for. The names are data: a corpus may call what it holds out as it likes.
public struct CorpusSplit: RawRepresentable, Sendable, Hashable {
  public let rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The split that a record names; training where it names none.
  init(named name: String?) {
    self.init(rawValue: name ?? Self.train.rawValue)
  }

  public static let train = CorpusSplit(rawValue: "train")
  /// Unseen combinations of a known person and a known skin tone.
  public static let composition = CorpusSplit(rawValue: "composition")
  /// The trained emoji, drawn by another artist.
  public static let style = CorpusSplit(rawValue: "style")
  /// Trained images whose name in one language was not trained. No record is of this split; see `CaptionedImage.heldOut`.
  public static let transfer = CorpusSplit(rawValue: "transfer")

  /// What the emoji corpus is divided into.
  static let ofEmoji = [train, composition, style, transfer]
}

/// How much of a source is looked at in which way; every record and every picture's bytes are read in any case.
public struct InspectionOptions: Sendable {
  /// How shown pictures are prepared.
  public var photo = PhotoPreparation()
  /// Whether all pictures are decoded, to find those that are damaged behind their beginning.
  public var decodes = false
  /// Captions of each language that are drawn to count their patches.
  public var sample = 1_000
  /// Pictures that are shown.
  public var shownPictures = 12
  /// Captions that are shown of a picture, each in another language.
  public var shownCaptions = 3
  /// Decides which captions are drawn, which pictures are shown, and how training would change them.
  public var seed: UInt64 = 0
  /// Problems and repeated things that are kept as examples; all are counted.
  public var exampleLimit = 20

  public init() {}
}

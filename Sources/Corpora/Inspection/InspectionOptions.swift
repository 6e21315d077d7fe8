/// How much of a source is looked at in which way; every record and every image's bytes are read in any case.
public struct InspectionOptions: Sendable {
  /// How shown images are prepared.
  public var photo = PhotoPreparation()
  /// Whether all images are decoded, to find those that are damaged behind their beginning.
  public var decodes = false
  /// Captions of each language that are drawn to count their patches.
  public var sample = 1_000
  /// Images that are shown.
  public var shownImages = 12
  /// Captions that are shown of an image, each in another language.
  public var shownCaptions = 3
  /// Decides which captions are drawn, which images are shown, and how training would change them.
  public var seed: UInt64 = 0
  /// Problems and repeated things that are kept as examples; all are counted.
  public var exampleLimit = 20

  public init() {}
}

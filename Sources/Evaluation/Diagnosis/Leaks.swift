/// What of a test set is in a training corpus too, and what of both could be compared at all.
public struct Leaks: Sendable {
  /// How much of a corpus there is to compare.
  public struct Corpus: Sendable, Equatable {
    /// Records; each has an image.
    public var images = 0
    /// Images that could be read.
    public var comparedImages = 0
    /// Captions, each as often as it stands there; keywords are none.
    public var captions = 0
    /// Captions that differ in more than marks, space and case; of the test those in languages that the training has.
    public var distinctCaptions = 0

    public init(images: Int = 0, comparedImages: Int = 0, captions: Int = 0, distinctCaptions: Int = 0) {
      self.images = images
      self.comparedImages = comparedImages
      self.captions = captions
      self.distinctCaptions = distinctCaptions
    }
  }

  /// An image of the test that looks like one of the training.
  public struct Image: Sendable, Equatable {
    public let test: String
    public let training: String
    /// Bits of the hashes that differ; nil where the files are the same byte by byte.
    public let distance: Int?
  }

  /// A caption of the test that the training has too.
  public struct Text: Sendable, Equatable {
    public let text: String
    public let language: String
    /// Captions of the test that are the same.
    public var testCount: Int
    /// Captions of the training that are the same.
    public let count: Int
  }

  public var test = Corpus()
  public var training = Corpus()
  /// One an image of the test, the nearest of the training.
  public var images: [Image] = []
  /// Distinct ones, in the order of the test.
  public var texts: [Text] = []
  /// Images of the test that the training has a file of the same name of, as `COCO_train2014_000000123456.jpg`.
  public var sameNames: [String] = []
  /// Captions of the test by their language, where the training has no caption in it.
  public var strangeCaptions: [String: Int] = [:]

  public init() {}

  /// Captions of the test that the training has too, each as often as it stands there.
  public var captions: Int { texts.reduce(0) { $0 + $1.testCount } }

  /// Captions of the test in languages that the training has.
  public var comparedCaptions: Int { test.captions - strangeCaptions.values.reduce(0, +) }

  /// Whether any image was compared with any.
  public var comparesImages: Bool { test.comparedImages > 0 && training.comparedImages > 0 }

  /// Whether any caption was compared with any.
  public var comparesCaptions: Bool { comparedCaptions > 0 && training.captions > 0 }
}

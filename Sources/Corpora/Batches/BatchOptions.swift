/// How images and captions become batches.
public struct BatchOptions: Sendable, Equatable {
  public var photo: PhotoPreparation
  /// Pairs per batch.
  public var batch: Int
  /// How languages share the training; see `LanguageMixture`.
  public var languageSamplingExponent = 1.0
  public var shuffle = ShuffleRule.everything
  /// Which of a record's captions are drawn.
  public var captionSampling = CaptionSampling()
  /// Share of captions that are up to three of the image's keywords instead of a caption, 0…1.
  public var keywordFraction = 0.0
  /// Share of pairs, 0…1, that are two captions of one image instead of an image and a caption, where there are two: the
  /// shared tower learns from text pairs as from any other (CLIPPO's co-training, Tschannen et al. 2023, used sentences).
  public var textPairFraction = 0.0
  /// Share of pairs, 0…1, that are two views of one image instead of an image and a caption, as in SimCLR (Chen et al.
  /// 2020) and SLIP (Mu et al. 2022).
  public var imageViewFraction = 0.0
  /// What of each pair is shown. Without images the files of images are not opened, and there are no pairs but those of an image and a
  /// caption.
  public var views: Set<BatchView> = BatchView.pair
  /// Images that need not be read; nil where all must be.
  public var knownImages: KnownImages?
  /// Pixels a side of a page's patch where pages have a tower of their own: they are packed apart from photos then, and their
  /// patches may be of another size. Nil packs pages among the photos, for a tower that reads both.
  public var pagePatchSize: Int?
  /// Whether the layout maps of pages are kept; see `RecordFacts.layout`.
  public var keepsLayouts = false
  /// Share of records that may be skipped because they cannot be read or drawn before the run is stopped, 0…1.
  public var unreadableLimit = 0.001
  /// Bytes of decoded images that are kept.
  public var imageMemory = 1 << 30

  public init(photo: PhotoPreparation = PhotoPreparation(), batch: Int = 256) {
    self.photo = photo
    self.batch = batch
  }

  /// Throws when a value is out of its range.
  public func validate() throws {
    try photo.validate()
    let problems = [
      (!views.isEmpty, "batches must show something of each pair"),
      (batch >= 2, "a batch needs at least 2 pairs to tell apart, not \(batch)"),
      ((0...1).contains(keywordFraction), "the share of keywords must lie between 0 and 1, not \(keywordFraction)"),
      (
        textPairFraction >= 0 && imageViewFraction >= 0 && textPairFraction + imageViewFraction <= 1,
        "the shares of text pairs and of pairs of views must lie between 0 and 1 together, not \(textPairFraction) and \(imageViewFraction)"
      ),
      (
        views.isSuperset(of: BatchView.pair) || textPairFraction + imageViewFraction == 0,
        "pairs of texts and pairs of views need the views of images and of captions"
      ),
      (
        knownImages == nil || imageViewFraction == 0,
        "pairs of views need images that are read, not such whose embeddings are known"
      ),
      (languageSamplingExponent.isFinite, "the exponent of the language mixture must be a number"),
      ((0...1).contains(unreadableLimit), "the share of unreadable records must lie between 0 and 1"),
      (imageMemory >= 0, "the memory for images must not be negative"),
    ]
    if let problem = problems.first(where: { !$0.0 }) { throw CorpusError(problem.1) }
    if case .window(let size) = shuffle, size < 1 {
      throw CorpusError("records are shuffled within windows of at least 1, not \(size)")
    }
  }
}

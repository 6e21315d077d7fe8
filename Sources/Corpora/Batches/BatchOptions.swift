import Pixels

/// How pictures and captions become batches.
public struct BatchOptions: Sendable, Equatable {
  /// Pixels a side of a picture; a multiple of the patch.
  public var side: Int
  /// Pixels a side of a patch.
  public var patchSize: Int
  /// Pairs a batch.
  public var batch: Int
  public var augmentation: PhotoAugmentation
  /// How languages share the training: each is drawn as often as (number of its captions) to this power says. 1 follows
  /// the corpus, 0 treats all alike.
  public var languageExponent: Double
  /// Share of captions that are up to three of the picture's keywords instead of its name, 0…1.
  public var keywordShare: Double
  /// Share of a photo's patches that training sees, above 0 up to 1; fewer are faster (Li et al. 2023, FLIP).
  public var photoShare: Double
  /// Share of pictures that may be unreadable before the run is stopped, 0…1.
  public var unreadableLimit: Double

  public init(
    side: Int = 96, patchSize: Int = 16, batch: Int = 256, augmentation: PhotoAugmentation = PhotoAugmentation(),
    languageExponent: Double = 1, keywordShare: Double = 0, photoShare: Double = 1, unreadableLimit: Double = 0.001
  ) {
    self.side = side
    self.patchSize = patchSize
    self.batch = batch
    self.augmentation = augmentation
    self.languageExponent = languageExponent
    self.keywordShare = keywordShare
    self.photoShare = photoShare
    self.unreadableLimit = unreadableLimit
  }

  /// Throws when a value is out of its range.
  public func validate() throws {
    let problems = [
      (patchSize >= 1, "patches need at least 1 pixel a side, not \(patchSize)"),
      (
        patchSize >= 1 && side >= patchSize && side % max(1, patchSize) == 0,
        "a picture's side must be a multiple of the patch (\(patchSize)), not \(side)"
      ),
      (batch >= 2, "a batch needs at least 2 pairs to tell apart, not \(batch)"),
      ((0...1).contains(keywordShare), "the share of keywords must lie between 0 and 1, not \(keywordShare)"),
      (photoShare > 0 && photoShare <= 1, "the share of patches must lie above 0 and up to 1, not \(photoShare)"),
      (languageExponent.isFinite, "the exponent of the language mixture must be a number"),
      ((0...1).contains(unreadableLimit), "the share of unreadable pictures must lie between 0 and 1"),
    ]
    if let problem = problems.first(where: { !$0.0 }) { throw CorpusError(problem.1) }
  }
}

import Corpora

extension Recipe {
  /// What the loader is told.
  public var batchOptions: BatchOptions {
    var options = BatchOptions()
    options.photo = photoPreparation
    options.batch = training.batch
    options.views = objective.views
    options.keepsLayouts = objective.requirements.layout
    options.pagePatchSize = model.tower == .twinPages ? model.pageConfiguration.patch : nil
    options.imageMemory = Int(image.cacheGiB * Double(1 << 30))
    switch corpus {
    case .emoji(let emoji):
      options.languageSamplingExponent = emoji.languageSamplingExponent
      options.keywordFraction = emoji.keywordFraction
    case .pairs(let pairs):
      options.languageSamplingExponent = pairs.languageSamplingExponent
      options.captionSampling = CaptionSampling(roles: pairs.captionRoles, draw: pairs.captionDraw)
      options.textPairFraction = pairs.textPairFraction
      options.imageViewFraction = pairs.imageViewFraction
      options.unreadableLimit = pairs.maxUnreadableFraction
      options.shuffle = pairs.shuffleBuffer == 0 ? .everything : .window(pairs.shuffleBuffer)
    }
    return options
  }

  /// Share of the corpus' records that may be skipped because they cannot be read, 0…1; none of a corpus that is built.
  package var unreadable: Double {
    if case .pairs(let pairs) = corpus { pairs.maxUnreadableFraction } else { 0 }
  }

  /// How images become patches.
  public var photoPreparation: PhotoPreparation {
    var preparation = PhotoPreparation()
    preparation.side = image.imageSize
    preparation.patchSize = model.patch
    preparation.dropRemainder = image.dropRemainder
    preparation.fit = image.fit
    preparation.filter = image.filter.filter
    preparation.cacheSize = image.cacheSize > 0 ? image.cacheSize : image.imageSize
    preparation.augmentation = image.augmentation.augmentation(filter: image.filter.filter)
    preparation.furtherAugmentation = image.viewAugmentation.augmentation(filter: image.filter.filter)
    preparation.mirrorsSides = image.flipCaptionsWithSides
    preparation.truncated = image.truncated
    preparation.gridLimit = (model.gridRows, model.gridColumns)
    preparation.share = image.patchKeepRate
    return preparation
  }
}

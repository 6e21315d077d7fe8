import Corpora

extension Recipe {
  /// What the loader is told.
  public var batchOptions: BatchOptions {
    var options = BatchOptions()
    options.photo = photoPreparation
    options.batch = training.batch
    options.pictureMemory = Int(photo.memory * Double(1 << 30))
    switch corpus {
    case .emoji(let emoji):
      options.languageExponent = emoji.languageExponent
      options.keywordShare = emoji.keywordShare
    case .pairs(let pairs):
      options.languageExponent = pairs.languageExponent
      options.textShare = pairs.textShare
      options.viewShare = pairs.viewShare
      options.unreadableLimit = pairs.unreadable
      options.shuffle = pairs.shuffleWindow == 0 ? .everything : .window(pairs.shuffleWindow)
    }
    return options
  }

  /// Share of the corpus' records that may be left out because they cannot be read, 0…1; none of a corpus that is built.
  package var unreadable: Double {
    if case .pairs(let pairs) = corpus { pairs.unreadable } else { 0 }
  }

  /// How pictures become patches.
  public var photoPreparation: PhotoPreparation {
    var preparation = PhotoPreparation()
    preparation.side = photo.side
    preparation.patchSize = model.patch
    preparation.dropsRest = photo.dropsRest
    preparation.fit = photo.fit
    preparation.filter = photo.filter.filter
    preparation.workingSide = photo.workingSide > 0 ? photo.workingSide : photo.side
    preparation.augmentation = photo.augmentation.augmentation(filter: photo.filter.filter)
    preparation.mirrorsSides = photo.mirrorSides
    preparation.truncated = photo.truncated
    preparation.gridLimit = (model.gridRows, model.gridColumns)
    preparation.share = photo.share
    return preparation
  }
}

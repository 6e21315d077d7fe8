import Corpora
import Tensors
import Training

extension Recipe {
  /// What the trainer is told.
  public func plan(activation: ElementType) -> TrainingPlan {
    TrainingPlan(
      length: training.length, schedule: schedule.schedule, clip: training.clip > 0 ? training.clip : nil,
      activation: activation, evaluateEvery: training.evaluateEvery, checkpointEvery: training.checkpointEvery)
  }

  /// What the loader is told.
  public var batchOptions: BatchOptions {
    switch corpus {
    case .emoji(let emoji):
      BatchOptions(
        side: photo.side, patchSize: model.patch, batch: training.batch,
        augmentation: photo.augmentation.augmentation, languageExponent: emoji.languageExponent,
        keywordShare: emoji.keywordShare, photoShare: photo.share)
    }
  }
}

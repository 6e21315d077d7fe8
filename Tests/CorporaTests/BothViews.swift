@testable import Corpora

extension TrainingBatch {
  /// The packed sequences of all images, then those of all texts.
  var order: [Int32] { (views[.image] ?? []) + (views[.text] ?? []) }
  /// Their patches or tokens.
  var lengths: [Int] { lengths(.image) + lengths(.text) }
}

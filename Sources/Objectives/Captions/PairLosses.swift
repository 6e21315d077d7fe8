import Tensors

/// The contrastive loss of each pair by itself, without gradients and without the square of similarities.
struct PairLosses {
  /// In nats, `[pairs]`: the mean of an image's loss among texts and of its text's among images.
  let values: [Double]

  /// - Parameters:
  ///   - images: unit rows, float32 `[pairs, width]`.
  ///   - texts: the same of texts.
  ///   - scale: factor on cosines.
  ///   - ids: `[pairs]`, equal for pairs that do not count among each other; nil where all count.
  init(images: Tensor, texts: Tensor, scale: Float, ids: [Int32]?, backend: any Backend) throws {
    let sums = try PairLogits(rows: images, columns: texts, scale: scale, ids: ids).sums(on: backend)
    values = sums.own.indices.map { (Double(sums.rows[$0]) + sums.columns[$0]) / 2 - Double(sums.own[$0]) }
  }
}

import Autograd
import Tensors

/// What the tokens of every image find in every text and the other way round, two squares that are not each other's transpose.
struct TokenSimilarities {
  /// How what tokens find becomes one number.
  enum Reduction {
    /// The mean over a sequence's own tokens (FILIP).
    case mean
    /// Their sum (BagFormer).
    case sum
  }

  /// float32 `[images, texts]`.
  let images: Variable
  /// float32 `[texts, images]`.
  let texts: Variable

  /// - Parameters:
  ///   - images: unit rows.
  ///   - texts: unit rows of the same width.
  init(
    images: PackedStates, texts: PackedStates, padding: TokenPadding, reduction: Reduction = .mean, on tape: Tape
  ) throws {
    let padded = padding == .zero ? try texts.paddedWithZeros(on: tape) : texts
    let sums = try tape.maxSimilarity(
      images: images.rows, imageOffsets: images.offsets, texts: padded.rows, textOffsets: padded.offsets)
    guard reduction == .mean else {
      (self.images, self.texts) = (sums.images, sums.texts)
      return
    }
    /// Tokens of zeros are no tokens of a text: what they find is 0, and the mean does not count them.
    func mean(_ sums: Variable, _ own: PackedStates) throws -> Variable {
      let shares = own.lengths.map { 1 / Float(max(1, $0)) }
      return try tape.multiply(sums, by: Variable(tape.backend.tensor(shares, [own.count])), per: .row)
    }
    (self.images, self.texts) = (try mean(sums.images, images), try mean(sums.texts, texts))
  }
}

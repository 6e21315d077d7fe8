import TestSupport

/// How far losses that are written in several ways may be apart. Each with its reason.
enum Tolerance {
  /// A loss against its recorded value, relative. The record was made in double precision; here logits, of size 14 as the cosines
  /// are multiplied by 1/0.07, are rounded to float32, which a loss near 1.5 feels as a few units of 1e-6.
  static let recordedLoss = 1e-5
  /// The length of a gradient against its recorded value, relative. Probabilities feel the rounding of logits in full, a
  /// gradient is a difference of them, and the normalization takes away the part along the embedding: ten times a loss's error.
  static let recordedGradient = 1e-4
  /// The fused loss against the same made of single operations, relative: both round logits once and differ in the order of
  /// sums, and the fused one takes logarithms of sums in float32.
  static let fusedLoss = 1e-6
  /// Their gradients, relative to the largest: a few roundings of probabilities and logits, and sums over the batch.
  static let fusedGradient = 1e-5
}

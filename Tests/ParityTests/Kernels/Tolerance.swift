/// How far a kernel may be from the reference, relative to the largest expected value. Each with its reason.
enum Tolerance {
  /// A few roundings of f32 (2⁻²⁴ each).
  static let elementwise = 5e-7
  /// Sums of up to a thousand f32 products, in another order than the reference.
  static let sums = 4e-6
  /// One rounding to bf16 (2⁻⁹, doubled for an element below the largest) after f32 arithmetic.
  static let bf16 = 4.5e-3
  /// Probabilities and their derivatives are rounded to bf16 between the two products as well.
  static let bf16Products = 1.2e-2
  /// Sums of exponentials that are good enough for results in bf16.
  static let roughPowers = 2e-4
  /// Double precision against double precision: what a central difference of step 1e-5 can resolve.
  static let finiteDifference = 1e-7
}

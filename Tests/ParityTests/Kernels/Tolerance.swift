import TestSupport

/// How far a kernel may be from the reference, relative to the largest expected value. Each with its reason.
enum Tolerance {
  /// A few roundings of f32.
  static let elementwise = Rounding.float32.steps(8)
  /// Sums of up to a thousand f32 products, in another order than the reference.
  static let sums = Rounding.float32.walk(of: 1000)
  /// One rounding to bf16 after arithmetic that is good enough for it.
  static let bf16 = Rounding.bfloat16.unit + roughPowers
  /// Probabilities and their derivatives are rounded to bf16 between the two products as well.
  static let bf16Products = Rounding.bfloat16.steps(3) + roughPowers
  /// Sums of exponentials that are off by 8e-5 each (loops/exponential.h), and what is made of two of them.
  static let roughPowers = 2 * 8e-5 + sums
  /// Double precision against double precision: what a central difference of step 1e-5 can resolve.
  static let finiteDifference = 1e-7
}

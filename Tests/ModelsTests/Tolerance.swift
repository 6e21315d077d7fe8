import TestSupport

/// How far embeddings and gradients of one model may be apart. Each with its reason.
enum Tolerance {
  /// Towers of the tests at their largest: patches of 4 × 4 pixels, 32 wide, two blocks, 42 tokens.
  static let sums = TowerSums(input: 48, width: 32, mlp: 128, heads: 2, depth: 2, tokens: 42, embedding: 16)
  /// An embedding of unit length whose sums were made in another order.
  static let embedding = Rounding.float32.twoWays(throughSumsOf: sums.forwards)
  /// A gradient of size 1 in the same case.
  static let gradient = Rounding.float32.twoWays(throughSumsOf: sums.andBack(batchTokens: 64))
  /// An embedding in bf16: activations are rounded seven times a block, after the patches and before the head.
  static let bfloat16 = Rounding.bfloat16.walk(of: 2 * 7 + 2)
}

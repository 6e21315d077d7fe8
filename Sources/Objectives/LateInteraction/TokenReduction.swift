import Autograd
import Models
import Tensors

/// Wukong's token reduction (Gu et al. 2022): a few tokens of an image's many, each a weighted mean of what all tokens say.
///
///     A = softmax over tokens of (maps · (groups · LayerNorm(x)))        [tokens, K]
///     F = values · x                                                      [tokens, width]
///     y = Aᵀ · F                                                          [K, width]
///
/// `groups` and `values` are convolutions of one by one in eight groups, `maps` is one in a single group, all without bias; since they look
/// at one token alone, where a token stands on the image does not matter, and images may have any number of them.
struct TokenReduction {
  /// Groups of the convolutions.
  static let groups = 8

  private let norm: LayerNorm
  private let groups: GroupedLinear
  private let maps: Linear
  private let values: GroupedLinear
  /// Tokens that are made of an image.
  private let count: Int

  /// - Parameters:
  ///   - width: of the tokens.
  ///   - count: tokens that are made of an image.
  ///
  /// Throws where eight does not divide the width, or memory runs out.
  init(_ heads: ParameterStore, width: Int, count: Int) throws {
    self.count = count
    norm = try LayerNorm(heads, "reduction/norm", width: width, epsilon: 1e-5)
    groups = try GroupedLinear(heads, "reduction/groups", width: width, groups: Self.groups)
    // He et al. 2015, like the groups.
    maps = try Linear(
      heads, "reduction/maps", inputs: width, outputs: count,
      kernel: .normal(deviation: (2 / Float(width)).squareRoot()), hasBias: false)
    values = try GroupedLinear(heads, "reduction/values", width: width, groups: Self.groups)
  }

  /// - Parameter tokens: before they are brought to unit length.
  func callAsFunction(_ tokens: PackedStates, on tape: Tape) throws -> PackedStates {
    let hidden = try groups(norm(tokens.rows, on: tape, out: .float32), on: tape)
    let reduced = try tape.softmaxPool(
      values(tokens.rows, on: tape), logits: maps(hidden, on: tape, out: .float32),
      offsets: tape.backend.tensor(tokens.offsets, [tokens.offsets.count]))
    return PackedStates(rows: reduced, offsets: (0...Int32(tokens.count)).map { $0 * Int32(count) })
  }
}

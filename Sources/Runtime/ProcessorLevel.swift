import CKernels

/// A set of instructions that the loops of this program were compiled for.
public enum ProcessorLevel: Int, Sendable, CaseIterable, Comparable {
  /// Four lanes of whatever the baseline of the processor offers.
  case plain
  /// AVX2 with fused multiply-add.
  case avx2
  /// AVX-512 (F, VL, BW, DQ).
  case avx512
  /// AVX-512 with conversions to bfloat16.
  case avx512BFloat16
  /// The same, with products of pairs of bfloat16 where those are the faster.
  case avx512BFloat16Products
  /// AMX's tiles of bfloat16.
  case amx

  /// What it is called, such as "AVX2 and FMA".
  public var name: String {
    switch self {
    case .plain: "neither AVX2 nor AVX-512"
    case .avx2: "AVX2 and FMA"
    case .avx512: "AVX-512"
    case .avx512BFloat16: "AVX-512 with bfloat16"
    case .avx512BFloat16Products: "AVX-512 with bfloat16 and its products"
    case .amx: "AMX with bfloat16"
    }
  }

  public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

  /// The levels that this machine can run, the lowest first. `CLIPPO_CPU_LEVEL` chooses one of them.
  public static var available: [Self] { allCases.filter { clippo_kernels_at_level(Int32($0.rawValue)) != nil } }

  /// The level in use.
  public static var current: Self { Self(rawValue: Int(clippo_cpu_level())) ?? .plain }

  /// Whether `CLIPPO_CPU_LEVEL` chose the level in use.
  public static var isForced: Bool { clippo_cpu_level_is_forced() != 0 }

  /// Throws a sentence that lists the levels when `CLIPPO_CPU_LEVEL` names none. Every command asks this first, so that a wish is
  /// never ignored.
  public static func checkWish() throws {
    guard clippo_cpu_level_wish() == -2 else { return }
    throw RuntimeError(
      "the environment variable CLIPPO_CPU_LEVEL is no level of instructions; allowed: "
        + allCases.map { "\($0.rawValue) (\($0.name))" }.joined(separator: ", "))
  }
}

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// A generator of reproducible random numbers (SplitMix64, Steele et al. 2014): the same on every machine, and its whole
/// state is one number, so a checkpoint can hold it.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  public private(set) var state: UInt64

  /// A generator that continues from a saved state.
  public init(state: UInt64) { self.state = state }

  /// An independent stream for every combination of `seed` and `stream` (say, a sample's number).
  public init(seed: UInt64, stream: UInt64 = 0) {
    state = Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ Self.mix(stream &* 0xD1B5_4A32_D192_ED03 &+ 0x8CB9_2BA7_2F3D_8DD7)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// Uniform in 0 ..< 1, 24 bits.
  public mutating func uniform() -> Float { Float(next() >> 40) * 0x1p-24 }

  /// Uniform in `low ..< high`.
  public mutating func uniform(_ low: Float, _ high: Float) -> Float { low + (high - low) * uniform() }

  /// Standard normal (Box and Muller 1958); two uniforms a value keep the state simple.
  public mutating func normal() -> Float {
    let radius = (-2 * log(Double(next() >> 11) * 0x1p-53 + 0x1p-54)).squareRoot()
    return Float(radius * cos(2 * Double.pi * Double(next() >> 11) * 0x1p-53))
  }
}

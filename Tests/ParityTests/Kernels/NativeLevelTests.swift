import CEmulatedLevels
import CKernels
import TestSupport
import Testing

/// Which levels this processor runs by itself: one test each, so that a run says which it left to emulation. Where it has a level
/// that is also emulated, the two agree.
@Suite("Levels of this processor")
struct NativeLevelTests {
  @Test("AVX2", .enabled(if: Level.isNative(1), "this processor lacks AVX2 or FMA; nothing is emulated either"))
  func avx2() throws { try agrees(1, with: Level.native.first) }

  @Test("AVX-512", .enabled(if: Level.isNative(2), "this processor lacks AVX-512; its loops ran in emulation"))
  func avx512() throws { try agrees(2, with: Level.emulated(2)) }

  @Test(
    "AVX-512 with bf16",
    .enabled(if: Level.isNative(3), "this processor lacks AVX-512's bf16; its loops ran in emulation"))
  func bfloat16() throws { try agrees(3, with: Level.emulated(3)) }

  @Test(
    "AVX-512 with products of bf16",
    .enabled(if: Level.isNative(4), "this processor lacks AVX-512's bf16; its loops ran in emulation"))
  func bfloat16Products() throws { try agrees(4, with: Level.emulated(4)) }

  @Test("AMX", .enabled(if: Level.isNative(5), "this processor lacks AMX; its loops ran in emulation"))
  func amx() throws { try agrees(5, with: Level.emulated(5)) }

  private func agrees(_ number: Int32, with other: Level?) throws {
    let other = try #require(other)
    let own = try #require(Level.native.first { $0.number == number })
    try conversionsAgree(own, other)
    dotsAgree(own, other)
  }

  /// To the last bit, numbers that bf16 takes for zero aside.
  private func conversionsAgree(_ own: Level, _ other: Level) throws {
    var samples = Samples(seed: 41)
    let x = (0..<4099).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: samples.bits())) }
      .filter { $0.isNaN || $0 == 0 || abs($0) >= .leastNormalMagnitude }
    var (one, two) = ([UInt16](repeating: 0, count: x.count), [UInt16](repeating: 0, count: x.count))
    own.kernels.convert_f32_to_bf16(&one, x, x.count)
    other.kernels.convert_f32_to_bf16(&two, x, x.count)
    #expect(one == two)
  }

  private func dotsAgree(_ own: Level, _ other: Level) {
    var samples = Samples(seed: 42)
    for count in [0, 1, 63, 64, 65, 1000] {
      let x = samples.values(count, as: UInt16.self), y = samples.values(count, as: UInt16.self)
      let (a, b) = (x.rounded(to: UInt16.self), y.rounded(to: UInt16.self))
      let size = zip(x, y).reduce(0) { $0 + abs($1.0 * $1.1) }
      let difference = abs(own.kernels.dot_bf16(a, b, count) - other.kernels.dot_bf16(a, b, count))
      #expect(Double(difference) <= 2 * Rounding.float32.sum(of: count) * size, "\(count) values")
    }
  }
}

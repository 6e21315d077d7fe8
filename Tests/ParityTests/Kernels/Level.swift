import CEmulatedLevels
import CKernels

/// One instruction level with its table of kernels: this processor's own, or the same loops in emulation.
struct Level: Sendable, CustomStringConvertible {
  let number: Int32
  var kernels: clippo_kernels
  var isEmulated = false

  var description: String { Self.names[Int(number)] + (isEmulated ? ", emulated" : "") }

  static let names = ["plain", "AVX2", "AVX-512", "AVX-512 bf16", "AVX-512 bf16 products", "AMX"]

  /// What this machine can run by itself.
  static let native: [Level] = (0...5).compactMap { (number: Int32) in
    clippo_kernels_at_level(number).map { Level(number: number, kernels: $0.pointee) }
  }

  /// Levels that some machines lack, on any that has AVX2.
  static let emulated: [Level] = (0...5).compactMap { (number: Int32) in
    clippo_emulated_kernels_at_level(number).map { Level(number: number, kernels: $0.pointee, isEmulated: true) }
  }

  static let available = native + emulated

  static func isNative(_ number: Int32) -> Bool { native.contains { $0.number == number } }

  static func emulated(_ number: Int32) -> Level? { emulated.first { $0.number == number } }
}

extension clippo_kernels: @unchecked @retroactive Sendable {}

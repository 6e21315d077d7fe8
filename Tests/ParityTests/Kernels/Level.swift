import CKernels

/// One instruction level that this machine can run, with its table of kernels.
struct Level: Sendable, CustomStringConvertible {
  let number: Int32
  var kernels: clippo_kernels

  var description: String { ["plain", "AVX2", "AVX-512", "AVX-512 bf16", "AVX-512 bf16 products", "AMX"][Int(number)] }

  static let available: [Level] = (0...5).compactMap { (number: Int32) in
    guard let table = clippo_kernels_at_level(number) else { return nil }
    return Level(number: number, kernels: table.pointee)
  }
}

extension clippo_kernels: @unchecked @retroactive Sendable {}

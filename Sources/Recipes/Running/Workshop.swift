import FoundationEssentials
import Tensors

/// Where a run computes: one pool of threads and the processor's backend on it.
public struct Workshop {
  public let pool: ThreadPool
  public let backend: CPUBackend
  /// What the backend notes; nil measures nothing.
  public let profile: Profile?

  /// - Parameters:
  ///   - threads: workers; 0 takes every core this process may use.
  ///   - precision: how float32 products are made.
  ///   - profile: is told how long every operation takes.
  ///
  /// Throws when the system refuses threads.
  public init(threads: Int, precision: PrecisionWord = .automatic, profile: Profile? = nil) throws {
    self.profile = profile
    pool = try ThreadPool(threads: threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount)
    backend = try CPUBackend(
      pool: pool, floatProducts: precision == .bfloat16x3 ? .threeParts : .exact, profile: profile)
  }

  /// The element type of activations that a recipe's precision stands for on this machine.
  public func activation(_ precision: PrecisionWord) -> ElementType {
    switch precision {
    case .automatic: backend.preferredActivation
    case .float32, .bfloat16x3: .float32
    case .bfloat16: .bfloat16
    }
  }
}

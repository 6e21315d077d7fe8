import Recipes
import FoundationEssentials
import Runtime
import Tensors

/// Where a run computes: one pool of threads and the processor's backend on it.
public struct ComputeContext {
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

  /// What a recipe's precision stands for on this machine, in words: "bfloat16 (widened to float32 in blocks: …)".
  public func explanation(_ precision: PrecisionWord) -> String {
    let activation = activation(precision)
    switch precision {
    case .automatic where activation == .float32: return "float32 (automatic: the fastest on this processor)"
    case .automatic: return "bfloat16 (automatic: this processor multiplies it faster than float32)"
    case .float32: return "float32"
    case .bfloat16x3 where backend.splitsFloatProducts: return "float32, each product made of three in bfloat16"
    case .bfloat16x3: return "float32 (bfloat16x3 multiplies exactly here: this processor has no AMX)"
    case .bfloat16 where backend.widensBFloat16:
      return "bfloat16 (widened to float32 in blocks: this processor has no bfloat16 product)"
    case .bfloat16: return "bfloat16"
    }
  }

  /// The instructions in use, and what makes the dense products.
  public var processor: String {
    let level = ProcessorLevel.current
    let best = ProcessorLevel.available.last ?? .plain
    let forced = ProcessorLevel.isForced ? ", by CLIPPO_CPU_LEVEL" : ""
    return "level \(level.rawValue) of 0 to \(best.rawValue)\(forced): \(level.name); dense products by "
      + ProductLibrary.name
  }
}

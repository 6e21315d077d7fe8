import CKernels

/// The processor this program runs on.
public final class CPUBackend: Backend {
  public let kernels: any KernelTable
  public let pool: ThreadPool
  private let memory = CachingAllocator()

  /// - Parameters:
  ///   - pool: does all the work; shared with data preparation, never used by two callers at once.
  ///   - floatProducts: how float32 matrices are multiplied.
  ///   - profile: notes how long every operation takes; `nil` measures nothing.
  public init(pool: ThreadPool, floatProducts: FloatProducts = .exact, profile: Profile? = nil) throws {
    self.pool = pool
    let kernels = CPUKernels(
      pool: pool, products: try DenseProducts(workers: pool.threads), floatProducts: floatProducts,
      memory: memory)
    self.kernels = profile.map { ProfiledKernels(kernels, profile: $0) } ?? kernels
  }

  /// bfloat16 where the processor multiplies it faster than float32.
  public var preferredActivation: ElementType { clippo_cpu_level() >= 3 ? .bfloat16 : .float32 }

  public func allocate(byteCount: Int) throws -> Storage { try memory.allocate(byteCount: byteCount) }

  public var peakBytes: Int { memory.peakBytes }

  /// How often memory was asked of the system: no more often once every shape of a run has been seen.
  public var systemRequests: Int { memory.systemRequests }

  /// Bytes handed out and not yet given back.
  public var usedBytes: Int { memory.usedBytes }
}

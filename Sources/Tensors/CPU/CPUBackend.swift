import Runtime

/// The processor this program runs on.
public final class CPUBackend: Backend {
  public let kernels: any KernelTable
  public let pool: ThreadPool
  private let memory = CachingAllocator()
  /// Whether factors of bfloat16 are widened to float32, block by block, on their way into a product: where oneDNN does not
  /// multiply bfloat16 on this processor, or only by way of floats.
  public let widensBFloat16: Bool
  /// Whether float32 products are made of three in bfloat16.
  public let splitsFloatProducts: Bool

  /// - Parameters:
  ///   - pool: does all the work; shared with data preparation, never used by two callers at once.
  ///   - floatProducts: how float32 matrices are multiplied.
  ///   - wideningBFloat16: widens factors of bfloat16 also where oneDNN could multiply them.
  ///   - profile: notes how long every operation takes; `nil` measures nothing.
  ///
  /// Throws when `CLIPPO_CPU_LEVEL` names no level, and when oneDNN offers no engine.
  public convenience init(
    pool: ThreadPool, floatProducts: FloatProducts = .exact, wideningBFloat16: Bool = false, profile: Profile? = nil
  ) throws {
    try ProcessorLevel.checkWish()
    try self.init(
      pool: pool, floatProducts: floatProducts, wideningBFloat16: wideningBFloat16, tiles: .native, profile: profile)
  }

  /// - Parameter tiles: what multiplies in tile registers, if anything does.
  init(
    pool: ThreadPool, floatProducts: FloatProducts, wideningBFloat16: Bool, tiles: TileKernels?, profile: Profile? = nil
  ) throws {
    self.pool = pool
    let products = try DenseProducts(workers: pool.threads, wideningBFloat16: wideningBFloat16)
    let kernels = CPUKernels(
      pool: pool, products: products, floatProducts: floatProducts, tiles: tiles, memory: memory)
    self.kernels = profile.map { ProfiledKernels(kernels, profile: $0) } ?? kernels
    widensBFloat16 = products.widensBFloat16
    splitsFloatProducts = kernels.splits
  }

  /// bfloat16 where the processor multiplies it faster than float32.
  public var preferredActivation: ElementType {
    ProcessorLevel.current >= .avx512BFloat16 && !widensBFloat16 ? .bfloat16 : .float32
  }

  public func allocate(byteCount: Int) throws -> Storage { try memory.allocate(byteCount: byteCount) }

  public var peakBytes: Int { memory.peakBytes }

  /// How often memory was asked of the system: no more often once every shape of a run has been seen.
  public var systemRequests: Int { memory.systemRequests }

  /// Bytes handed out and not yet given back.
  public var usedBytes: Int { memory.usedBytes }
}

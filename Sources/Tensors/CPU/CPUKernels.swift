import CKernels
import Runtime
import Synchronization

/// The CPU's rows of the kernel table: cuts rows or sequences among the pool's workers and calls the C loops.
final class CPUKernels: KernelTable, @unchecked Sendable {
  let pool: ThreadPool
  let products: DenseProducts
  let scratch: WorkerScratch
  /// The packed weight of the product under way.
  let packed: WorkerScratch
  let floatProducts: FloatProducts
  /// Nil where the processor has no tile registers.
  let tiles: TileKernels?
  private let memory: CachingAllocator

  /// - Parameter memory: what tensors are allocated from.
  init(
    pool: ThreadPool, products: DenseProducts, floatProducts: FloatProducts, tiles: TileKernels?,
    memory: CachingAllocator
  ) {
    self.floatProducts = floatProducts
    self.tiles = tiles
    self.memory = memory
    self.pool = pool
    self.products = products
    scratch = WorkerScratch(workers: pool.threads)
    packed = WorkerScratch(workers: 1)
  }

  /// A tensor with undefined elements.
  func empty(_ shape: Shape, _ elementType: ElementType) throws -> Tensor {
    let storage = try memory.allocate(byteCount: max(1, shape.count) * elementType.byteCount)
    return try Tensor(shape: shape, elementType: elementType, storage: storage)
  }

  /// Floats that live as long as the result, undefined or all of one value.
  func buffer(_ count: Int, filledWith value: Float? = nil) throws -> FloatBuffer {
    let buffer = FloatBuffer(try memory.allocate(byteCount: 4 * max(1, count)), count: count)
    if let value { buffer.base.update(repeating: value, count: count) }
    return buffer
  }

  /// Rows that one worker takes at a time: whole blocks of the largest product where there are plenty.
  func grain(_ rows: Int) -> Int {
    rows >= 8 * DenseProducts.largestBlock * pool.threads ? DenseProducts.largestBlock : 32
  }

  /// Element-wise work: workers take pieces of a multiple of 1,024 elements.
  func elementwise(_ count: Int, _ body: (_ range: Range<Int>) -> Void) {
    pool.parallel(count, grain: 1024) { range, _ in body(range) }
  }

  /// Row-wise work in which each worker adds into private float buffers; those are then added to `outs`, in the order of
  /// workers, so that the sum is the same in every run with as many workers.
  func reducing(
    into outs: [Tensor], rows: Int, grain: Int = 32,
    _ body: (_ rows: Range<Int>, _ worker: Int, _ partials: [UnsafeMutablePointer<Float>]) -> Void
  ) throws {
    let total = outs.reduce(0) { $0 + $1.count }
    try scratch.reserve(.partial, byteCount: total * 4)
    let buffers = scratch.buffers(.partial).map { $0.assumingMemoryBound(to: Float.self) }
    pool.parallel(rows, grain: grain) { range, worker in
      buffers[worker].update(repeating: 0, count: total)
      body(range, worker, Self.split(buffers[worker], outs))
    }
    let busy = zip(buffers, pool.cut(rows, grain: grain)).filter { !$0.1.isEmpty }.map(\.0)
    var start = 0
    for out in outs {
      elementwise(out.count) { range in
        for buffer in busy {
          clippo_accumulate_f32(out.floats + range.lowerBound, buffer + start + range.lowerBound, 1, range.count)
        }
      }
      start += out.count
    }
  }

  private static func split(_ base: UnsafeMutablePointer<Float>, _ outs: [Tensor]) -> [UnsafeMutablePointer<Float>] {
    var next = base
    return outs.map { out in
      defer { next += out.count }
      return next
    }
  }
}

/// Floats that workers share, each writing to places of its own.
struct FloatBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let count: Int
  private let storage: Storage

  init(_ storage: Storage, count: Int) {
    self.storage = storage
    self.count = count
    base = storage.base.assumingMemoryBound(to: Float.self)
  }
}

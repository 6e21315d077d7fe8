import Testing

@testable import Runtime
@testable import Tensors

@Suite("Tensors, shapes and memory")
struct TensorTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 1)) }

  @Test func rowsLookAtTheSameStorage() throws {
    let tensor = try backend.tensor((0..<12).map(Float.init), [4, 3])
    let middle = try tensor.rows(1..<3)
    #expect(middle.shape == [2, 3])
    #expect(try middle.floatArray() == [3, 4, 5, 6, 7, 8])
    try middle.withFloats { $0[0] = 100 }
    #expect(try tensor.floatArray()[3] == 100)
  }

  @Test func whatDoesNotFitIsASentence() throws {
    let tensor = try backend.tensor([1, 2, 3, 4] as [Float], [2, 2])
    #expect(throws: TensorError.self) { try tensor.rows(1..<3) }
    #expect(throws: TensorError.self) { try tensor.reshaped([3]) }
    #expect(throws: TensorError.self) { try backend.tensor([1, 2, 3] as [Float], [2, 2]) }
    #expect(throws: TensorError.self) { try tensor.withIntegers { $0.count } }
    #expect(throws: TensorError.self) { try backend.allocate(byteCount: 1 << 50) }
  }

  @Test func sizeClassesWasteLittleAndNeverTooSmall() {
    for bytes in [0, 1, 255, 256, 257, 1000, 4096, 5000, 123_457, 99_999_999] {
      let size = CachingAllocator.sizeClass(bytes)
      #expect(size >= bytes && size % 64 == 0)
      #expect(bytes < 256 || Double(size) <= Double(bytes) * 1.25 + 64)
    }
  }

  @Test func returnedMemoryIsUsedAgainAndPeakIsRemembered() throws {
    let allocator = CachingAllocator()
    var first: Storage? = try allocator.allocate(byteCount: 10_000)
    let address = first?.base
    first = nil
    let second = try allocator.allocate(byteCount: 9_900)
    #expect(second.base == address)
    #expect(allocator.peakBytes == second.byteCount)
  }

  @Test func generatorsRepeatAndStreamsDiffer() {
    var one = SeededGenerator(seed: 1, stream: 2)
    var same = SeededGenerator(seed: 1, stream: 2)
    var other = SeededGenerator(seed: 1, stream: 3)
    let values = (0..<8).map { _ in one.next() }
    #expect(values == (0..<8).map { _ in same.next() })
    #expect(values != (0..<8).map { _ in other.next() })
    var continued = SeededGenerator(state: one.state)
    #expect(one.next() == continued.next())
  }

  @Test func normalValuesHaveMeanZeroAndDeviationOne() {
    var generator = SeededGenerator(seed: 11)
    let values = (0..<20_000).map { _ in Double(generator.normal()) }
    let mean = values.reduce(0, +) / 20_000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.04)
  }
}

import CKernels
import Testing

@Suite struct PoolTests {
  /// What one job sees: a counter per worker, each on its own cache line.
  private struct Counters {
    static let stride = 16
    var values: [Int]
    init(threads: Int) { values = [Int](repeating: 0, count: threads * Self.stride) }
    func runs(of worker: Int) -> Int { values[worker * Self.stride] }
  }

  private func run(_ pool: OpaquePointer, times: Int, into counters: inout Counters) {
    counters.values.withUnsafeMutableBytes { bytes in
      for _ in 0..<times {
        clippo_pool_run(
          pool,
          { context, worker, _ in
            guard let context else { return }
            context.assumingMemoryBound(to: Int.self)[Int(worker) * Counters.stride] += 1
          }, bytes.baseAddress)
      }
    }
  }

  @Test(arguments: 1...8)
  func everyWorkerRunsEveryJobOnce(threads: Int) throws {
    let pool = try #require(clippo_pool_create(Int32(threads)))
    defer { clippo_pool_destroy(pool) }
    #expect(clippo_pool_threads(pool) == Int32(threads))
    var counters = Counters(threads: threads)
    run(pool, times: 300, into: &counters)
    for worker in 0..<threads { #expect(counters.runs(of: worker) == 300) }
  }

  @Test func workersAreFoundAgainAfterTheyFellAsleep() async throws {
    let pool = try #require(clippo_pool_create(3))
    defer { clippo_pool_destroy(pool) }
    var counters = Counters(threads: 3)
    for _ in 0..<5 {
      run(pool, times: 2, into: &counters)
      try await Task.sleep(for: .milliseconds(30))
    }
    for worker in 0..<3 { #expect(counters.runs(of: worker) == 10) }
  }

  @Test func poolsComeAndGo() throws {
    for threads in [1, 2, 5, 8, 3, 1, 7] {
      let pool = try #require(clippo_pool_create(Int32(threads)))
      var counters = Counters(threads: threads)
      run(pool, times: threads % 2, into: &counters)  // Some are destroyed before their first job.
      clippo_pool_destroy(pool)
      #expect((0..<threads).allSatisfy { counters.runs(of: $0) == threads % 2 })
    }
  }

  @Test func noThreadsIsNoPool() {
    #expect(clippo_pool_create(0) == nil)
    #expect(clippo_pool_create(-1) == nil)
  }
}

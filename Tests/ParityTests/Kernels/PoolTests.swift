import CKernels
import Glibc
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

  @Test("The caller does not wait for threads that have not begun: it runs for them, each share once")
  func callerRunsForOthers() async throws {
    // More threads than any machine that tests have cores for.
    let threads = 200
    let pool = try #require(clippo_pool_create(Int32(threads)))
    defer { clippo_pool_destroy(pool) }
    var counters = Counters(threads: threads)
    var own = Counters(threads: threads)
    for _ in 0..<20 {
      // Those that sleep have to be woken first.
      try await Task.sleep(for: .milliseconds(5))
      run(pool, times: 5, into: &counters)
      let caller = pthread_self()
      own.values.withUnsafeMutableBytes { bytes in
        var context = (caller, bytes.baseAddress)
        withUnsafeMutableBytes(of: &context) { context in
          clippo_pool_run(
            pool,
            { context, worker, _ in
              guard let context else { return }
              let (caller, counts) = context.load(as: (pthread_t, UnsafeMutableRawPointer?).self)
              guard let counts, pthread_equal(pthread_self(), caller) != 0 else { return }
              counts.assumingMemoryBound(to: Int.self)[Int(worker) * Counters.stride] += 1
            }, context.baseAddress)
        }
      }
    }
    for worker in 0..<threads { #expect(counters.runs(of: worker) == 100) }
    #expect(own.runs(of: 0) == 20)
    let others = (1..<threads).map(own.runs)
    #expect(others.allSatisfy { $0 <= 20 } && others.reduce(0, +) > 0)
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

import Runtime
import Synchronization
import Testing

@Suite("The pool of threads")
struct ThreadPoolTests {
  @Test(arguments: [0, 1, 7, 64, 1001], [1, 2, 3, 5])
  func everyElementIsVisitedOnce(count: Int, threads: Int) throws {
    let pool = try ThreadPool(threads: threads)
    // Not guarded: two workers that visit one element are a race that the thread sanitizer sees.
    var visits = [Int](repeating: 0, count: count)
    visits.withUnsafeMutableBufferPointer { visits in
      let visits = Visits(visits)
      pool.parallel(count, grain: 8) { range, _ in for index in range { visits.counts[index] += 1 } }
    }
    #expect(visits == [Int](repeating: 1, count: count))
  }

  @Test func sequencesAreSharedByTokens() throws {
    let pool = try ThreadPool(threads: 2)
    let offsets: [Int32] = [0, 0, 90, 91, 92, 93, 180, 180]
    let found = Mutex<[Int: Range<Int>]>([:])
    offsets.withUnsafeBufferPointer { offsets in
      pool.parallelSequences(offsets: offsets) { range, worker in found.withLock { $0[worker] = range } }
    }
    let ranges = found.withLock { $0 }
    #expect(ranges[0]?.lowerBound == 0)
    #expect(ranges[0]?.upperBound == ranges[1]?.lowerBound)
    #expect(ranges[1]?.upperBound == 7)
  }

  @Test func noThreadsIsASentence() {
    #expect(throws: RuntimeError.self) { try ThreadPool(threads: 0) }
  }
}

private struct Visits: @unchecked Sendable {
  let counts: UnsafeMutableBufferPointer<Int>
  init(_ counts: UnsafeMutableBufferPointer<Int>) { self.counts = counts }
}

import Testing

@testable import Runtime

@Suite struct MeasurementTests {
  @Test("a watch counts what it ran, on top of what it continues")
  func stopwatch() {
    nonisolated(unsafe) var now = 100.0
    var watch = Stopwatch(continuing: 5, clock: { now })
    now = 103
    #expect(watch.seconds == 8)
    watch.pause()
    now = 1_000
    #expect(watch.seconds == 8)
    watch.resume()
    watch.resume()
    now = 1_001
    #expect(watch.seconds == 9)
  }

  @Test("peak memory rises with use and is plausible")
  func memory() {
    let before = PeakMemory.bytes()
    let block = [UInt8](repeating: 1, count: 1 << 28)
    #expect(PeakMemory.bytes() >= max(before, 1 << 28))
    #expect(block.last == 1)
    #expect(before > 1 << 20 && before < 1 << 40)
  }
}

/// Time spent on something, which can be interrupted, and continued in another process.
public struct Stopwatch {
  private let clock: () -> Double
  private var accumulated: Double
  private var startedAt: Double?

  /// A running watch.
  ///
  /// - Parameters:
  ///   - seconds: what counts as spent already, say before a checkpoint.
  ///   - clock: seconds from any beginning, never going back.
  public init(continuing seconds: Double = 0, clock: @escaping () -> Double = MonotonicClock.seconds) {
    self.clock = clock
    accumulated = seconds
    startedAt = clock()
  }

  /// Time spent so far, pauses left out.
  public var seconds: Double { accumulated + (startedAt.map { clock() - $0 } ?? 0) }

  /// Stops counting until `resume`.
  public mutating func pause() {
    accumulated = seconds
    startedAt = nil
  }

  /// Counts again; does nothing to a running watch.
  public mutating func resume() {
    if startedAt == nil { startedAt = clock() }
  }
}

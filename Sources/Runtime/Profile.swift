import Synchronization

/// Where time goes: how long every operation took, in the order in which they ran.
///
/// Operations are timed on the thread that asks for them, from the first worker's start to the last one's end.
public final class Profile: Sendable {
  /// One operation that ran.
  public struct Span: Sendable, Equatable {
    public let name: String
    /// Seconds since the profile began.
    public let start: Double
    public let seconds: Double
    /// Floating-point operations, two for each multiply-add; 0 where they are not counted.
    public let operations: Double
    /// Sizes, for a reader.
    public let detail: String

    public init(name: String, start: Double, seconds: Double, operations: Double, detail: String) {
      self.name = name
      self.start = start
      self.seconds = seconds
      self.operations = operations
      self.detail = detail
    }
  }

  /// All runs of one operation.
  public struct Total: Sendable, Equatable {
    public let name: String
    public var calls = 0
    public var seconds = 0.0
    public var operations = 0.0

    package init(name: String) { self.name = name }
  }

  private struct State {
    var totals: [String: Total] = [:]
    var spans: [Span] = []
    var left = 0
    var steps = 0
    var stepSeconds = 0.0
    var isPaused = false
  }

  /// Spans kept at most; the totals count all.
  public static let longestTrace = 200_000

  private let state = Mutex(State())
  private let origin = MonotonicClock.seconds()

  public init() {}

  /// Times `body`.
  public func measure<Result>(
    _ name: String, operations: Double = 0, detail: @autoclosure () -> String = "", _ body: () throws -> Result
  ) rethrows -> Result {
    let start = MonotonicClock.seconds()
    let result = try body()
    let seconds = MonotonicClock.seconds() - start
    let detail = detail()
    state.withLock { state in
      guard !state.isPaused else { return }
      state.totals[name, default: Total(name: name)].calls += 1
      state.totals[name]?.seconds += seconds
      state.totals[name]?.operations += operations
      if state.spans.count < Self.longestTrace {
        state.spans.append(
          Span(name: name, start: start - origin, seconds: seconds, operations: operations, detail: detail))
      } else {
        state.left += 1
      }
    }
    return result
  }

  /// Times `body` as one operation, of which nothing within is noted by itself.
  public func measureWhole<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    try measure(name) {
      let wasPaused = state.withLock { state in
        defer { state.isPaused = true }
        return state.isPaused
      }
      defer { state.withLock { $0.isPaused = wasPaused } }
      return try body()
    }
  }

  /// What every operation took together, the longest first.
  public var totals: [Total] {
    state.withLock { $0.totals.values.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) } }
  }

  /// What ran, in order of its end.
  public var spans: [Span] { state.withLock { $0.spans } }

  /// Spans that the trace has no room for.
  public var spansLeftOut: Int { state.withLock { $0.left } }

  /// Notes what `body` does as one step. Once a step has been noted, nothing between steps is, such as an evaluation.
  public func step<Result>(_ body: () throws -> Result) rethrows -> Result {
    state.withLock { $0.isPaused = false }
    let start = MonotonicClock.seconds()
    defer {
      state.withLock {
        $0.steps += 1
        $0.stepSeconds += MonotonicClock.seconds() - start
        $0.isPaused = true
      }
    }
    return try body()
  }

  /// Steps that were noted, and how long they took together.
  public var steps: (count: Int, seconds: Double) { state.withLock { ($0.steps, $0.stepSeconds) } }

  /// Forgets what was measured, such as steps that warm up.
  public func reset() { state.withLock { $0 = State() } }
}

extension Profile? {
  /// Times `body` where there is a profile.
  public func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    if let self { try self.measure(name, operations: 0, body) } else { try body() }
  }

  /// Times `body` as a whole where there is a profile.
  public func measureWhole<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    if let self { try self.measureWhole(name, body) } else { try body() }
  }

  /// Notes a step where there is a profile.
  public func step<Result>(_ body: () throws -> Result) rethrows -> Result {
    if let self { try self.step(body) } else { try body() }
  }
}

/// Units per second over the last few seconds.
struct RateMeter {
  private let window: Double
  private var samples: [(time: Double, count: Int)]

  /// - Parameters:
  ///   - window: seconds looked back on.
  ///   - start: the time of the beginning.
  ///   - count: units that were done before it.
  init(window: Double, start: Double, count: Int) {
    self.window = window
    samples = [(start, count)]
  }

  /// Remembers that `count` units were done at `time` (seconds). Where either has gone back, other work has begun, and the rate is
  /// that of the new one.
  mutating func add(count: Int, at time: Double) {
    if let last = samples.last, count < last.count || time < last.time { samples = [] }
    samples.append((time, count))
    // The newest sample older than the window stays: it is where the window begins.
    let firstInside = samples.firstIndex { $0.time > time - window } ?? samples.count - 1
    if firstInside > 1 { samples.removeFirst(firstInside - 1) }
  }

  /// 0 or more; nil until time has passed.
  var perSecond: Double? {
    guard let first = samples.first, let last = samples.last, last.time > first.time else { return nil }
    return Double(last.count - first.count) / (last.time - first.time)
  }
}

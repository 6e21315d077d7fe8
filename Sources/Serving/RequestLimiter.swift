import Runtime
import Synchronization

/// So many requests a second from one address: each has a bucket that fills steadily and that every request takes from.
public final class RequestLimiter: Sendable {
  private struct Bucket {
    var level: Double
    var time: Double
  }

  private let perSecond: Double
  private let burst: Double
  private let seconds: @Sendable () -> Double
  private let buckets = Mutex<[String: Bucket]>([:])

  /// Addresses that are remembered at most; full buckets are forgotten first.
  private static let addressLimit = 4096

  /// - Parameters:
  ///   - perSecond: what flows into a bucket.
  ///   - burst: what it holds.
  public init(
    perSecond: Double, burst: Double, seconds: @escaping @Sendable () -> Double = { MonotonicClock.seconds() }
  ) {
    self.perSecond = perSecond
    self.burst = burst
    self.seconds = seconds
  }

  /// Takes `cost` from an address' bucket: nil where there is enough, or else the seconds until there is.
  public func wait(_ address: String, cost: Double) -> Double? {
    let now = seconds()
    return buckets.withLock { buckets in
      var bucket = buckets[address] ?? Bucket(level: burst, time: now)
      bucket.level = min(burst, bucket.level + (now - bucket.time) * perSecond)
      bucket.time = now
      let isEnough = bucket.level >= cost
      if isEnough { bucket.level -= cost }
      if buckets.count >= Self.addressLimit, buckets[address] == nil { prune(&buckets, now: now) }
      buckets[address] = bucket
      return isEnough ? nil : (cost - bucket.level) / perSecond
    }
  }

  private func prune(_ buckets: inout [String: Bucket], now: Double) {
    buckets = buckets.filter { $0.value.level + (now - $0.value.time) * perSecond < burst }
    // All busy: strangers in such numbers are no users.
    if buckets.count >= Self.addressLimit { buckets.removeAll(keepingCapacity: true) }
  }
}

@preconcurrency import Glibc

/// A clock that nobody sets back.
public enum MonotonicClock {
  /// Seconds since an arbitrary moment before the process began.
  public static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

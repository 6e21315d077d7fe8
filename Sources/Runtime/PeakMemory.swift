@preconcurrency import Glibc

/// The most memory this process ever had in use.
public enum PeakMemory {
  /// Bytes of physical memory (the peak resident set), or 0 where the system does not say.
  public static func bytes() -> Int {
    var usage = rusage()
    guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
    // Linux counts in KiB.
    return usage.ru_maxrss * 1024
  }
}

import CAllocations

/// Requests for memory, counted, so that a test can say that a loop makes none.
public enum Allocations {
  /// False under a sanitizer or without glibc: nothing is counted then.
  public static var areCounted: Bool { allocations_are_counted() != 0 }

  /// How often `body` asks for memory on this thread.
  public static func count(_ body: () throws -> Void) rethrows -> Int {
    let before = allocations_made()
    try body()
    return Int(allocations_made() - before)
  }
}

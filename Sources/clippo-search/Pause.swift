@preconcurrency import Glibc

/// Waiting without work.
enum Pause {
  /// A twentieth of a second; a signal ends it sooner.
  static func short() { usleep(50_000) }
}

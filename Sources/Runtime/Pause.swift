@preconcurrency import Glibc

/// Waiting without work.
package enum Pause {
  /// A twentieth of a second; a signal ends it sooner.
  package static func short() { usleep(50_000) }
}

import CKernels

/// A person's or a system's wish that the program stop: Ctrl-C or SIGTERM.
///
/// While it lives, the first signal only raises it, so that the run can save and leave; the second ends the program at
/// once, with 130 for Ctrl-C and 143 for SIGTERM. There is one at a time.
public final class StopSignal: Sendable {
  /// Throws where the system refuses to hand over signals.
  public init() throws {
    guard clippo_signals_watch() != 0 else {
      throw RuntimeError("the system does not let this program handle SIGINT and SIGTERM")
    }
  }

  deinit { clippo_signals_release() }

  /// The signal that came: `SIGINT` or `SIGTERM`; `nil` while there is none.
  public var received: Int32? {
    let signal = clippo_signals_received()
    return signal == 0 ? nil : signal
  }

  public var isRaised: Bool { received != nil }
}

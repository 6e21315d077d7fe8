import Testing

@testable import Runtime

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Sends a signal to this process and waits until `condition` holds or ten seconds have gone. The system picks a thread
/// that takes signals, which the one that tests run on need not be.
private func send(_ signal: Int32, until condition: () -> Bool) {
  kill(getpid(), signal)
  for _ in 0..<10_000 where !condition() { usleep(1_000) }
}

@Suite struct StopSignalTests {
  @Test("the first signal is remembered")
  func first() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let signal = try StopSignal()
      guard !signal.isRaised, signal.received == nil else { exit(1) }
      send(SIGTERM) { signal.isRaised }
      exit(signal.isRaised && signal.received == SIGTERM ? 7 : 2)
    }
  }

  @Test("the second signal leaves at once, with 130 for Ctrl-C")
  func second() async {
    await #expect(processExitsWith: .exitCode(130)) {
      let signal = try StopSignal()
      send(SIGTERM) { signal.isRaised }
      guard signal.isRaised else { exit(1) }
      send(SIGINT) { false }
      exit(2)
    }
  }

  @Test("once released, signals end the program as ever")
  func released() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      _ = try StopSignal()
      send(SIGTERM) { false }
      exit(1)
    }
  }
}

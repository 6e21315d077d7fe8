import Synchronization

/// Collects the first failure of calls that run on several workers at once.
final class FirstFailure: Sendable {
  private let status = Atomic<Int32>(0)

  func record(_ code: Int32) {
    if code != 0 { _ = status.compareExchange(expected: 0, desired: code, ordering: .relaxed) }
  }

  /// Throws if any call failed. `task` completes "oneDNN could not …".
  func check(_ task: String) throws {
    let code = status.load(ordering: .relaxed)
    if code != 0 { throw TensorError("oneDNN could not \(task) (status \(code))") }
  }
}

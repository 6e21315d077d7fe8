import Synchronization

/// What training had to leave out so far, each record once, and the limit that stops it.
final class CorpusProblems: Sendable {
  private let found = Mutex<[Origin: String]>([:])
  /// Records that may be left out.
  let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// Of several reasons for one record the first by the alphabet stays, whichever thread came first.
  func add(_ problem: CorpusProblem) {
    found.withLock { $0[problem.origin] = min($0[problem.origin] ?? problem.reason, problem.reason) }
  }

  /// By file, then by line or name.
  var list: [CorpusProblem] {
    found.withLock { $0.map { CorpusProblem(origin: $0.key, reason: $0.value) } }.sorted { $0.origin < $1.origin }
  }

  /// Throws, naming the first of them, when there are more than the limit.
  func check(records: Int) throws {
    let count = found.withLock { $0.count }
    guard count > limit else { return }
    let shown = list.prefix(20).map { "  \($0)" }.joined(separator: "\n")
    throw CorpusError(
      "\(count) of \(records) records cannot be used, and at most \(limit) may be left out; mend the corpus or raise "
        + "corpus.unreadable:\n\(shown)\(count > 20 ? "\n  …" : "")")
  }
}

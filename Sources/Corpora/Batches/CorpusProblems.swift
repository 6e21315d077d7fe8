import Console
import Synchronization

/// What training had to leave out so far, each record once, and the limit that stops it.
final class CorpusProblems: Sendable {
  private let found = Mutex<[Origin: String]>([:])
  /// What was lost when the corpus was opened.
  private let before: LostRecords
  /// Records that may be left out, those lost before included.
  let limit: Int

  init(limit: Int, before: LostRecords = 0) {
    self.limit = limit
    self.before = before
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
  ///
  /// - Parameter records: all there are, those lost before included.
  func check(records: Int) throws {
    let count = found.withLock { $0.count }
    let lost = before + LostRecords(count)
    guard count > 0, lost.count > limit else { return }
    let shown = list.prefix(20).map { "  \($0)" }.joined(separator: "\n")
    let earlier = before.count > 0 ? " (\(before.text) of them when the corpus was opened)" : ""
    throw CorpusError(
      "\(lost.text) of \(NumberText.thousands(records)) records cannot be used\(earlier), and at most "
        + "\(NumberText.thousands(limit)) may be left out; fix the corpus or raise corpus.maxUnreadableFraction:\n\(shown)"
        + (count > 20 ? "\n  …" : ""))
  }
}

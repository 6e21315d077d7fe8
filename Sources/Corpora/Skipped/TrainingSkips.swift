import Console
import Synchronization

/// What training had to skip so far, each record once, and the limit that stops it.
final class TrainingSkips: Sendable {
  private let found = Mutex<[Origin: SkippedRecord]>([:])
  /// What was skipped when the corpus was opened.
  private let before: RecordCount
  /// Records that may be skipped, those of before included.
  let limit: Int

  init(limit: Int, before: RecordCount = 0) {
    self.limit = limit
    self.before = before
  }

  /// Of several reasons for one record the first by the alphabet stays, whichever thread came first.
  func add(_ record: SkippedRecord) {
    found.withLock { found in
      if let other = found[record.origin], other.reason <= record.reason { return }
      found[record.origin] = SkippedRecord(record.kind, origin: record.origin, reason: record.reason, count: 1)
    }
  }

  /// By file, then by line or name.
  var list: [SkippedRecord] { found.withLock { Array($0.values) }.sorted { $0.origin < $1.origin } }

  /// Throws, naming the first of them, when there are more than the limit.
  ///
  /// - Parameter records: all there are, those skipped before included.
  func check(records: Int) throws {
    let count = found.withLock { $0.count }
    let skipped = before + RecordCount(count)
    guard count > 0, skipped.count > limit else { return }
    let shown = list.prefix(20).map { "\n  \($0)" }.joined()
    let earlier = before.count > 0 ? " (\(before.text) of them when the corpus was opened)" : ""
    throw CorpusError(
      "\(skipped.text) of \(NumberText.thousands(records)) records cannot be used\(earlier), and at most "
        + "\(NumberText.thousands(limit)) may be skipped; fix the corpus or raise corpus.maxUnreadableFraction:\(shown)"
        + (count > 20 ? "\n  …" : ""))
  }
}

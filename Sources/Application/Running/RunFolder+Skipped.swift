import Corpora

extension RunFolder {
  var skippedList: SkippedList { SkippedList(in: path) }

  /// Adds records that could not be used to the list in the folder, each once.
  func note(_ skipped: SkippedRecords) throws {
    guard !skipped.isEmpty else { return }
    let old = (try? skippedList.read()) ?? SkippedRecords()
    var all = old
    all.merge(skipped)
    if all != old { try skippedList.write(all) }
  }
}

import Runtime

extension PairCorpus {
  /// Applies the rules to the training, all sources together; returns what they dropped.
  ///
  /// Throws `CorpusError` where nothing is left.
  func applyRules(
    to training: inout [SourceContent], heldOut: [SourceContent], pool: ThreadPool, report: (String) -> Void
  ) throws -> SkippedRecords {
    guard !rules.isEmpty else { return SkippedRecords() }
    report("\(folder): applying corpus.rules, for which every caption is read twice")
    let filter = CorpusFilter(rules, heldOut: heldOut.map(\.store), pool: pool)
    guard let outcome = try filter.apply(to: training.map(\.store)) else { return SkippedRecords() }
    for (place, store) in outcome.stores.enumerated() { training[place].store = store }
    for sentence in outcome.counts.sentences { report("\(folder): \(sentence)") }
    guard outcome.counts.kept.all.images > 0 else {
      throw CorpusError(
        "\(folder): corpus.rules drops every image of the training; ask for less", skipped: outcome.skipped)
    }
    return outcome.skipped
  }
}

import JSON

/// What a filter has found so far.
struct FilterResult {
  private(set) var counts: RuleCounts
  private let stores: [any RecordStore]
  private var kept: [FilteredRecords.Kept]
  private var skipped = SkippedRecords()

  init(rules: [CorpusRule], stores: [any RecordStore]) {
    counts = RuleCounts(rules: rules)
    self.stores = stores
    kept = stores.map { _ in FilteredRecords.Kept() }
  }

  /// Adds the next record.
  ///
  /// - Parameters:
  ///   - verdict: nil where the record could not be read: it is kept, so that whoever reads it says why.
  ///   - place: the store that it is of, and its number there.
  mutating func add(_ verdict: RecordVerdict?, place: (store: Int, record: Int)) {
    guard let verdict else {
      counts.addUnread()
      kept[place.store].add(record: place.record)
      return
    }
    counts.add(verdict)
    for reason in verdict.reasons {
      skipped.add(
        SkippedRecord(
          .rule, origin: verdict.record.origin, reason: "\(reason.rule.rawValue): \(reason.sentence)"))
    }
    guard verdict.dropped == nil else { return }
    kept[place.store].add(record: place.record, without: verdict.droppedPlaces, lost: verdict.lostLanguages)
  }

  func outcome(_ limits: RuleLimits) throws -> CorpusFilter.Outcome {
    CorpusFilter.Outcome(
      stores: try zip(stores, kept).map { try FilteredRecords($0, keeping: $1) }, counts: counts,
      json: counts.json(limits), skipped: skipped)
  }
}

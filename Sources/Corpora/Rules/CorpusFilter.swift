import Console
import JSON
import Runtime
import Tokenizers

/// Applies rules to a corpus: what they drop of its records is counted and named, and the rest is found in stores again.
///
/// All captions are read twice, once to count and once to judge; of images the first bytes, and all of them where held-out ones are
/// looked for. Each rule judges the corpus as it was found, so that what one drops changes nothing for another, and neither does the
/// number of threads. What is kept in memory is 32 bytes a record and 16 a caption, and `NGramCounts`.
public struct CorpusFilter {
  /// What is being done.
  public enum Stage: Sendable {
    case readingHeldOut, counting, judging
  }

  public struct Outcome: Sendable {
    /// A store for each that was given, of the records that are kept.
    public let stores: [any RecordStore]
    public let counts: RuleCounts
    /// The counts for programs, with what the rules asked for.
    public let json: JSONValue
    /// What was dropped, image by image and caption by caption.
    public let skipped: SkippedRecords
  }

  private let limits: RuleLimits
  private let heldOut: [any RecordStore]
  private let pool: ThreadPool
  /// Records that each thread reads between two looks at the progress.
  private static let stride = 64

  /// - Parameter heldOut: records whose images are looked for, where the rules say so.
  public init(_ rules: CorpusRules, heldOut: [any RecordStore] = [], pool: ThreadPool) {
    var limits = rules.limits
    if heldOut.isEmpty { limits.heldOutDistance = nil }
    self.limits = limits
    self.heldOut = heldOut
    self.pool = pool
  }

  /// Judges every record of the stores, all of them one corpus.
  ///
  /// - Parameters:
  ///   - progress: told how much of a stage is done, and how much there is.
  ///   - shouldStop: asked now and then.
  ///
  /// Nil where it was stopped. Throws `CorpusError` where rules judge images and none can be read.
  public func apply(
    to stores: [any RecordStore], progress: (Stage, _ done: Int, _ total: Int) -> Void = { _, _, _ in },
    shouldStop: () -> Bool = { false }
  ) throws -> Outcome? {
    var images: HeldOutImages?
    if let distance = limits.heldOutDistance {
      images = try HeldOutImages(
        heldOut, distance: distance, pool: pool, progress: { progress(.readingHeldOut, $0, $1) }, shouldStop: shouldStop
      )
      if images == nil { return nil }
    }
    let segmenters = try (0..<pool.threads).map { _ in try CaptionSegmenter() }
    let records = JoinedRecords(stores)
    guard let census = try census(of: records, segmenters, { progress(.counting, $0, records.count) }, shouldStop)
    else { return nil }
    let evidence = RecordVerdict.Evidence(limits: limits, census: census, heldOut: images)
    var result = FilterResult(rules: limits.rules, stores: stores)
    let isWhole = try inOrder(records, shouldStop, { progress(.judging, $0, records.count) }) { number, worker in
      try (try? records.record(number)).map {
        try RecordVerdict($0, number: number, by: evidence, segmenter: segmenters[worker])
      }
    } then: { number, verdict in
      result.add(verdict, place: records.place(of: number))
    }
    guard isWhole else { return nil }
    try requireImages(result.counts, census)
    return try result.outcome(limits)
  }

  /// The first pass.
  private func census(
    of records: JoinedRecords, _ segmenters: [CaptionSegmenter], _ progress: (Int) -> Void, _ shouldStop: () -> Bool
  ) throws -> CorpusCensus? {
    var census = CorpusCensus(limits)
    guard CorpusCensus.isNeeded(by: limits) else { return census }
    let limits = limits
    let isWhole = try inOrder(records, shouldStop, progress) { number, worker in
      try (try? records.record(number)).map {
        try CorpusCensus.Finding($0, limits: limits, segmenter: segmenters[worker])
      }
    } then: { number, finding in
      try census.add(finding, mark: records.imageMark(number))
    }
    census.close()
    return isWhole ? census : nil
  }

  /// Calls `body` for every record on all threads, and `then` with what it gave, in order; false where it was stopped.
  private func inOrder<Value>(
    _ records: JoinedRecords, _ shouldStop: () -> Bool, _ progress: (Int) -> Void,
    _ body: (_ number: Int, _ worker: Int) throws -> Value, then: (_ number: Int, _ value: Value) throws -> Void
  ) throws -> Bool {
    let step = pool.threads * Self.stride
    for start in Swift.stride(from: 0, to: records.count, by: step) {
      if shouldStop() { return false }
      let count = min(step, records.count - start)
      let values = try pool.map(count) { index, worker in try body(start + index, worker) }
      for (index, value) in values.enumerated() { try then(start + index, value) }
      progress(start + count)
    }
    return true
  }

  /// Throws where rules judge images and not one could be read.
  private func requireImages(_ counts: RuleCounts, _ census: CorpusCensus) throws {
    let rules = limits.rules.filter(\.judgesImages).map(\.rawValue)
    guard !rules.isEmpty, counts.found.all.images > 0, counts.unreadImages == counts.found.all.images else { return }
    let first = census.firstUnread.map { "; the first: \($0)" } ?? ""
    throw CorpusError(
      "no image can be read, and the rules \(rules.joined(separator: ", ")) judge images; name their folder with --images "
        + "(images in a recipe), or turn these rules off\(first)")
  }
}

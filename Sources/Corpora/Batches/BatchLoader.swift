import Runtime

/// Serves training batches: records in a seeded order, images augmented, one caption of each drawn.
///
/// A pair depends only on the seed, on its number and on its record, so batches are the same whatever the number of
/// threads, and a run that continues from a saved `state` sees what it would have seen.
public final class BatchLoader {
  public let options: BatchOptions
  /// Where the next batch begins.
  public private(set) var state: LoaderState
  /// Images that training may see.
  public let imageCount: Int
  private var mixture: LanguageMixture
  private let preparation: SamplePreparation
  private let pool: ThreadPool
  private let readers: [CaptionReaderPair]
  /// Records of the corpus, those skipped when it was opened included.
  private let recordCount: Int

  /// Makes one reader of captions a thread; nothing is decoded yet.
  ///
  /// - Parameters:
  ///   - languages: of the captions; all of the corpus where empty.
  ///   - state: where to continue; the beginning where `nil`. Its seed must be `seed`.
  ///   - makeReader: how the model reads captions.
  ///   - makeReaderAgain: how it reads those that a batch shows once more (`BatchView.textAgain`); nil reads them alike.
  ///   - makeTeacherReader: how a teacher reads them as well, as tokens; nil where there is none.
  ///
  /// Throws when an option is out of range, a language has no captions, a batch is larger than the corpus, the state is
  /// another corpus', or a reader cannot be made.
  public init(
    corpus: Corpus, languages: [String] = [], options: BatchOptions, pool: ThreadPool, seed: UInt64 = 0,
    state: LoaderState? = nil, makeReader: () throws -> any CaptionReading,
    makeReaderAgain: (() throws -> any CaptionReading)? = nil,
    makeTeacherReader: (() throws -> any CaptionReading)? = nil
  ) throws {
    try options.validate()
    let languages = languages.isEmpty ? corpus.languages : languages
    self.options = options
    self.pool = pool
    mixture = try LanguageMixture(
      corpus: corpus, languages: languages, languageSamplingExponent: options.languageSamplingExponent,
      shuffle: options.shuffle,
      seed: seed)
    imageCount = corpus.trainingImages(in: languages)
    try corpus.requireBatch(of: options.batch, in: languages)
    self.state = state ?? LoaderState(seed: seed)
    let before = corpus.skipped.total
    recordCount = (RecordCount(corpus.recordCount) + before).count
    preparation = SamplePreparation(
      corpus: corpus, languages: languages, options: options,
      cache: ImageCache(options.photo, keeping: options.imageMemory),
      skipped: TrainingSkips(
        limit: RecordCount.limit(share: options.unreadableLimit, of: recordCount), before: before),
      recordCount: recordCount,
      seed: seed, views: options.views.further)
    readers = try (0..<pool.threads).map { _ in
      let model = try makeReader()
      return CaptionReaderPair(
        model: model, again: try makeReaderAgain.map { make in try make() } ?? model,
        teacher: try makeTeacherReader.map { make in try make() })
    }
    try adopt(self.state, seed: seed)
  }

  /// Bytes of the images that are kept decoded.
  public var bytes: Int { preparation.cache.bytes }
  /// Records that were skipped so far because they cannot be read or drawn.
  public var skipped: [SkippedRecord] { preparation.skipped.list }

  /// Checks that a saved state belongs to this corpus, and begins streams that it does not know.
  private func adopt(_ saved: LoaderState, seed: UInt64) throws {
    guard saved.seed == seed else {
      throw CorpusError("the saved run drew its batches with seed \(saved.seed), this one is asked for \(seed)")
    }
    for stream in mixture.streams {
      let records = stream.order.records.count
      let progress = state.streams[stream.name] ?? LoaderState.Progress(records: records, visits: 0)
      guard progress.records == records else {
        throw CorpusError(
          "the saved run trained \(progress.records) records in \(stream.language), this corpus has \(records); continue with the corpus it was trained on"
        )
      }
      state.streams[stream.name] = progress
    }
    guard state.streams.count == mixture.streams.count else {
      throw CorpusError("the saved run trained other languages or sources; continue with the recipe it was begun with")
    }
  }

  /// The next batch.
  ///
  /// Throws when more records than allowed cannot be used, with all of them; the state then stays.
  public func next() throws -> TrainingBatch {
    var place = state
    let draws = (0..<options.batch).map { _ in draw(advancing: &place) }
    let pairs = try pool.map(draws.count) { index, worker in
      try preparation.prepare(draws[index], with: readers[worker])
    }
    try preparation.skipped.check(records: recordCount)
    let batch = try TrainingBatch(
      pairs, views: options.views, patchSize: options.photo.patchSize, pagePatchSize: options.pagePatchSize,
      pool: pool)
    state = place
    return batch
  }

  private func draw(advancing place: inout LoaderState) -> SamplePreparation.Draw {
    let sample = UInt64(place.pairs)
    var generator = SeededGenerator(seed: place.seed, stream: sample)
    let number = mixture.draw(using: &generator)
    let stream = mixture.streams[number]
    let visit = place.streams[stream.name]?.visits ?? 0
    let record = mixture.record(stream: number, visit: visit)
    place.streams[stream.name]?.visits = visit + 1
    place.pairs += 1
    return SamplePreparation.Draw(
      sample: sample, part: stream.part, record: record, language: stream.language, others: stream.order.records,
      generator: generator)
  }
}

extension LanguageMixture.Stream {
  /// As it stands in a checkpoint.
  var name: String { "\(part)/\(language)" }
}

import Runtime

/// What reading a source gave.
public struct SourceContent: Sendable {
  /// The records, with the splits that the files name.
  public var store: any RecordStore
  /// What was skipped, with its origin.
  public var skipped = SkippedRecords()
  /// Records whose image was never there, as is usual where a list of addresses was downloaded in part.
  public var absent = 0
  /// Sentences on what was taken that people may not expect.
  public var notes: [String] = []
  /// Which rows the records are made of, where files go with rows and the format has some.
  var rows: RecordRows?

  public init(
    store: any RecordStore, skipped: SkippedRecords = SkippedRecords(), absent: Int = 0, notes: [String] = []
  ) {
    self.init(store: store, skipped: skipped, absent: absent, notes: notes, rows: nil)
  }

  init(
    store: any RecordStore, skipped: SkippedRecords = SkippedRecords(), absent: Int = 0, notes: [String] = [],
    rows: RecordRows?
  ) {
    self.store = store
    self.skipped = skipped
    self.absent = absent
    self.notes = notes
    self.rows = rows
  }
}

extension CorpusSource {
  /// Finds every record of the source, with the splits that its files name; images are not opened.
  ///
  /// - Parameters:
  ///   - folder: what relative paths are relative to.
  ///   - unreadableLimit: share of the records that may be unreadable, 0…1.
  ///   - needsCaptions: whether an image without a text is skipped.
  ///   - report: told one sentence where much of the source is not there.
  ///
  /// Throws `CorpusError` when the source is missing, holds nothing, or more than the limit cannot be read.
  public func open(
    in folder: String = ".", unreadableLimit: Double, needsCaptions: Bool = true, pool: ThreadPool,
    report: (String) -> Void = { _ in }
  ) throws -> SourceContent {
    try PairCorpus(
      folder: folder, training: [self], heldOut: [], unreadableLimit: unreadableLimit,
      cacheFolder: PairCorpus.usualCacheFolder
    )
    .read(self, pool: pool, needsCaptions: needsCaptions, report: report)
  }
}

extension CorpusSource {
  /// Finds every image of the source, with captions where it has some: a folder of images alone is enough. However many records
  /// cannot be read, the others are found; `skipped` lists what was skipped.
  ///
  /// Throws `CorpusError` when the source is missing or holds nothing.
  public func openImages(pool: ThreadPool, report: (String) -> Void = { _ in }) throws -> SourceContent {
    try PairCorpus(
      folder: ".", training: [self], heldOut: [], unreadableLimit: 1, cacheFolder: PairCorpus.usualCacheFolder
    )
    .read(self, pool: pool, needsCaptions: false, report: report)
  }
}

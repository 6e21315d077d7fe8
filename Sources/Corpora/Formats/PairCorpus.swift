import Console
import Runtime

/// A corpus of people's own files: sources to train on, and sources to be asked about.
public struct PairCorpus: Sendable {
  /// A source that is held out, under the name its results are listed by.
  public struct HeldOut: Sendable, Equatable {
    public var name: String
    public var source: CorpusSource

    public init(name: String, source: CorpusSource) {
      self.name = name
      self.source = source
    }
  }

  /// Problems that a complaint shows.
  private static let shown = 20

  /// Folder that relative paths are relative to.
  public let folder: String
  public let training: [CorpusSource]
  public let heldOut: [HeldOut]
  /// What of the training is kept.
  public let rules: CorpusRules
  /// Share of a source's records that may be unreadable, 0…1.
  public let unreadableLimit: Double
  /// Folder of lists of shards that are kept between runs; nil keeps none.
  public let cacheFolder: String?

  public init(
    folder: String, training: [CorpusSource], heldOut: [HeldOut], rules: CorpusRules = CorpusRules(),
    unreadableLimit: Double = 0.001, cacheFolder: String? = nil
  ) {
    self.folder = folder
    self.training = training
    self.heldOut = heldOut
    self.rules = rules
    self.unreadableLimit = unreadableLimit
    self.cacheFolder = cacheFolder
  }

  /// The folder that commands keep caches in: `clippo` under `$XDG_CACHE_HOME`, or else `~/.cache`; nil where neither is.
  public static var usualCacheFolder: String? { try? SourceFile.cacheFolder }

  /// Finds every record; images are not opened.
  ///
  /// - Parameters:
  ///   - findsCopies: whether images that are trained and held out are found under different names too, as `CopiedImages`
  ///     does; otherwise by their paths alone.
  ///   - report: told a sentence where much of a source is not there, where a split means more than its name says, and
  ///     where images are trained and held out as well.
  ///
  /// Throws when a source is missing, follows not all that is said of it, holds nothing, or more of its records than the limit cannot be read.
  public func open(
    pool: ThreadPool, findsCopies: Bool = false, report: (String) -> Void = { _ in }
  ) throws -> Corpus {
    guard !training.isEmpty || !heldOut.isEmpty else {
      throw CorpusError("\(folder): no source is named; give corpus.training at least one")
    }
    try checkNames()
    let trainingSources = training.filter { $0.weight > 0 }
    var trained = try trainingSources.map { source in
      let content = try read(source, pool: pool, report: report)
      if source.split == nil, let sentence = Self.sentence(ofSplits: content.store.catalog) {
        report("\(source.path): \(sentence)")
      }
      return content
    }
    let queried = try heldOut.map { try read($0.source, pool: pool, report: report) }
    var skipped = SkippedRecords()
    for content in trained + queried { skipped.add(content.skipped) }
    let dropped = try applyRules(to: &trained, heldOut: queried, pool: pool, report: report)
    let parts =
      zip(trained, trainingSources).map { $0.part(as: .train, weight: $1.weight) }
      + zip(queried, heldOut).map { $0.part(as: CorpusSplit(rawValue: $1.name), weight: $1.source.weight) }
    sharedImages(of: parts, findsCopies: findsCopies).forEach(report)
    let counts = CorpusCounts(parts.map(\.store.catalog))
    return Corpus(
      folder: folder, kind: "pairs", languages: counts.languages, counts: counts, parts: parts, skipped: skipped,
      dropped: dropped)
  }

  private func checkNames() throws {
    for held in heldOut where [.train, .transfer].contains(CorpusSplit(rawValue: held.name)) {
      throw CorpusError("\(held.source.path): a source cannot be held out as “\(held.name)”; give it another name")
    }
  }

  /// What a training source that names no split takes, where its files name some besides training; nil where they do not.
  private static func sentence(ofSplits catalog: RecordCatalog) -> String? {
    let counts = CorpusCounts([catalog]).images
    guard catalog.splits.count > 1,
      catalog.splits.contains(where: { !SplitName.takes($0.rawValue, as: CorpusSplit.train.rawValue) })
    else {
      return nil
    }
    let list = catalog.splits.map { "\(NumberText.thousands(counts[$0] ?? 0)) of “\($0.rawValue)”" }
    return
      "training takes all splits, images \(list.joined(separator: ", ")); name the source's split to train one alone"
  }

  /// What training and the held-out parts have both, in sentences.
  private func sharedImages(of parts: [Corpus.Part], findsCopies: Bool) -> [String] {
    let trained = training.count { $0.weight > 0 }
    let queried = zip(heldOut, parts.dropFirst(trained))
    var shared = SharedImages()
    for (held, part) in queried { shared.hold(part.store, as: held.name) }
    for part in parts.prefix(trained) { shared.look(in: part.store) }
    guard findsCopies else { return shared.sentences }
    var copied = CopiedImages()
    for (number, (held, part)) in queried.enumerated() {
      let found = shared.found(number)
      copied.hold(part.store, as: held.name, images: found.images, known: found.marks)
    }
    copied.look(in: parts.prefix(trained).map(\.store))
    return shared.sentences + copied.sentences
  }

  /// Finds the records of one source.
  func read(
    _ source: CorpusSource, pool: ThreadPool, needsCaptions: Bool = true, report: (String) -> Void
  ) throws -> SourceContent {
    let path = whole(source.path)
    var source = source
    source.images = source.images.map(whole)
    for place in source.rewrites.indices { source.rewrites[place].path = whole(source.rewrites[place].path) }
    if let complaint = source.captionLanguage.flatMap(CaptionTag.complaint) {
      throw CorpusError("\(path): the source's language \(complaint)")
    }
    try SourceFile.checkContent(path)
    let format = source.format == .automatic ? try CorpusFormat(guessing: path) : source.format
    try format.check(source, path: path)
    let cache = ShardIndexCache(folder: cacheFolder)
    guard let reader = format.reader(of: source, cache: cache, needsCaptions: needsCaptions) else {
      throw CorpusError("\(path): the format is not known")
    }
    if let sentence = try UnpackedFiles.announcement(of: reader.files(path)) { report("\(path): \(sentence)") }
    var content = try reader.read(path, pool: pool)
    content.notes.forEach(report)
    if content.absent > 0 {
      report("\(path): \(content.absent) of \(content.store.catalog.count + content.absent) images are not there")
    }
    try check(content, of: source, path: path)
    try content.addRewrites(of: source, path: path, pool: pool).forEach(report)
    if format.options.contains(.images), let sentence = ImagesElsewhere.sentence(of: content.store) {
      report("\(path): \(sentence)")
    }
    return content
  }

  /// A path from the corpus' folder, without slashes at its end.
  private func whole(_ path: String) -> String {
    var path = path.hasPrefix("/") || folder == "." ? path : folder + "/" + path
    while path.hasSuffix("/"), path.utf8.count > 1 { path.removeLast() }
    return path
  }

  private func check(_ content: SourceContent, of source: CorpusSource, path: String) throws {
    let (found, skipped) = (content.store.catalog.count, content.skipped)
    let all = RecordCount(found) + skipped.total
    let shown = skipped.list(
      atMost: Self.shown, more: "… (clippo-corpus inspect --skipped FILE lists all of them)")
    if skipped.count > RecordCount.limit(share: unreadableLimit, of: all.count) {
      throw CorpusError(
        "\(path): \(skipped.total.text) of \(all.text) records cannot be read; fix them or let more be skipped "
          + "(corpus.maxUnreadableFraction in a recipe, --max-unreadable of a command):\(shown)",
        skipped: skipped)
    }
    guard found > 0 else {
      let what = source.split.map { "no records of the split “\($0)”" } ?? "no records"
      guard !skipped.isEmpty else { throw CorpusError("\(path): \(what) are in it") }
      throw CorpusError("\(path): \(what) can be read; what was skipped:\(shown)", skipped: skipped)
    }
  }
}

extension SourceContent {
  /// The records for one use, whatever splits their files name.
  fileprivate func part(as split: CorpusSplit, weight: Double) -> Corpus.Part {
    Corpus.Part(store: RelabeledRecords(store, as: split), weight: weight)
  }
}

/// Another store's records for another use.
struct RelabeledRecords: RecordStore {
  let catalog: RecordCatalog
  private let store: any RecordStore
  private let split: CorpusSplit

  init(_ store: any RecordStore, as split: CorpusSplit) {
    self.store = store
    self.split = split
    catalog = store.catalog.relabeled(as: split)
  }

  var fileStarts: [Int] { store.fileStarts }

  func record(_ index: Int) throws -> CaptionedImage { try store.record(index).moved(to: split) }

  func imageMark(_ index: Int) -> UInt64 { store.imageMark(index) }
}

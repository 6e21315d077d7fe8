import Tensors

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

  /// Folder that relative paths are relative to.
  public let folder: String
  public let training: [CorpusSource]
  public let heldOut: [HeldOut]
  /// Share of a source's records that may be unreadable, 0…1.
  public let unreadableLimit: Double

  public init(folder: String, training: [CorpusSource], heldOut: [HeldOut], unreadableLimit: Double = 0.001) {
    self.folder = folder
    self.training = training
    self.heldOut = heldOut
    self.unreadableLimit = unreadableLimit
  }

  /// Finds every record; pictures are not opened.
  ///
  /// Throws when a source is missing, holds nothing, or more of its records than the limit cannot be read.
  public func open(pool: ThreadPool) throws -> Corpus {
    guard !training.isEmpty || !heldOut.isEmpty else {
      throw CorpusError("\(folder): no source is named; give corpus.training at least one")
    }
    var parts: [Corpus.Part] = []
    var problems: [CorpusProblem] = []
    for source in training where source.weight > 0 {
      let content = try read(source, as: .train, pool: pool)
      parts.append(Corpus.Part(store: content.store, weight: source.weight))
      problems += content.problems
    }
    for held in heldOut {
      let content = try read(held.source, as: CorpusSplit(rawValue: held.name), pool: pool)
      parts.append(Corpus.Part(store: content.store))
      problems += content.problems
    }
    let counts = CorpusCounts(parts.map(\.store.catalog))
    return Corpus(
      folder: folder, kind: "pairs", languages: counts.languages, counts: counts, parts: parts, problems: problems)
  }

  private func read(_ source: CorpusSource, as split: CorpusSplit, pool: ThreadPool) throws -> SourceContent {
    let path = source.path.hasPrefix("/") ? source.path : folder + "/" + source.path
    var source = source
    if let images = source.images, !images.hasPrefix("/") { source.images = folder + "/" + images }
    let content: SourceContent
    switch source.format {
    case .automatic, .jsonl:
      let (images, problems) = try JSONLinesFormat(source: source).read(path, pool: pool)
      content = SourceContent(store: try ListedRecords(images.map { $0.moved(to: split) }), problems: problems)
    }
    try check(content, of: source, path: path)
    return content
  }

  private func check(_ content: SourceContent, of source: CorpusSource, path: String) throws {
    let (found, bad) = (content.store.catalog.count, content.problems.count)
    if Double(bad) > unreadableLimit * Double(found + bad) {
      let shown = content.problems.prefix(20).map { "  \($0)" }.joined(separator: "\n")
      throw CorpusError(
        "\(path): \(bad) of \(found + bad) records cannot be read; mend them or raise corpus.unreadable:\n\(shown)")
    }
    guard found > 0 else {
      throw CorpusError("\(path): no records\(source.split.map { " of the split “\($0)”" } ?? "") are in it")
    }
  }
}

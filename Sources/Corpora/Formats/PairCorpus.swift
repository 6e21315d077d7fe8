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
  /// - Parameter report: told one sentence where much of a source is not there.
  ///
  /// Throws when a source is missing, holds nothing, or more of its records than the limit cannot be read.
  public func open(pool: ThreadPool, report: (String) -> Void = { _ in }) throws -> Corpus {
    guard !training.isEmpty || !heldOut.isEmpty else {
      throw CorpusError("\(folder): no source is named; give corpus.training at least one")
    }
    var parts: [Corpus.Part] = []
    var problems: [CorpusProblem] = []
    func add(_ source: CorpusSource, as split: CorpusSplit) throws {
      let content = try read(source, pool: pool, report: report)
      parts.append(Corpus.Part(store: RelabelledRecords(content.store, as: split), weight: source.weight))
      problems += content.problems.first
    }
    for source in training where source.weight > 0 { try add(source, as: .train) }
    for held in heldOut { try add(held.source, as: CorpusSplit(rawValue: held.name)) }
    let counts = CorpusCounts(parts.map(\.store.catalog))
    return Corpus(
      folder: folder, kind: "pairs", languages: counts.languages, counts: counts, parts: parts, problems: problems)
  }

  /// Finds the records of one source.
  func read(_ source: CorpusSource, pool: ThreadPool, report: (String) -> Void) throws -> SourceContent {
    let path = place(of: source.path)
    var source = source
    source.images = source.images.map(place)
    let format = source.format == .automatic ? try CorpusFormat(guessing: path) : source.format
    guard let reader = format.reader(of: source) else { throw CorpusError("\(path): the format is not known") }
    let content = try reader.read(path, pool: pool)
    if content.absent > 0 {
      report("\(path): \(content.absent) of \(content.store.catalog.count + content.absent) pictures are not there")
    }
    try check(content, of: source, path: path)
    return content
  }

  private func place(of path: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : folder + "/" + path
  }

  private func check(_ content: SourceContent, of source: CorpusSource, path: String) throws {
    let (found, bad) = (content.store.catalog.count, content.problems.count)
    if Double(bad) > unreadableLimit * Double(found + bad) {
      let shown = content.problems.first.prefix(20).map { "  \($0)" }.joined(separator: "\n")
      throw CorpusError(
        "\(path): \(bad) of \(found + bad) records cannot be read; mend them or let more be left out (corpus.unreadable in a recipe, --unreadable of a command):\n\(shown)\(bad > 20 ? "\n  …" : "")"
      )
    }
    guard found > 0 else {
      throw CorpusError("\(path): no records\(source.split.map { " of the split “\($0)”" } ?? "") are in it")
    }
  }
}

/// Another store's records for another use.
private struct RelabelledRecords: RecordStore {
  let catalog: RecordCatalog
  private let store: any RecordStore
  private let split: CorpusSplit

  init(_ store: any RecordStore, as split: CorpusSplit) {
    self.store = store
    self.split = split
    catalog = store.catalog.relabelled(as: split)
  }

  var fileStarts: [Int] { store.fileStarts }

  func record(_ index: Int) throws -> CaptionedImage { try store.record(index).moved(to: split) }
}

import Files
import Runtime

/// Rewrites the captions of a source by rules: into a file with a line for every row, or into records that have them all.
public struct RewritePass: Sendable {
  /// How captions are rewritten, each way once.
  public var ways: [CaptionRewriting]
  /// Language of the captions that are rewritten; the first caption of a row, whatever its language, where nil.
  public var language: String?
  /// Language that rewrites are said to be of; that of their caption where nil.
  public var target: String?
  public var role = CaptionRole.rewrite
  /// Chooses where a way has several.
  public var seed: UInt64 = 0

  public init(_ ways: [CaptionRewriting]) { self.ways = ways }

  /// What was done.
  public struct Counts: Sendable, Equatable {
    /// Rows of the source.
    public var rows = 0
    /// Captions that a way rewrote, by way.
    public var rewritten: [CaptionRewriting: Int] = [:]
  }

  /// The caption of a record that is rewritten: the first in the language that is neither keyword nor label.
  private func caption(of captions: [Caption]) -> Caption? {
    captions.first { $0.role != .keyword && $0.role != .label && (language ?? $0.language) == $0.language }
  }

  private func rewritten(_ caption: Caption, row: Int, by way: CaptionRewriting) -> String? {
    var generator = SeededGenerator(seed: seed, stream: UInt64(row))
    // A caption of several lines would become several lines of the file.
    return way.rewritten(caption.text, language: caption.language, using: &generator)
      .map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
  }

  /// A line for every row of the source by the first way; empty where the caption stays as it is.
  ///
  /// - Parameter path: of the source, for complaints.
  ///
  /// Throws where rows of the source were skipped or several are one record whose captions are not theirs: line and row would not
  /// belong together.
  public func write(_ content: SourceContent, of path: String, to file: String, pool: ThreadPool) throws -> Counts {
    let store = content.store
    if let problem = content.rows?.complaint { throw CorpusError("\(problem); the rows behind it have no numbers") }
    guard content.rows != nil || (content.skipped.total + RecordCount(content.absent)).count == 0 else {
      throw CorpusError(
        "\(path): some of its records cannot be used, and nothing says which lines are theirs; write shards")
    }
    var counts = Counts()
    counts.rows = content.rows?.count ?? store.catalog.count
    var lines = [String](repeating: "", count: counts.rows)
    let way = ways[0]
    let records = try pool.map(store.catalog.count) { index, _ -> [(row: Int, text: String)] in
      let record = try store.record(index)
      let rows = content.rows?.rows(of: index) ?? [index]
      guard rows.count == 1 || rows.count == record.captions.count else {
        throw CorpusError(
          "\(record.origin): \(rows.count) rows of one image have \(record.captions.count) captions, and nothing says which "
            + "are whose; write shards instead of a file of lines")
      }
      return rows.enumerated().compactMap { place, row in
        caption(of: rows.count == 1 ? record.captions : [record.captions[place]])
          .flatMap { rewritten($0, row: row, by: way) }.map { (row, $0) }
      }
    }
    for (row, text) in records.joined() {
      lines[row] = text
      counts.rewritten[way, default: 0] += 1
    }
    try AtomicFile.write(lines.map { $0 + "\n" }.joined(), to: file)
    return counts
  }

  /// The records with a rewrite of one of their captions by every way, behind those that they have.
  public func records(_ store: any RecordStore, pool: ThreadPool) throws -> (store: any RecordStore, counts: Counts) {
    var counts = Counts()
    counts.rows = store.catalog.count
    let made = try pool.map(store.catalog.count) { index, _ in try rewrites(of: store.record(index), number: index) }
    for rewrites in made {
      for rewrite in rewrites { counts.rewritten[rewrite.way, default: 0] += 1 }
    }
    let changed = try ChangedRecords(
      store,
      languages: { index in
        made[index].map(\.caption.language).reduce(into: store.catalog.languages(index)) {
          if !$0.contains($1) { $0.append($1) }
        }
      },
      change: { [pass = self] index, record in
        record.captioned(with: record.captions + pass.rewrites(of: record, number: index).map(\.caption))
      })
    return (changed, counts)
  }

  private func rewrites(of record: CaptionedImage, number: Int) -> [(way: CaptionRewriting, caption: Caption)] {
    guard let caption = caption(of: record.captions) else { return [] }
    return ways.compactMap { way in
      rewritten(caption, row: number, by: way).map {
        (way, Caption(text: $0, language: target ?? caption.language, role: role))
      }
    }
  }
}

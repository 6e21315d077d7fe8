import Runtime

/// Records that are shown with the captions of another: pairs that are wrong on purpose, so that it can be measured what an objective makes of
/// them. Which records they are, and whose captions they get, follows from their number alone, and is the same in every run.
public struct CaptionShuffle: Sendable {
  /// The record whose captions each is shown with; records that keep theirs are not in it.
  private let sources: [Int32: Int32]

  /// Records that are shown with the captions of another.
  public var count: Int { sources.count }

  /// - Parameters:
  ///   - fraction: of the training records, 0…1. The captions of those that are chosen go round among them, so that none keeps its own;
  ///     where that would be one record, there is none. Records whose captions are held out in a language keep theirs.
  ///   - store: where they are.
  ///
  /// Throws where a record that could be chosen cannot be read.
  init(fraction: Double, of store: any RecordStore) throws {
    let catalog = store.catalog
    let records = (0..<catalog.count).filter { catalog.split($0) == .train }
    let wanted = Int((fraction * Double(records.count)).rounded())
    let order = SeededPermutation(count: records.count, seed: 0x7368_7566)
    var chosen: [Int32] = []
    for place in records.indices where chosen.count < wanted {
      let record = records[order[place]]
      if try store.record(record).heldOut.isEmpty { chosen.append(Int32(record)) }
    }
    sources =
      chosen.count > 1
      ? Dictionary(uniqueKeysWithValues: chosen.indices.map { (chosen[$0], chosen[($0 + 1) % chosen.count]) }) : [:]
  }

  /// Whether a record is shown with another's captions.
  public func moves(_ record: Int) -> Bool { sources[Int32(record)] != nil }

  /// The record whose captions a record is shown with.
  func source(of record: Int) -> Int { sources[Int32(record)].map(Int.init) ?? record }

  /// Roles of captions that are made of the image itself, and stay with it.
  private static let kept: Set<CaptionRole> = [.synthetic, .label]

  /// The records of a store so shown. Image, name, place, labels and synthetic captions stay, all other captions are another's.
  ///
  /// Throws where a record that is shown otherwise cannot be read.
  func shuffled(_ store: any RecordStore, pool: ThreadPool) throws -> any RecordStore {
    @Sendable func shown(_ index: Int, _ record: CaptionedImage) throws -> CaptionedImage {
      guard moves(index) else { return record }
      let others = try store.record(source(of: index)).captions.filter { !Self.kept.contains($0.role) }
      return record.captioned(with: others + record.captions.filter { Self.kept.contains($0.role) })
    }
    // Which languages a record has then is known by both records' captions alone.
    let languages = try pool.map(store.catalog.count) { index, _ in
      moves(index) ? try shown(index, store.record(index)).languages : store.catalog.languages(index)
    }
    return try ChangedRecords(store, languages: { languages[$0] }, change: shown)
  }
}

extension Corpus {
  /// The corpus with a share of its training records under another's captions; see `CaptionShuffle`.
  ///
  /// Throws where a record that is shown otherwise cannot be read.
  public func shufflingCaptions(_ fraction: Double, pool: ThreadPool) throws -> Corpus {
    guard fraction > 0 else { return self }
    let parts = try parts.map { part in
      let shuffle = try CaptionShuffle(fraction: fraction, of: part.store)
      guard shuffle.count > 0 else { return part }
      return Part(store: try shuffle.shuffled(part.store, pool: pool), weight: part.weight, shuffle: shuffle)
    }
    let counts = CorpusCounts(parts.map(\.store.catalog))
    return Corpus(
      folder: folder, kind: kind, languages: languages, counts: counts, parts: parts, credits: credits,
      skipped: skipped, dropped: dropped)
  }
}

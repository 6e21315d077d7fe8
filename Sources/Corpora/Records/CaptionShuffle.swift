import Runtime

/// Records that are shown with the captions of another: pairs that are wrong on purpose, so that it can be measured what an objective makes of
/// them. Which records they are, and whose captions they get, follows from their number alone, and is the same in every run.
public struct CaptionShuffle: Sendable {
  /// The record whose captions each is shown with; records that keep theirs are not in it.
  private let sources: [Int32: Int32]

  /// Records that are shown with the captions of another.
  public var count: Int { sources.count }

  /// - Parameters:
  ///   - fraction: of the records, 0…1. The captions of those that are chosen go round among them, so that none keeps its own;
  ///     where that would be one record, there is none.
  ///   - records: how many there are.
  public init(fraction: Double, of records: Int) {
    let chosen = min(records, Int((fraction * Double(records)).rounded()))
    guard chosen > 1 else {
      sources = [:]
      return
    }
    let order = SeededPermutation(count: records, seed: 0x7368_7566)
    sources = Dictionary(
      uniqueKeysWithValues: (0..<chosen).map { (Int32(order[$0]), Int32(order[($0 + 1) % chosen])) })
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
    guard count > 0 else { return store }
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

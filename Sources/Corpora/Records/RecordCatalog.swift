/// What is known of every record without reading it: its split and its languages, in a few bytes a record.
public struct RecordCatalog: Sendable, Equatable {
  /// Languages of captions; records with the same ones share a row.
  private(set) var languageSets: [[String]] = []
  private(set) var splits: [CorpusSplit] = []
  /// For each record, its row of `languageSets`.
  private(set) var languageSetOf: [UInt32] = []
  /// For each record, its element of `splits`.
  private(set) var splitOf: [UInt8] = []
  private var rows: [[String]: UInt32] = [:]

  public init() {}

  public var count: Int { splitOf.count }

  /// The languages that record `index` has captions in.
  public func languages(_ index: Int) -> [String] { languageSets[Int(languageSetOf[index])] }

  public func split(_ index: Int) -> CorpusSplit { splits[Int(splitOf[index])] }

  /// Adds the next record. Throws when there are more than 256 splits.
  mutating func append(_ split: CorpusSplit, languages: [String]) throws {
    let row = rows[languages] ?? UInt32(languageSets.count)
    if row == languageSets.count {
      languageSets.append(languages)
      rows[languages] = row
    }
    if !splits.contains(split) { splits.append(split) }
    guard let number = splits.firstIndex(of: split).flatMap({ UInt8(exactly: $0) }) else {
      throw CorpusError("the corpus has more than 256 splits; choose some with the source's split")
    }
    languageSetOf.append(row)
    splitOf.append(number)
  }

  /// The same records, all of one split.
  func relabeled(as split: CorpusSplit) -> RecordCatalog {
    var other = self
    other.splits = [split]
    other.splitOf = [UInt8](repeating: 0, count: count)
    return other
  }

  /// The numbers of the records of a split with captions in a language, ascending.
  public func records(of split: CorpusSplit, in language: String) -> [Int32] {
    guard let wanted = splits.firstIndex(of: split) else { return [] }
    let spoken = languageSets.map { $0.contains(language) }
    return splitOf.indices.compactMap { index in
      Int(splitOf[index]) == wanted && spoken[Int(languageSetOf[index])] ? Int32(index) : nil
    }
  }

  /// Records of a split with captions in at least one of the languages.
  public func count(of split: CorpusSplit, inAnyOf languages: [String]) -> Int {
    guard let wanted = splits.firstIndex(of: split) else { return 0 }
    let spoken = languageSets.map { set in languages.contains { set.contains($0) } }
    return splitOf.indices.count { Int(splitOf[$0]) == wanted && spoken[Int(languageSetOf[$0])] }
  }
}

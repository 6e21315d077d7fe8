/// The records of another store that rules keep, with the captions that they keep: four bytes a record, eight a caption that is dropped of
/// a record that stays.
struct FilteredRecords: RecordStore {
  let catalog: RecordCatalog
  let fileStarts: [Int]
  private let store: any RecordStore
  private let kept: Kept

  /// What is kept of a store.
  struct Kept: Sendable {
    /// Numbers of records, ascending.
    fileprivate(set) var records: [UInt32] = []
    /// Places of captions that are dropped of those records, ascending by record, then by place.
    fileprivate var captions: [(record: UInt32, place: UInt32)] = []
    /// Languages that a record has no caption in any more, where it has lost some.
    fileprivate var languages: [UInt32: [String]] = [:]

    /// Keeps the next record.
    ///
    /// - Parameters:
    ///   - dropped: places of the captions that it loses, ascending.
    ///   - lost: languages that it has no caption in then.
    mutating func add(record: Int, without dropped: [Int] = [], lost: [String] = []) {
      let number = UInt32(clamping: record)
      records.append(number)
      captions += dropped.map { (number, UInt32(clamping: $0)) }
      if !lost.isEmpty { languages[number] = lost }
    }
  }

  /// Throws where the catalog cannot be made.
  init(_ store: any RecordStore, keeping kept: Kept) throws {
    self.store = store
    var catalog = RecordCatalog()
    for number in kept.records {
      let lost = kept.languages[number] ?? []
      let languages = store.catalog.languages(Int(number))
      try catalog.append(
        store.catalog.split(Int(number)), languages: lost.isEmpty ? languages : languages.filter { !lost.contains($0) })
    }
    self.catalog = catalog
    var starts = [0]
    for start in store.fileStarts {
      let first = kept.records.partitioningIndex { Int($0) >= start }
      if first < kept.records.count, starts.last != first { starts.append(first) }
    }
    fileStarts = starts
    var kept = kept
    kept.languages = [:]
    self.kept = kept
  }

  func record(_ index: Int) throws -> CaptionedImage {
    let number = kept.records[index]
    let record = try store.record(Int(number))
    let first = kept.captions.partitioningIndex { $0.record >= number }
    let dropped = kept.captions[first...].prefix { $0.record == number }.map(\.place)
    guard !dropped.isEmpty else { return record }
    return record.captioned(
      with: record.captions.enumerated().filter { !dropped.contains(UInt32($0.offset)) }.map(\.element))
  }

  func imageMark(_ index: Int) -> UInt64 { store.imageMark(Int(kept.records[index])) }
}

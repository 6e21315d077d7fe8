import Runtime

/// The records of another store with the lines of files of rewrites behind their captions.
struct RewrittenRecords: RecordStore {
  let catalog: RecordCatalog
  private let store: any RecordStore
  /// Which rows records are made of; nil where every record is one.
  private let rows: RecordRows?
  private let files: [RewriteLines]

  /// Throws where a record has to be read, for its languages, and cannot.
  init(_ store: any RecordStore, rows: RecordRows?, files: [RewriteLines], pool: ThreadPool) throws {
    self.store = store
    self.rows = rows
    self.files = files
    let own = files.filter { $0.file.language != nil && $0.file.role != .keyword }
    guard !own.isEmpty else {
      catalog = store.catalog
      return
    }
    // What a record keeps out of training is known by the record alone.
    let heldOut = try pool.map(store.catalog.count) { index, _ in try store.record(index).heldOut }
    var catalog = RecordCatalog()
    for index in 0..<store.catalog.count {
      var languages = store.catalog.languages(index)
      let numbers = Self.rows(of: index, rows)
      for file in own where numbers.contains(where: file.isUsed) {
        guard let language = file.file.language, !languages.contains(language), !heldOut[index].contains(language)
        else { continue }
        languages.append(language)
      }
      try catalog.append(store.catalog.split(index), languages: languages)
    }
    self.catalog = catalog
  }

  var fileStarts: [Int] { store.fileStarts }

  func imageMark(_ index: Int) -> UInt64 { store.imageMark(index) }

  func record(_ index: Int) throws -> CaptionedImage {
    let record = try store.record(index)
    let numbers = Self.rows(of: index, rows)
    let captions = record.captions.filter { $0.role != .keyword && $0.role != .label }
    var added: [Caption] = []
    for (place, row) in numbers.enumerated() {
      // A row of a table is one caption of its record.
      let original = record.captions.count == numbers.count ? record.captions[place] : captions.first
      guard let original = original ?? record.captions.first else { continue }
      for file in files {
        guard let text = try file.text(of: row) else { continue }
        added.append(Caption(text: text, language: file.file.language ?? original.language, role: file.file.role))
      }
    }
    return added.isEmpty ? record : record.captioned(with: record.captions + added)
  }

  private static func rows(of record: Int, _ rows: RecordRows?) -> [Int] { rows?.rows(of: record) ?? [record] }
}

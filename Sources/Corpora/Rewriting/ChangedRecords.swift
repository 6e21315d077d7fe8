import Runtime

/// The records of another store, changed when they are read.
struct ChangedRecords: RecordStore {
  let catalog: RecordCatalog
  private let store: any RecordStore
  private let change: @Sendable (_ index: Int, _ record: CaptionedImage) throws -> CaptionedImage

  /// - Parameters:
  ///   - languages: that a record has captions in behind the change, by its number; nil keeps them.
  ///   - change: the same at every visit; records keep their image and their split.
  init(
    _ store: any RecordStore, languages: ((Int) -> [String])? = nil,
    change: @escaping @Sendable (_ index: Int, _ record: CaptionedImage) throws -> CaptionedImage
  ) throws {
    self.store = store
    self.change = change
    guard let languages else {
      catalog = store.catalog
      return
    }
    var catalog = RecordCatalog()
    for index in 0..<store.catalog.count {
      try catalog.append(store.catalog.split(index), languages: languages(index))
    }
    self.catalog = catalog
  }

  var fileStarts: [Int] { store.fileStarts }

  func imageMark(_ index: Int) -> UInt64 { store.imageMark(index) }

  func record(_ index: Int) throws -> CaptionedImage { try change(index, store.record(index)) }
}

/// The records of several stores, one store behind the other.
struct JoinedRecords {
  private let stores: [any RecordStore]
  /// Where each store begins.
  private let starts: [Int]
  let count: Int

  init(_ stores: [any RecordStore]) {
    self.stores = stores
    var starts: [Int] = []
    var count = 0
    for store in stores {
      starts.append(count)
      count += store.catalog.count
    }
    self.starts = starts
    self.count = count
  }

  /// Throws when the record's file has changed or is gone.
  func record(_ number: Int) throws -> CaptionedImage {
    let place = place(of: number)
    return try stores[place.store].record(place.record)
  }

  /// Known without reading the record.
  func split(_ number: Int) -> CorpusSplit {
    let place = place(of: number)
    return stores[place.store].catalog.split(place.record)
  }

  /// A number that is equal for images of one place; see `RecordStore.imageMark`.
  func imageMark(_ number: Int) -> UInt64 {
    let place = place(of: number)
    return stores[place.store].imageMark(place.record)
  }

  /// The store that holds a record, and the record's number there.
  func place(of number: Int) -> (store: Int, record: Int) {
    let store = starts.partitioningIndex { $0 > number } - 1
    return (store, number - starts[store])
  }
}

/// Records found by number. One store may serve several threads at once.
public protocol RecordStore: Sendable {
  var catalog: RecordCatalog { get }
  /// Where each file's records begin in the numbering, ascending from 0: what lies together is read together.
  var fileStarts: [Int] { get }
  /// Reads a record again. Throws when its file has changed or is gone.
  func record(_ index: Int) throws -> CaptionedImage
  /// A number that is equal where records have the image from one place, known without reading anything again.
  func imageMark(_ index: Int) -> UInt64
}

/// Records in memory.
struct ListedRecords: RecordStore {
  let images: [CaptionedImage]
  let catalog: RecordCatalog
  let fileStarts: [Int]

  init(_ images: [CaptionedImage]) throws {
    self.images = images
    var catalog = RecordCatalog()
    var starts: [Int] = []
    var file: String?
    for (index, image) in images.enumerated() {
      let trained = image.languages.filter { !image.heldOut.contains($0) }
      try catalog.append(image.split, languages: image.split == .train ? trained : image.languages)
      if image.origin.file != file { starts.append(index) }
      file = image.origin.file
    }
    self.catalog = catalog
    fileStarts = starts.isEmpty ? [0] : starts
  }

  func record(_ index: Int) throws -> CaptionedImage { images[index] }

  func imageMark(_ index: Int) -> UInt64 { images[index].image.mark }
}

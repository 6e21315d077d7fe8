/// Collects the records of text files. They are kept whole while their text is short, so that a file may be edited during
/// a run; otherwise only where they stand.
///
/// Lines of one image that follow each other are one record.
struct RecordListing {
  /// Bytes of text that are kept.
  static let keptLimit = 256 << 20

  private let limit: Int
  private var text = 0
  private var kept: [CaptionedImage]? = []
  private var catalog = RecordCatalog()
  private var places = RecordPlaces()
  /// The last record, which may go on, and its captions.
  private var last: CaptionedImage?
  private var captions: [Caption] = []

  /// - Parameter limit: bytes of text up to which records are kept.
  init(keeping limit: Int = Self.keptLimit) {
    self.limit = limit
  }

  /// Records so far.
  var count: Int { places.count }

  mutating func begin(_ file: OpenFile) throws {
    try close()
    places.begin(file)
  }

  /// Adds a line's image and captions.
  ///
  /// - Parameter image: the image's number, where the source numbers them.
  mutating func add(_ record: CaptionedImage, at span: TextSpan, image: Int? = nil) throws {
    text += Int(span.length)
    if text > limit { kept = nil }
    if let last, last.image == record.image, last.split == record.split, places.extend(span) {
      captions += record.captions
      return
    }
    try close()
    places.add(span, image: image, mark: record.image.mark)
    last = record
    captions = record.captions
  }

  /// All records; `reader` finds them again.
  mutating func store(reading reader: some SpanReader) throws -> any RecordStore {
    try close()
    if let kept { return try ListedRecords(kept) }
    return RereadRecords(catalog: catalog, places: places, reader: reader)
  }

  private mutating func close() throws {
    guard let record = last?.captioned(with: captions) else { return }
    last = nil
    try catalog.append(record.split, languages: record.languages)
    kept?.append(record)
  }
}

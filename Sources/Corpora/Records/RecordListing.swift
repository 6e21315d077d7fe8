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
  /// Which rows records are made of, where somebody asks for that.
  private(set) var rows: RecordRows?
  /// The last record, which may go on, and its captions.
  private var last: CaptionedImage?
  private var captions: [Caption] = []

  /// - Parameters:
  ///   - limit: bytes of text up to which records are kept.
  ///   - countsRows: whether `rows` are kept: eight bytes a row.
  init(keeping limit: Int = Self.keptLimit, countsRows: Bool = false) {
    self.limit = limit
    rows = countsRows ? RecordRows() : nil
  }

  /// Goes past a row of the files, whether it is a record or not; before it is added.
  mutating func passRow() { rows?.pass() }

  /// Notes what was lost without anybody knowing how many rows it was.
  mutating func loseRows(_ skipped: SkippedRecords) { rows?.lose(skipped) }

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
      rows?.keep(record: places.count - 1)
      return
    }
    try close()
    places.add(span, image: image, mark: record.image.mark)
    rows?.keep(record: places.count - 1)
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

/// Where the records of text files stand: 24 bytes a record, and what its catalog needs.
struct RecordPlaces: Sendable {
  /// Lines that one record may have.
  static let spanLimit = 1_000

  /// A file as it was when its records were listed.
  struct File: Sendable {
    let path: String
    let size: Int
    let changed: Int
  }

  private(set) var files: [File] = []
  /// For each file, the number of its first record.
  private(set) var fileStarts: [Int] = []
  /// Records so far.
  private(set) var count = 0
  /// For each record a number for its image; see `RecordStore.imageMark`.
  private(set) var marks: [UInt64] = []
  private var spans: [TextSpan] = []
  /// The first span of each record, where some have several; empty while every record has one.
  private var firstSpans: [UInt32] = []
  private var hasSeveral = false
  /// For each record, the number of its image or `unnumbered`; empty while none has one.
  private var images: [UInt32] = []
  private static let unnumbered = UInt32.max

  mutating func begin(_ file: OpenFile) {
    files.append(File(path: file.path, size: file.size, changed: file.changed))
    fileStarts.append(count)
  }

  /// Adds a record that begins with `span`.
  mutating func add(_ span: TextSpan, image: Int?, mark: UInt64) {
    if hasSeveral { firstSpans.append(UInt32(clamping: spans.count)) }
    if image != nil, images.isEmpty { images = [UInt32](repeating: Self.unnumbered, count: count) }
    if image != nil || !images.isEmpty {
      images.append(image.map { UInt32(clamping: $0) } ?? Self.unnumbered)
    }
    spans.append(span)
    marks.append(mark)
    count += 1
  }

  /// Adds a line to the last record; false where it has enough.
  mutating func extend(_ span: TextSpan) -> Bool {
    if !hasSeveral {
      hasSeveral = true
      firstSpans = (0..<count).map { UInt32(clamping: $0) }
    }
    guard let first = firstSpans.last, spans.count - Int(first) < Self.spanLimit else { return false }
    spans.append(span)
    return true
  }

  func spans(of record: Int) -> ArraySlice<TextSpan> {
    guard hasSeveral else { return spans[record...record] }
    let end = record + 1 < count ? Int(firstSpans[record + 1]) : spans.count
    return spans[Int(firstSpans[record])..<end]
  }

  func image(of record: Int) -> Int? {
    images.isEmpty || images[record] == Self.unnumbered ? nil : Int(images[record])
  }

  /// The number of the file that holds a record.
  func file(of record: Int) -> Int { fileStarts.partitioningIndex { $0 > record } - 1 }
}

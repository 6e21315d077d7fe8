import Runtime

/// Values separated by commas or tabs, one pair a row: open_clip's `filepath<TAB>title`, Wukong's `url,caption` beside a
/// folder of what was downloaded, and the like.
///
/// Rows of one image that follow each other are one record. Where a column names splits, rows have them. An image column that
/// holds addresses is looked for in the folder of images; see `DownloadedImages`. Where no folder is named and the table's own
/// has not its first images, they are looked for where archives unpack them; see `ImageFolders`.
struct TableFormat: SourceFormat {
  let source: CorpusSource
  /// Bytes of text that are kept in memory.
  var keptText = RecordListing.keptLimit

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var listing = TableListing(source: source, keptText: keptText)
    for path in try files(path) { try listing.read(path) }
    return try listing.content(at: path)
  }
}

/// One pass over the tables of a source.
private struct TableListing {
  let source: CorpusSource
  private var records: RecordListing
  private var reader: TableRecordReader
  private var skipped = SkippedRecords()
  private var absent = 0
  /// By folder; a folder is listed when a table has addresses.
  private var claims: [String: ImageClaims] = [:]
  /// By folder, the rows of the tables before this one: downloaders number all tables together, each from a new shard on.
  private var earlierRows: [String: Int] = [:]
  private var splits: SplitSelection

  /// By folder, the rows of each table.
  private var lists: [String: [Int]] = [:]

  init(source: CorpusSource, keptText: Int) {
    self.source = source
    records = RecordListing(keeping: keptText, countsRows: source.keepsRows)
    reader = TableRecordReader(source: source)
    splits = SplitSelection(source.split)
  }

  mutating func content(at path: String) throws -> SourceContent {
    for (folder, rows) in lists {
      if let complaint = reader.images[folder]?.numbers?.complaint(lists: rows) {
        throw CorpusError("\(folder): \(complaint)")
      }
    }
    return SourceContent(
      store: try records.store(reading: reader), skipped: skipped, absent: absent, notes: try splits.notes(at: path),
      rows: records.rows)
  }

  mutating func read(_ path: String) throws {
    let file = try OpenFile(path: path)
    var rows = try source.table.open(file)
    try records.begin(file)
    let columns = try reader.begin(rows)
    guard source.split == nil || columns.namesSplits else {
      throw CorpusError(
        "\(path): no column of the table names splits, so none can be chosen; name the column with --split-column (splitColumn "
          + "in a recipe), or leave out the split")
    }
    try reader.findFolder(of: rows, columns)
    let folder = reader.folder(of: path)
    let before = earlierRows[folder] ?? 0
    var number = 0
    while let record = try rows.next() {
      if let complaint = try columns.complaintOfSwallowing(record, in: file) {
        rows.reject(record, complaint)
        continue
      }
      if let suspicion = try columns.suspicion(of: record, in: file) { skipped.add(suspicion) }
      defer { number += 1 }
      records.passRow()
      guard splits.takes(columns.split(of: record)) else { continue }
      do {
        let row = try columns.row(record)
        if row.isAddress {
          try add(row, at: record.span, in: folder, number: before + number, damage: rows.skipped)
        } else {
          try records.add(reader.captioned(row, image: nil), at: record.span)
        }
      } catch let problem as SkippedRecord { skipped.add(problem) }
    }
    lists[folder, default: []].append(number)
    let numbers = reader.images[folder]?.numbers
    earlierRows[folder] = numbers?.start(after: before + number) ?? before + number
    records.loseRows(rows.skipped)
    skipped.add(rows.skipped)
  }

  private mutating func add(
    _ row: TableRow, at span: TextSpan, in folder: String, number: Int, damage: SkippedRecords
  ) throws {
    if claims[folder] == nil {
      let images = try DownloadedImages(folder)
      claims[folder] = ImageClaims(images)
      reader.images[folder] = images
    }
    if let lost = damage.first.first, reader.images[folder]?.isNumbered == true {
      throw CorpusError(
        "\(lost); the images in \(folder) are named by the number of their row, and nothing says any more which row is which; fix the table"
      )
    }
    guard let image = try claims[folder]?.claim(row, number: number) else {
      absent += 1
      return
    }
    try records.add(reader.captioned(row, image: image), at: span, image: image)
  }
}

extension DelimitedRecord {
  var span: TextSpan { TextSpan(offset: offset, length: length, line: line) }
}

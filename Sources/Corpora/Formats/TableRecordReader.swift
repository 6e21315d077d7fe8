/// Reads a row of `TableFormat`.
struct TableRecordReader: SpanReader {
  let source: CorpusSource
  /// By the file's number.
  private var tables: [TableColumns] = []
  /// By folder, what was downloaded from addresses.
  var images: [String: DownloadedImages] = [:]

  init(source: CorpusSource) {
    self.source = source
  }

  mutating func begin(_ table: DelimitedReader) throws -> TableColumns {
    let columns = try TableColumns(table, source: source)
    tables.append(columns)
    return columns
  }

  /// By table, the folder of its images where that is not its own.
  private var foundFolders: [String: String] = [:]
  /// Rows of a table that are looked at to find the folder of its images.
  private static let looked = 20

  /// The folder that a table's images lie in.
  func folder(of path: String) -> String {
    source.images ?? foundFolders[path] ?? SourceFile.folder(of: path)
  }

  /// Looks for the folder of a table's images where its own has not the first of them.
  mutating func findFolder(of rows: DelimitedReader, _ columns: TableColumns) throws {
    let path = rows.file.path
    let folders = ImageFolders(source.images, beside: path)
    guard source.images == nil, !folders.others.isEmpty else { return }
    var rows = rows
    for _ in 0..<Self.looked {
      guard let record = try rows.next() else { return }
      guard let row = try? columns.row(record), !row.isAddress, !row.image.hasPrefix("/") else { continue }
      if let found = folders.all.first(where: { SourceFile.exists("\($0)/\(row.image)") }) {
        if found != folders.own { foundFolders[path] = found }
        return
      }
    }
  }

  func captioned(in file: OpenFile, number: Int, at span: TextSpan, image: Int?) throws -> CaptionedImage {
    let columns = tables[number]
    let record = try columns.shape.record(
      in: file, at: span.offset, length: Int(span.length), line: Int(span.line))
    return try captioned(columns.row(record), image: image)
  }

  /// - Parameter image: the number of a downloaded image.
  func captioned(_ row: TableRow, image: Int?) throws(SkippedRecord) -> CaptionedImage {
    let folder = folder(of: row.origin.file)
    let location =
      if let found = image.flatMap({ images[folder]?.location($0) }) { found } else {
        try ImagePath.location(row.image, in: folder, origin: row.origin)
      }
    return CaptionedImage(
      id: row.image, image: location, split: CorpusSplit(named: row.split), captions: [row.caption],
      origin: row.origin)
  }
}

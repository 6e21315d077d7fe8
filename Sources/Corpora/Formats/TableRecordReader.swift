/// Reads a row of `TableFormat`.
struct TableRecordReader: SpanReader {
  let source: CorpusSource
  /// By the file's number.
  private var tables: [TableColumns] = []
  /// By folder, what was downloaded from addresses.
  var pictures: [String: DownloadedPictures] = [:]

  init(source: CorpusSource) {
    self.source = source
  }

  mutating func begin(_ table: DelimitedReader) throws -> TableColumns {
    let columns = try TableColumns(table, source: source)
    tables.append(columns)
    return columns
  }

  /// By table, the folder of its pictures where that is not its own.
  private var foundFolders: [String: String] = [:]
  /// Rows of a table that are looked at to find the folder of its pictures.
  private static let looked = 20

  /// The folder that a table's pictures lie in.
  func folder(of path: String) -> String {
    source.images ?? foundFolders[path] ?? SourceFile.folder(of: path)
  }

  /// Looks for the folder of a table's pictures where its own has not the first of them.
  mutating func findFolder(of rows: DelimitedReader, _ columns: TableColumns) throws {
    let path = rows.file.path
    let folders = PictureFolders(source.images, beside: path)
    guard source.images == nil, !folders.others.isEmpty else { return }
    var rows = rows
    for _ in 0..<Self.looked {
      guard let record = try rows.next() else { return }
      guard let row = try? columns.row(record), !row.isAddress, !row.picture.hasPrefix("/") else { continue }
      if let found = folders.all.first(where: { SourceFile.exists("\($0)/\(row.picture)") }) {
        if found != folders.own { foundFolders[path] = found }
        return
      }
    }
  }

  func captioned(in file: OpenFile, number: Int, at span: TextSpan, picture: Int?) throws -> CaptionedImage {
    let columns = tables[number]
    let record = try columns.shape.record(
      in: file, at: span.offset, length: Int(span.length), line: Int(span.line))
    return try captioned(columns.row(record), picture: picture)
  }

  /// - Parameter picture: the number of a downloaded picture.
  func captioned(_ row: TableRow, picture: Int?) throws(CorpusProblem) -> CaptionedImage {
    let folder = folder(of: row.origin.file)
    let location =
      if let found = picture.flatMap({ pictures[folder]?.location($0) }) { found } else {
        try PicturePath.location(row.picture, in: folder, origin: row.origin)
      }
    return CaptionedImage(
      id: row.picture, picture: location, split: CorpusSplit(named: row.split), captions: [row.caption],
      origin: row.origin)
  }
}

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

  /// The folder that a table's pictures lie in.
  func folder(of path: String) -> String { source.images ?? SourceFile.folder(of: path) }

  func image(in file: OpenFile, number: Int, at span: TextSpan, picture: Int?) throws -> CaptionedImage {
    let columns = tables[number]
    let record = try columns.shape.record(
      in: file, at: span.offset, length: Int(span.length), line: Int(span.line))
    return try image(columns.row(record), picture: picture)
  }

  /// - Parameter picture: the number of a downloaded picture.
  func image(_ row: TableRow, picture: Int?) throws(CorpusProblem) -> CaptionedImage {
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

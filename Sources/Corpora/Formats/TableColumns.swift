/// A row of a table that holds a pair.
struct TableRow {
  /// A path or an address.
  let image: String
  let caption: Caption
  /// As the table has it; nil where it has no such column or the row says nothing.
  let split: String?
  let origin: Origin

  var isAddress: Bool { image.contains("://") }
}

/// Which columns of one table hold what.
struct TableColumns: Sendable {
  static let imageNames = [
    "filepath", "image", "image_path", "file_name", "filename", "path", "file", "image_name", "url",
  ]
  static let captionNames = ["title", "caption", "text", "captions", "sentence", "comment"]
  static let languageNames = ["language", "lang"]
  static let splitNames = ["split"]
  /// No word for short, since a table may have roles of another kind.
  static let roleNames = ["caption_role"]

  let path: String
  let shape: DelimitedShape
  private let image: Int
  private let caption: Int
  private let language: Int?
  private let split: Int?
  private let role: Int?
  private let source: CorpusSource

  /// Throws where nothing says which column is which, or nothing says the captions' language.
  init(_ reader: DelimitedReader, source: CorpusSource) throws {
    let search = try ColumnSearch(reader, layout: source.table)
    image = try search.required(.image)
    caption = try search.required(.caption)
    language = try search.place(.language)
    split = try search.place(.split)
    role = try search.place(.origin)
    try search.checkDistinct([
      (.image, image), (.caption, caption), (.language, language), (.split, split), (.origin, role),
    ])
    path = reader.file.path
    shape = reader.shape
    self.source = source
    guard language != nil || source.captionLanguage != nil else {
      throw CorpusError(
        "\(path): the captions name no language; give --lang (language in a recipe), such as \"en\"")
    }
  }

  /// Whether a text file's first line is a header with usual names, as of Kaggle's Flickr30k.
  static func isBegun(by bytes: [UInt8]) -> Bool {
    let line = bytes.dropFirst(ByteOrderMark.length(in: bytes)).prefix { $0 != 0x0A && $0 != 0x0D }
    let names = String(decoding: line, as: UTF8.self).split { "\t,;|".contains($0) }
      .map { $0.withoutOuterSpace.lowercased() }
    return names.contains(where: imageNames.contains) && names.contains(where: captionNames.contains)
  }

  /// Whether the table says of which split a row is.
  var namesSplits: Bool { split != nil }

  func row(_ record: DelimitedRecord) throws(SkippedRecord) -> TableRow {
    let origin = Origin(file: path, line: record.line)
    func problem(_ reason: String) -> SkippedRecord { SkippedRecord(origin: origin, reason: reason) }
    let (name, text) = (record[image], record[caption])
    guard !name.isEmpty else { throw problem("the image is empty; the row was skipped") }
    guard CaptionFile.isText(text) else { throw problem("the caption is empty; the row was skipped") }
    let own = language.map { record[$0] } ?? ""
    guard let tag = own.isEmpty ? source.captionLanguage : own else {
      throw problem("the row names no language; it was skipped")
    }
    if let complaint = CaptionTag.complaint(tag) { throw problem("\(complaint); the row was skipped") }
    return TableRow(
      image: name, caption: Caption(text: text, language: tag, role: try role(of: record, at: origin)),
      split: split(of: record),
      origin: origin)
  }

  /// How the row's caption came about: as the source says where the row does not.
  private func role(of record: DelimitedRecord, at origin: Origin) throws(SkippedRecord) -> CaptionRole {
    guard let name = role.map({ record[$0].withoutOuterSpace }), !name.isEmpty else { return source.role }
    return try CaptionReader.role(named: name, at: origin)
  }

  /// The row's split; nil where it says none.
  func split(of record: DelimitedRecord) -> String? {
    split.map { record[$0].withoutOuterSpace }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Why a record of several lines is hardly one row, or nil: a line within it is a row itself, with an image of its own.
  /// Its first quotation mark was then meant as a character, and the next one closed by chance what it opened.
  func complaintOfSwallowing(_ record: DelimitedRecord, in file: OpenFile) throws -> String? {
    guard record.lineCount > 1, let first = record.firstLineLength else { return nil }
    let rest = try file.read(offset: record.offset + first, count: record.length - first)
    let rows = rest.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.count { line in
      var scanner = shape.makeScanner()
      Array(line).withUnsafeBufferPointer { _ = scanner.consume($0) }
      scanner.finish()
      guard !scanner.isOpen, shape.complaint(scanner) == nil else { return false }
      let inner = DelimitedRecord(scanner, offset: 0, line: 0)
      return inner.count > image && Self.isImage(inner[image])
    }
    guard rows > 0 else { return nil }
    return "a quote opens a field, and \(rows) of the \(record.lineCount - 1) lines up to the next quote are rows "
      + "themselves; was it meant as a character?"
  }

  /// What to note of a record of several lines that is read as one row; nil where nothing speaks against that.
  ///
  /// Quotation marks that are meant as characters can close one another so that the cells' number fits by accident, and nothing
  /// tells such a record from a cell of several lines. It is suspicious where each of its lines by itself, marks taken for
  /// characters, has as many cells as a row should have.
  func suspicion(of record: DelimitedRecord, in file: OpenFile) throws -> SkippedRecord? {
    guard record.lineCount > 1, record.count > 1 else { return nil }
    let bytes = try file.read(offset: record.offset, count: record.length)
    let lines = bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let isEveryLineARow = lines.allSatisfy { line in line.count { $0 == shape.format.separator } == record.count - 1 }
    guard lines.count > 1, isEveryLineARow else { return nil }
    return SkippedRecord(
      origin: Origin(file: path, line: record.line),
      reason:
        "a quoted cell spans \(record.lineCount) lines of which each has \(record.count) cells by itself; they are read as one "
        + "row, and are several if the quotation marks are meant as characters (--unquoted, unquoted in a recipe)",
      count: 0)
  }

  /// Whether a field can hardly be anything but an image's file or address.
  static func isImage(_ field: String) -> Bool {
    ImageEnding.all.contains(SourceFile.ending(of: field)) || field.contains("://")
  }
}

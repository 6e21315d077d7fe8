/// A row of a table that holds a pair.
struct TableRow {
  /// A path or an address.
  let picture: String
  let caption: Caption
  let origin: Origin

  var isAddress: Bool { picture.contains("://") }
}

/// Which columns of one table hold what.
struct TableColumns: Sendable {
  static let pictureNames = ["filepath", "image", "image_path", "file_name", "filename", "path", "file", "url"]
  static let captionNames = ["title", "caption", "text", "captions", "sentence"]
  static let languageNames = ["language", "lang"]

  let path: String
  let shape: DelimitedShape
  private let picture: Int
  private let caption: Int
  private let language: Int?
  private let source: CorpusSource

  /// Throws where the header does not say which column is which, or nothing says the captions' language.
  init(_ reader: DelimitedReader, source: CorpusSource) throws {
    let columns = reader.columns
    let layout = source.table
    func place(_ asked: String?, _ usual: [String]) throws -> Int? {
      if let asked { return try reader.column(asked) }
      let name = usual.first { name in columns.contains { $0.lowercased() == name } }
      return try name.flatMap { name in columns.first { $0.lowercased() == name } }.map { try reader.column($0) }
    }
    func missing(_ what: String, _ setting: String) -> CorpusError {
      let listed = columns.prefix(20).map { MemberName.shown($0) }.joined(separator: ", ")
      return CorpusError("\(reader.file.path): which column \(what)? Give the source's \(setting), one of: \(listed)")
    }
    guard let picture = try place(layout.pictureColumn, Self.pictureNames) else {
      throw missing("names the picture", "pictureColumn")
    }
    guard let caption = try place(layout.captionColumn, Self.captionNames) else {
      throw missing("is the caption", "captionColumn")
    }
    path = reader.file.path
    shape = reader.shape
    self.picture = picture
    self.caption = caption
    language = try place(layout.languageColumn, Self.languageNames)
    self.source = source
    guard language != nil || source.language != nil else {
      throw CorpusError("\(path): the captions name no language; give the source's language, such as \"en\"")
    }
  }

  func row(_ record: DelimitedRecord) throws(CorpusProblem) -> TableRow {
    let origin = Origin(file: path, line: record.line)
    func problem(_ reason: String) -> CorpusProblem { CorpusProblem(origin: origin, reason: reason) }
    let (name, text) = (record[picture], record[caption])
    guard !name.isEmpty else { throw problem("the picture is empty; the row was left out") }
    guard CaptionFile.isText(text) else { throw problem("the caption is empty; the row was left out") }
    let own = language.map { record[$0] } ?? ""
    guard let tag = own.isEmpty ? source.language : own else {
      throw problem("the row names no language; it was left out")
    }
    if let complaint = CaptionTag.complaint(tag) { throw problem("\(complaint); the row was left out") }
    return TableRow(
      picture: name, caption: Caption(text: text, language: tag, role: source.role), origin: origin)
  }

  /// What the layout says, or a tab where the first line has one, whatever the file's name says: open_clip writes tabs into
  /// .csv files.
  static func separator(of file: OpenFile, _ layout: TableLayout) throws -> UInt8 {
    if let separator = layout.separator {
      guard let byte = separator.asciiValue else {
        throw CorpusError("\(file.path): the separator “\(separator)” must be an ASCII character")
      }
      return byte
    }
    let start = try file.read(offset: 0, count: min(file.size, 1 << 16))
    let line = start.prefix { $0 != 0x0A && $0 != 0x0D }
    return UInt8(ascii: line.contains(UInt8(ascii: "\t")) ? "\t" : ",")
  }
}

import Tensors

/// Values separated by commas or tabs, one pair a row: open_clip's `filepath<TAB>title`, Wukong's `url,caption` beside a
/// folder of what was downloaded, and the like.
///
/// Rows of one picture that follow each other are one record. A picture column that holds addresses is looked for in the
/// folder of pictures by the address's last part, then by the row's number (from 0, nine digits, as img2dataset names them).
struct TableFormat: SourceFormat {
  let source: CorpusSource

  static let pictureColumns = ["filepath", "image", "image_path", "file_name", "filename", "path", "file", "url"]
  static let captionColumns = ["title", "caption", "text", "captions", "sentence"]
  static let languageColumns = ["language", "lang"]

  func read(_ path: String, pool: ThreadPool) throws -> SourceContent {
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    var absent = 0
    for file in try files(path) {
      let folder = source.images ?? SourceFile.folder(of: file)
      var rows = try TableRows(file, source: source)
      let pictures = try PictureFolder(folder)
      while let row = try rows.next(problems: &problems) {
        guard let location = pictures.location(of: row.picture, number: row.number) else {
          absent += 1
          continue
        }
        let caption = Caption(text: row.caption, language: row.language, role: source.role)
        if let last = images.last, last.picture == location, last.origin.file == row.origin.file {
          images[images.count - 1] = last.captioned(with: caption)
        } else {
          images.append(
            CaptionedImage(
              id: row.picture, picture: location, split: .train, captions: [caption], origin: row.origin))
        }
      }
      problems.add(rows.skipped)
    }
    return SourceContent(store: try ListedRecords(images), problems: problems, absent: absent)
  }
}

extension CaptionedImage {
  /// The same picture with one more caption.
  func captioned(with caption: Caption) -> CaptionedImage {
    CaptionedImage(
      id: id, picture: picture, style: style, split: split, symbol: symbol, captions: captions + [caption],
      withheld: withheld, origin: origin)
  }
}

/// The rows of one table that hold a pair.
private struct TableRows {
  struct Row {
    let picture: String
    let caption: String
    let language: String
    /// From 0, the header not counted.
    let number: Int
    let origin: Origin
  }

  private var reader: DelimitedReader
  private let places: (picture: Int, caption: Int, language: Int?)
  private let language: String?
  private var number = -1

  var skipped: SkippedParts { reader.skipped }

  init(_ path: String, source: CorpusSource) throws {
    let layout = source.table
    let file = try OpenFile(path: path)
    let separator = try layout.separator.map { try Self.byte($0, path) } ?? Self.guess(file)
    let reader = try DelimitedReader(file, format: DelimitedFormat(separator: separator))
    let columns = reader.columns
    func place(_ asked: String?, _ usual: [String]) throws -> Int? {
      if let asked { return try reader.column(asked) }
      return usual.lazy.compactMap { name in columns.firstIndex { $0.lowercased() == name } }.first
    }
    let listed = columns.joined(separator: ", ")
    guard let picture = try place(layout.pictureColumn, TableFormat.pictureColumns) else {
      throw CorpusError("\(path): which column names the picture? Give the source's pictureColumn, one of: \(listed)")
    }
    guard let caption = try place(layout.captionColumn, TableFormat.captionColumns) else {
      throw CorpusError("\(path): which column is the caption? Give the source's captionColumn, one of: \(listed)")
    }
    let tag = try place(layout.languageColumn, TableFormat.languageColumns)
    self.reader = reader
    places = (picture, caption, tag)
    language = source.language
    guard places.language != nil || language != nil else {
      throw CorpusError("\(path): the captions name no language; give the source's language, such as \"en\"")
    }
  }

  /// The next row with a picture and a caption.
  mutating func next(problems: inout SkippedParts) throws -> Row? {
    while let record = try reader.next() {
      number += 1
      let origin = Origin(file: reader.file.path, line: record.line)
      let (picture, caption) = (record[places.picture], record[places.caption])
      let tag = places.language.map { record[$0] } ?? ""
      guard !picture.isEmpty, caption.contains(where: { !$0.isWhitespace }) else {
        problems.add(origin, "the \(picture.isEmpty ? "picture" : "caption") is empty; the row was left out")
        continue
      }
      guard let language = tag.isEmpty ? language : tag else {
        problems.add(origin, "the row names no language; it was left out")
        continue
      }
      return Row(picture: picture, caption: caption, language: language, number: number, origin: origin)
    }
    return nil
  }

  private static func byte(_ separator: Character, _ path: String) throws -> UInt8 {
    guard let byte = separator.asciiValue else {
      throw CorpusError("\(path): the separator “\(separator)” must be an ASCII character")
    }
    return byte
  }

  /// A tab where the first line has one, whatever the file's name says: open_clip writes tabs into .csv files.
  private static func guess(_ file: OpenFile) throws -> UInt8 {
    let start = try file.read(offset: 0, count: min(file.size, 1 << 16))
    let line = start.prefix { $0 != 0x0A && $0 != 0x0D }
    return UInt8(ascii: line.contains(UInt8(ascii: "\t")) ? "\t" : ",")
  }
}

/// Pictures in a folder, found by path, by the last part of an address, or by number.
private struct PictureFolder {
  private let folder: String
  /// Names without their endings; only where addresses are looked up.
  private let names: [String: String]

  init(_ folder: String) throws {
    self.folder = folder
    let all = SourceFile.isFolder(folder) ? try SourceFile.names(in: folder) : []
    names = Dictionary(
      all.map { (String($0.prefix { $0 != "." }), $0) }, uniquingKeysWith: { first, _ in first })
  }

  func location(of picture: String, number: Int) -> PictureLocation? {
    guard picture.contains("://") else { return .file(picture.hasPrefix("/") ? picture : folder + "/" + picture) }
    let last = picture.split(separator: "/").last.map { $0.prefix { $0 != "?" && $0 != "#" } } ?? ""
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    guard let name = names[String(last.prefix { $0 != "." })] ?? names[padded] else { return nil }
    return .file(folder + "/" + name)
  }
}

import Tensors

/// Text files of which the same line belongs to the same picture, one file a language.
struct AlignedLines {
  /// A language's file.
  struct Column {
    let language: String
    let path: String
  }

  /// Names of the pictures, in order.
  let names: [String]
  let namesPath: String

  /// Reads all lines of a file; a last line end opens no further line. Files that end in `.gz` are unpacked.
  static func lines(_ path: String) throws -> [String] {
    let bytes = path.hasSuffix(".gz") ? try GzipFile.bytes(path) : try SourceFile.bytes(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CorpusError("\(path): the file is not valid UTF-8")
    }
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  init(names path: String) throws {
    namesPath = path
    names = try Self.lines(path).map { $0.split(separator: "\t").first.map(String.init) ?? "" }
  }

  /// One record a line, with the captions of every column.
  ///
  /// Throws where a file has another number of lines: nothing would then say which belongs to which.
  func images(_ columns: [Column], folder: String, role: CaptionRole) throws -> SourceContent {
    var captions = [[Caption]](repeating: [], count: names.count)
    for column in columns {
      let lines = try Self.lines(column.path)
      guard lines.count == names.count else {
        throw CorpusError(
          "\(column.path): the file has \(lines.count) lines and \(namesPath) has \(names.count); they must go together line by line"
        )
      }
      for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
        captions[index].append(Caption(text: line, language: column.language, role: role))
      }
    }
    var images: [CaptionedImage] = []
    var problems = SkippedParts()
    for (index, name) in names.enumerated() {
      let origin = Origin(file: namesPath, line: index + 1)
      guard !name.isEmpty, !captions[index].isEmpty else {
        problems.add(origin, name.isEmpty ? "the line names no picture" : "no language has a caption for this line")
        continue
      }
      images.append(
        CaptionedImage(
          id: name, picture: .file("\(folder)/\(name)"), split: .train, captions: captions[index], origin: origin))
    }
    return SourceContent(store: try ListedRecords(images), problems: problems)
  }
}

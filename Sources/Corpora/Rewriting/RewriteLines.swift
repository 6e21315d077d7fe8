import Console
import Runtime
import Tokenizers

/// The lines of a file of rewrites that are used, found again by their rows: 16 bytes a row.
struct RewriteLines: Sendable {
  let file: RewriteFile
  /// Lines that say nothing, or too little.
  let unused: Int
  private let path: String
  private let stamp: (size: Int, changed: Int)
  /// For each row; of length 0 where its line is not used.
  private let spans: [TextSpan]

  /// Lines that are looked at together.
  private static let block = 4096

  /// - Parameters:
  ///   - path: of the file, whole.
  ///   - rows: lines that it must have.
  ///   - source: whose rows they are, for the complaint.
  ///
  /// Throws where it has another number of lines or one of them cannot be read: nothing would then say which belongs to which.
  init(_ file: RewriteFile, at path: String, rows: Int, of source: String, pool: ThreadPool) throws {
    let open = try OpenFile(path: path)
    var reader = try LineReader(open)
    let segmenters = try (0..<pool.threads).map { _ in try CaptionSegmenter() }
    var spans: [TextSpan] = []
    var unused = 0
    var lines: [TextLine] = []
    func judge() throws {
      let isUsed = try pool.map(lines.count) { index, worker in
        try CaptionFile.isText(lines[index].text)
          && (file.minUnits == 0 || segmenters[worker].units(of: lines[index].text).units.count >= file.minUnits)
      }
      for (line, isUsed) in zip(lines, isUsed) {
        unused += isUsed ? 0 : 1
        spans.append(isUsed ? line.span : TextSpan(offset: line.offset, length: 0, line: line.number))
      }
      lines.removeAll(keepingCapacity: true)
    }
    while let line = try reader.next() {
      lines.append(line)
      if lines.count == Self.block { try judge() }
    }
    try judge()
    if let problem = reader.skipped.first.first {
      throw CorpusError("\(problem); a file of rewrites needs every line, since each belongs to a row of \(source)")
    }
    guard spans.count == rows else {
      throw CorpusError(
        "\(path): the file of rewrites has \(NumberText.counted(spans.count, "line", "lines")) and \(source) "
          + "\(NumberText.counted(rows, "row", "rows")); they must go together line by line")
    }
    self.file = file
    self.path = path
    self.spans = spans
    self.unused = unused
    stamp = (open.size, open.changed)
  }

  func isUsed(_ row: Int) -> Bool { spans[row].length > 0 }

  /// The line of a row; nil where it is not used.
  ///
  /// Throws a `SkippedRecord` where the file has changed.
  func text(of row: Int) throws -> String? {
    let span = spans[row]
    guard span.length > 0 else { return nil }
    let origin = Origin(file: path, line: Int(span.line))
    let open = try OpenFile(path: path)
    guard open.size == stamp.size, open.changed == stamp.changed else {
      throw SkippedRecord(
        origin: origin, reason: "the file of rewrites has changed since it was read; start the run again")
    }
    return String(decoding: try open.read(offset: span.offset, count: Int(span.length)), as: UTF8.self)
      .withoutOuterSpace
  }
}

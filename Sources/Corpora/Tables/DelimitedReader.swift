import Console

/// Reads a table of separated values record by record in bounded memory: RFC 4180 with any ASCII separator, or without
/// quotes.
///
/// Records end in LF, CRLF or CR; empty lines are stepped over, as is a byte order mark. A quote inside a field that does
/// not begin with one is a character as any other, and text behind a closing quote belongs to the field, as with Python's
/// csv and pandas. Records that are not UTF-8, too long, have too few or too many fields or no closing quote are counted in
/// `skipped` and skipped. Where such a record stands on several lines, only its first is lost: a quotation mark that was
/// meant as a character must not swallow what follows.
public struct DelimitedReader: Sendable {
  public let file: OpenFile
  public var format: DelimitedFormat { shape.format }
  /// The names in the header; empty without one.
  public private(set) var columns: [String] = []
  public private(set) var skipped = SkippedRecords()

  private var window: FileWindow
  private var position = 0
  private var line = 1
  private var records = 0
  private var isAtEnd = false
  private(set) var shape: DelimitedShape
  private var followsCarriageReturn = false
  /// Bytes that may still be read again after a quote that opened nothing. Each such quote costs a pass over what follows,
  /// so that a file made for the purpose could ask for a pass on every line.
  private var bytesToReread: Int

  /// Opens a table and reads its header. Throws `CorpusError` where there should be one and is none, where the separator
  /// cannot be one, and where the file cannot be read or is UTF-16.
  public init(_ file: OpenFile, format: DelimitedFormat) throws {
    try self.init(file, format: format, chunk: 1 << 18)
  }

  init(_ file: OpenFile, format: DelimitedFormat, chunk: Int) throws {
    if let complaint = format.complaint { throw CorpusError("\(file.path): \(complaint)") }
    self.file = file
    shape = DelimitedShape(format)
    window = FileWindow(file, chunk: chunk)
    bytesToReread = 4 * file.size
    position = try ByteOrderMark.length(in: file)
    if format.hasHeader {
      guard let header = try next(), skipped.isEmpty else {
        throw CorpusError(
          "\(skipped.first.first?.description ?? file.path): the table has no header that names its columns")
      }
      columns = header.fields
    }
  }

  /// The place of a column. Throws `CorpusError` where the header lacks it or has it twice.
  public func column(_ name: String) throws -> Int {
    // Some writers set a space behind every separator, which nobody means to be a part of the name.
    let exact = columns.indices.filter { columns[$0] == name }
    let places = exact.isEmpty ? columns.indices.filter { columns[$0].withoutOuterSpace == name } : exact
    guard let place = places.first else {
      throw CorpusError("\(file.path): no column is named “\(name)”\(Suggestion.tail(name, in: columns.prefix(100)))")
    }
    guard places.count == 1 else { throw CorpusError("\(file.path): \(places.count) columns are named “\(name)”") }
    return place
  }

  /// The next record, or nil at the file's end. Throws `CorpusError` where the system cannot read.
  public mutating func next() throws -> DelimitedRecord? {
    while true {
      try stepOverLineFeed()
      let offset = position
      let number = line
      guard let scanner = try scan() else {
        if !isAtEnd, let rest = file.lostRest(behind: records) { skipped.add(rest) }
        isAtEnd = true
        return nil
      }
      if scanner.isBlank { continue }
      if let complaint = shape.complaint(scanner) {
        skip(scanner, complaint, offset: offset, line: number)
        continue
      }
      if shape.width == nil { shape.width = scanner.fieldCount }
      records += 1
      return DelimitedRecord(scanner, offset: offset, line: number)
    }
  }

  /// Leaves out the record that `next` found last: of several lines only the first, and the next record is looked for behind
  /// it, unless that was done too often.
  mutating func reject(_ record: DelimitedRecord, _ complaint: String) {
    let isTakenBack = goBack(
      offset: record.offset, firstLine: record.firstLineLength, consumed: record.length, line: record.line)
    skip(complaint, line: record.line, isTakenBack: isTakenBack, lines: record.lineCount)
  }

  /// Counts what cannot be read: the first of several lines where those behind it can be tried, else all of them.
  private mutating func skip(_ scanner: DelimitedScanner, _ complaint: String, offset: Int, line number: Int) {
    // A record that never closes has been taken back already, where it could be.
    var isTakenBack = position < offset + scanner.consumed
    if !isTakenBack, !scanner.isOpen, !scanner.isGivenUp, scanner.innerLines > 0, !shape.hasFields(scanner) {
      isTakenBack = goBack(
        offset: offset, firstLine: scanner.firstInnerLineEnd, consumed: scanner.consumed, line: number)
    }
    skip(complaint, line: number, isTakenBack: isTakenBack, lines: scanner.lineCount)
  }

  private mutating func skip(_ complaint: String, line number: Int, isTakenBack: Bool, lines: Int) {
    let what = isTakenBack ? "the line was" : lines > 1 ? "all \(lines) lines were" : "the record was"
    skipped.add(
      Origin(file: file.path, line: number), "\(complaint); \(what) skipped",
      count: isTakenBack ? 1 : RecordCount(lines))
  }

  /// The record that `next` found at `offset`, read again; `line` is for complaints. Several threads may ask at once.
  ///
  /// Throws `CorpusError` where the file changed and no whole record stands there any more.
  public func record(at offset: Int, length: Int, line: Int) throws -> DelimitedRecord {
    try shape.record(in: file, at: offset, length: length, line: line)
  }

  /// A record's CR may have left its LF behind.
  private mutating func stepOverLineFeed() throws {
    guard followsCarriageReturn else { return }
    followsCarriageReturn = false
    if try window.withBytes(from: position, { $0.first == UInt8(ascii: "\n") }) { position += 1 }
  }

  /// Scans what stands here up to its line end, or, where a quote never closes, up to the end of its first line. Nil at the
  /// file's end.
  private mutating func scan() throws -> DelimitedScanner? {
    var scanner = shape.makeScanner()
    let recordLimit = format.recordLimit
    while scanner.lineEnd == nil {
      let isAtEnd = try window.withBytes(from: position + scanner.consumed) { chunk in
        // One byte more than the limit shows that a record is too long; wherever chunks end, it shows at the same byte.
        let count = scanner.isGivenUp ? chunk.count : recordLimit + 1 - scanner.consumed
        if !chunk.isEmpty { _ = scanner.consume(UnsafeBufferPointer(rebasing: chunk.prefix(count))) }
        return chunk.isEmpty
      }
      if isAtEnd {
        // What damage cut off is no record; it counts with what follows it.
        guard scanner.consumed > 0, file.damage == nil else { return nil }
        if !scanner.isOpen || !goBack(from: scanner) { stepOver(&scanner) }
        return scanner
      }
      if scanner.lineEnd == nil, !scanner.isGivenUp, scanner.length > format.recordLimit {
        if scanner.isOpen, goBack(from: scanner) { return scanner }
        scanner.giveUp()
      }
    }
    stepOver(&scanner)
    return scanner
  }

  private mutating func stepOver(_ scanner: inout DelimitedScanner) {
    if scanner.lineEnd == nil { scanner.finish() }
    position += scanner.consumed
    line += scanner.innerLines + 1
    followsCarriageReturn = scanner.lineEnd == UInt8(ascii: "\r")
  }

  /// After a quote that never closed: goes on behind the first line only. The scanner began at `position`.
  private mutating func goBack(from scanner: DelimitedScanner) -> Bool {
    goBack(offset: position, firstLine: scanner.firstInnerLineEnd, consumed: scanner.consumed, line: line)
  }

  /// Goes on behind the first line of the record at `offset`. False where there is no such line or this was done too often.
  private mutating func goBack(offset: Int, firstLine: Int?, consumed: Int, line number: Int) -> Bool {
    guard let firstLine, bytesToReread >= consumed else { return false }
    bytesToReread -= consumed
    position = offset + firstLine
    line = number + 1
    followsCarriageReturn = false
    return true
  }
}

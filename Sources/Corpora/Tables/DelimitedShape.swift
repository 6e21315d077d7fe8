/// What a record of one table must look like; enough to read any of them again where it stands.
struct DelimitedShape: Sendable {
  var format: DelimitedFormat
  /// Fields that every record must have; nil until the first record has decided.
  var width: Int?

  init(_ format: DelimitedFormat) {
    self.format = format
    self.format.recordLimit = min(max(0, format.recordLimit), Int.max - 1)
    width = format.width
  }

  func makeScanner() -> DelimitedScanner {
    DelimitedScanner(format, fieldLimit: width ?? DelimitedFormat.columnLimit)
  }

  /// The record at `offset`, read again; `line` is for complaints. Several threads may ask at once.
  ///
  /// Throws `CorpusError` where the file changed and no whole record stands there any more.
  func record(in file: OpenFile, at offset: Int, length: Int, line: Int) throws -> DelimitedRecord {
    let bytes = try file.read(offset: offset, count: length)
    var scanner = makeScanner()
    let isCutShort = bytes.withUnsafeBufferPointer { scanner.consume($0) }
    scanner.finish()
    if let complaint = isCutShort ? "the record ends earlier than before" : complaint(scanner) {
      throw CorpusError("\(Origin(file: file.path, line: line)): \(complaint); the file may have changed")
    }
    return DelimitedRecord(scanner, offset: offset, line: line)
  }

  /// Why a record is skipped, or nil.
  func complaint(_ scanner: DelimitedScanner) -> String? {
    if scanner.isOpen {
      let isLimit = scanner.length > format.recordLimit
      return
        "a quote opens a field and \(isLimit ? "does not close it within \(format.recordLimit) bytes" : "never closes it")"
    }
    if scanner.length > format.recordLimit {
      return "the record has more than \(format.recordLimit) bytes, which is the limit"
    }
    if scanner.hasStrayQuote {
      return
        "a quote opens a field, and text follows the next quote, \(scanner.innerLines) lines further; was the first "
        + "meant as a character?"
    }
    let limit = width ?? DelimitedFormat.columnLimit
    if let width, scanner.fieldCount != width {
      let lines = scanner.innerLines > 0 ? " on \(scanner.innerLines + 1) lines" : ""
      return "the record has \(scanner.fieldCount) fields\(lines), where \(width) were expected"
    }
    if scanner.fieldCount > limit { return "the record has \(scanner.fieldCount) fields; at most \(limit) are read" }
    return Self.isText(scanner) ? nil : "the record is not valid UTF-8"
  }

  /// Whether a record has as many fields as it should and none that seems to swallow others.
  func hasFields(_ scanner: DelimitedScanner) -> Bool {
    !scanner.hasStrayQuote && scanner.fieldCount <= DelimitedFormat.columnLimit
      && (width == nil || scanner.fieldCount == width)
  }

  /// Field by field, because halves of two fields could make a whole character.
  private static func isText(_ scanner: DelimitedScanner) -> Bool {
    scanner.storage.withUnsafeBufferPointer { storage in
      var start = 0
      for end in scanner.ends {
        let field = UnsafeBufferPointer(rebasing: storage[start..<end])
        if (try? UTF8Span(validating: field.span)) == nil { return false }
        start = end
      }
      return true
    }
  }
}

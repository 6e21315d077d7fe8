/// Cuts one record into fields: a state machine that takes the file in pieces of any length.
struct DelimitedScanner {
  private enum State {
    case fieldStart, plain, quoted, afterQuote
    /// Nothing is kept; the next line end closes the record.
    case skipping
  }

  /// The fields' bytes one after another, quotes resolved.
  private(set) var storage: [UInt8] = []
  /// Where each field ends in `storage`; only the first `fieldLimit`.
  private(set) var ends: [Int] = []
  private(set) var fieldCount = 0
  /// Bytes consumed, with the line end as far as it was seen: of CRLF only CR.
  private(set) var consumed = 0
  /// Line ends within quotes.
  private(set) var innerLines = 0
  /// Bytes up to the first line end within quotes and with it: from there a lost record's next line can be tried.
  private(set) var firstInnerLineEnd: Int?
  /// The byte that closed the record, nil where the file's end did.
  private(set) var lineEnd: UInt8?
  /// Whether text follows the quote that closes a field in which a line ends and a separator stands: the quote before it
  /// was then hardly meant to open anything. On one line, and without a separator, such text belongs to the field, as with
  /// Python's csv and pandas.
  private(set) var hasStrayQuote = false

  private let separator: UInt8
  private let isQuoted: Bool
  private let fieldLimit: Int
  private var state = State.fieldStart
  private var previousIsCarriageReturn = false
  /// What stands within the quotes of the field that is read.
  private var isLineEndQuoted = false
  private var isSeparatorQuoted = false

  init(_ format: DelimitedFormat, fieldLimit: Int) {
    separator = format.separator
    isQuoted = format.isQuoted
    self.fieldLimit = fieldLimit
  }

  /// Bytes of the record without its line end.
  var length: Int { consumed - (lineEnd == nil ? 0 : 1) }
  /// Lines it stands on; what an open quote has swallowed up to the file's end may end with a line.
  var lineCount: Int {
    let isEndedLine = isOpen && (storage.last == UInt8(ascii: "\n") || storage.last == UInt8(ascii: "\r"))
    return max(1, innerLines + (isEndedLine ? 0 : 1))
  }
  /// Whether a quote is open.
  var isOpen: Bool { state == .quoted }
  var isGivenUp: Bool { state == .skipping }
  /// Whether nothing at all stands on the line.
  var isBlank: Bool { length == 0 }

  /// Takes bytes up to the record's line end and with it; true where that was among them.
  mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    let start = consumed
    while at < bytes.count, lineEnd == nil {
      switch state {
      case .fieldStart:
        let opens = isQuoted && bytes[at] == UInt8(ascii: "\"")
        if opens { at += 1 }
        state = opens ? .quoted : .plain
        (isLineEndQuoted, isSeparatorQuoted) = (false, false)
      case .plain, .skipping: at = takePlain(bytes, from: at)
      case .quoted: at = takeQuoted(bytes, from: at, recordStart: start)
      case .afterQuote: at = takeAfterQuote(bytes, at)
      }
    }
    consumed = start + at
    return lineEnd != nil
  }

  /// Closes a record that the file's end closes.
  mutating func finish() { if state != .quoted { endField() } }

  /// Forgets what was read and looks for the line's end only.
  mutating func giveUp() {
    storage = []
    ends = []
    state = .skipping
  }

  private mutating func takePlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let separator = state == .skipping ? UInt8(ascii: "\n") : separator
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      at += 1
    }
    if state == .plain { storage.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<at])) }
    guard at < bytes.count else { return at }
    close(bytes[at])
    return at + 1
  }

  private mutating func takeQuoted(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, recordStart: Int) -> Int {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") { break }
      at += 1
      if byte == separator { isSeparatorQuoted = true }
      let isCarriageReturn = byte == UInt8(ascii: "\r")
      if isCarriageReturn || byte == UInt8(ascii: "\n") {
        isLineEndQuoted = true
        // The LF of CRLF belongs to the line end that its CR was.
        if isCarriageReturn || !previousIsCarriageReturn { innerLines += 1 }
        if firstInnerLineEnd == nil { firstInnerLineEnd = recordStart + at }
        if !isCarriageReturn, previousIsCarriageReturn, innerLines == 1 { firstInnerLineEnd = recordStart + at }
      }
      previousIsCarriageReturn = isCarriageReturn
    }
    storage.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<at]))
    guard at < bytes.count else { return at }
    previousIsCarriageReturn = false
    state = .afterQuote
    return at + 1
  }

  private mutating func takeAfterQuote(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    switch bytes[at] {
    case UInt8(ascii: "\""):
      storage.append(UInt8(ascii: "\""))
      state = .quoted
    case separator, UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      close(bytes[at])
    default:
      if isLineEndQuoted, isSeparatorQuoted { hasStrayQuote = true }
      state = .plain
      return at
    }
    return at + 1
  }

  /// Closes a field by the byte behind it, and the record where that is a line end.
  private mutating func close(_ byte: UInt8) {
    endField()
    if byte == separator, state != .skipping { state = .fieldStart } else { lineEnd = byte }
  }

  private mutating func endField() {
    fieldCount += 1
    if fieldCount <= fieldLimit { ends.append(storage.count) }
  }
}

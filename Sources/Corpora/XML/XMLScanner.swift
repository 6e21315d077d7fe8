/// The bytes of an XML document and a place in them: names, quoted values, references.
struct XMLScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let source: String
  private var at = 0

  init(bytes: UnsafeBufferPointer<UInt8>, source: String) {
    self.bytes = bytes
    self.source = source
  }

  var isAtEnd: Bool { at == bytes.count }
  var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipByteOrderMark() {
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { at = 3 }
  }

  /// Steps over `literal` where it stands here.
  mutating func take(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    guard bytes.count - at >= count else { return false }
    for index in 0..<count where bytes[at + index] != literal.utf8Start[index] { return false }
    at += count
    return true
  }

  @discardableResult
  mutating func skipSpace() -> Bool {
    let start = at
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    return at > start
  }

  mutating func name() throws -> String {
    let start = at
    while let byte = peek, Self.isNameByte(byte) { at += 1 }
    guard at > start else { throw failure("a name should stand here") }
    return try string(start..<at)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: ":"), 0x80...0xFF:
      true
    default: false
    }
  }

  mutating func attributeValue(_ name: String) throws -> String {
    guard let quote = peek, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw failure("the value of \(name) should stand here in quotes")
    }
    at += 1
    let value = try characterData(until: quote, what: "value of \(name)")
    guard peek == quote else { throw failure("the value of \(name) has no closing quote") }
    at += 1
    return value
  }

  /// Text up to `end` or the end of the file, references resolved; `end` is not consumed.
  mutating func characterData(until end: UInt8, what: String) throws -> String {
    var text = ""
    var start = at
    while let byte = peek, byte != end {
      if byte == UInt8(ascii: "&") {
        text += try string(start..<at)
        text.unicodeScalars.append(try reference())
        start = at
      } else if byte == UInt8(ascii: "<") {
        throw failure("< must be written &lt; in the \(what)")
      } else {
        at += 1
      }
    }
    return text + (try string(start..<at))
  }

  private mutating func reference() throws -> Unicode.Scalar {
    let start = at
    at += 1
    while let byte = peek, byte != UInt8(ascii: ";"), at - start < 12 { at += 1 }
    guard peek == UInt8(ascii: ";") else {
      throw failure("& must be written &amp;, or a reference end in ;", at: start)
    }
    let name = try string(start + 1..<at)
    at += 1
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let digits = name.hasPrefix("#x") ? name.dropFirst(2) : name.dropFirst()
      guard name.hasPrefix("#"), digits.first?.isHexDigit == true,
        let value = UInt32(digits, radix: name.hasPrefix("#x") ? 16 : 10), value > 0, let scalar = Unicode.Scalar(value)
      else { throw failure("the reference &\(name); is unknown", at: start) }
      return scalar
    }
  }

  /// What stands before `end`, which is consumed.
  mutating func string(upTo end: StaticString, what: String) throws -> String {
    let start = at
    while !isAtEnd {
      let stop = at
      if take(end) { return try string(start..<stop) }
      at += 1
    }
    throw failure("the \(what) that begins here has no end", at: start)
  }

  mutating func skipComment() throws {
    let start = at
    _ = try string(upTo: "--", what: "comment")
    guard take(">") else { throw failure("-- must not stand inside a comment", at: start) }
  }

  /// After `<!DOCTYPE`: an external identifier; declarations of its own are not supported.
  mutating func skipDocumentType() throws {
    let start = at
    while let byte = peek {
      at += 1
      if byte == UInt8(ascii: ">") { return }
      if byte == UInt8(ascii: "[") {
        throw failure("declarations inside the document type are not supported", at: start)
      }
    }
    throw failure("the document type that begins here has no end", at: start)
  }

  private func string(_ range: Range<Int>) throws -> String {
    guard let string = String(validating: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self) else {
      throw failure("the text is not valid UTF-8", at: range.lowerBound)
    }
    return string
  }

  func failure(_ problem: String, at place: Int? = nil) -> XMLError {
    XMLError(source: source, line: 1 + bytes[..<(place ?? at)].count { $0 == 0x0A }, problem: problem)
  }
}

/// What is wrong with a JSON document and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, or another word for where the text came from.
  public let source: String
  /// Counted from 1.
  public let line: Int
  /// In bytes of UTF-8, counted from 1.
  public let column: Int
  public let problem: String

  public var description: String { "\(source):\(line):\(column): \(problem)" }
}

extension JSONValue {
  /// Lists and objects inside one another that are read at most.
  public static let depthLimit = 128

  /// Parses one whole document, strictly (RFC 8259): UTF-8, no comments, no trailing commas, no repeated member names,
  /// no lone surrogates, no numbers beyond a double.
  ///
  /// `source` begins every message; `firstLine` is the number of the text's first line, for files with one document a line.
  /// Throws `JSONError`.
  public init(parsing bytes: some Collection<UInt8>, source: String, firstLine: Int = 1) throws {
    let bytes = Array(bytes)
    self = try bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONParser(bytes: bytes, source: source, firstLine: firstLine)
      return try parser.document()
    }
  }

  /// Parses one whole document; see `init(parsing:source:firstLine:)`.
  public init(parsing text: String, source: String = "JSON") throws {
    try self.init(parsing: text.utf8, source: source)
  }
}

/// Recursive descent over bytes that outlive it.
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let source: String
  private let firstLine: Int
  private var at = 0

  init(bytes: UnsafeBufferPointer<UInt8>, source: String, firstLine: Int) {
    self.bytes = bytes
    self.source = source
    self.firstLine = firstLine
  }

  mutating func document() throws -> JSONValue {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard at == bytes.count else { throw failure("something follows the end of the document") }
    return value
  }

  private mutating func value(depth: Int) throws -> JSONValue {
    guard depth <= JSONValue.depthLimit else {
      throw failure("lists and objects stand more than \(JSONValue.depthLimit) deep in one another")
    }
    switch peek {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    case nil: throw failure("the document ends where a value should stand")
    default: throw failure("a value should stand here: a string, a number, true, false, null, [ or {")
    }
  }

  private mutating func object(depth: Int) throws -> JSONValue {
    var members: [JSONMember] = []
    var names: Set<String> = []
    at += 1
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      guard peek == UInt8(ascii: "\"") else { throw failure("a member's name in double quotes should stand here") }
      let place = at
      let name = try string()
      guard names.insert(name).inserted else { throw failure("the member \"\(name)\" stands here twice", at: place) }
      skipSpace()
      guard take(":") else { throw failure("a colon should follow the name \"\(name)\"") }
      skipSpace()
      members.append(JSONMember(name, try value(depth: depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw failure("a comma or } should follow a member") }
      skipSpace()
    }
  }

  private mutating func array(depth: Int) throws -> JSONValue {
    var values: [JSONValue] = []
    at += 1
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      values.append(try value(depth: depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw failure("a comma or ] should follow a list's value") }
      skipSpace()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else { throw failure("\(word) should stand here") }
      at += 1
    }
    return value
  }

  // MARK: Numbers

  private mutating func number() throws -> JSONValue {
    let start = at
    _ = take("-")
    if take("0") {
      if isDigit(peek) { throw failure("a number must not begin with 0") }
    } else {
      try digits()
    }
    var whole = true
    if take(".") {
      whole = false
      try digits()
    }
    if take("e") || take("E") {
      whole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
    if whole, let value = Int(text), text != "-0" { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw failure("the number \(text) is too large", at: start) }
    return .number(value)
  }

  private mutating func digits() throws {
    guard isDigit(peek) else { throw failure("a digit should stand here") }
    while isDigit(peek) { at += 1 }
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    byte.map { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ?? false
  }

  // MARK: Strings

  private mutating func string() throws -> String {
    let start = at
    at += 1
    var content: [UInt8] = []
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        guard let string = String(validating: content, as: UTF8.self) else {
          throw failure("the string is not valid UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): content += try escape()
      case 0..<0x20: throw failure("a control character inside a string must be escaped")
      default:
        content.append(byte)
        at += 1
      }
    }
    throw failure("the string that begins here has no end", at: start)
  }

  private mutating func escape() throws -> [UInt8] {
    let start = at
    at += 1
    guard let kind = peek else { throw failure("the document ends inside an escape", at: start) }
    at += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
    case UInt8(ascii: "b"): return [8]
    case UInt8(ascii: "f"): return [12]
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "u"): return try Array(String(unicodeEscape(start)).utf8)
    default: throw failure("the escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", at: start)
    }
  }

  /// After `\u`: one unit, or two that make a surrogate pair.
  private mutating func unicodeEscape(_ start: Int) throws -> Character {
    let first = try hexadecimal(start)
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard first < 0xDC00, take("\\"), take("u") else { throw failure("a surrogate without its partner", at: start) }
    let second = try hexadecimal(start)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("a surrogate without its partner", at: start) }
    return Character(scalar)
  }

  private mutating func hexadecimal(_ start: Int) throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw failure("four hexadecimal digits should follow \\u", at: start)
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }

  // MARK: Bytes

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
  }

  private func failure(_ problem: String, at place: Int? = nil) -> JSONError {
    let before = bytes[..<(place ?? at)]
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    let line = firstLine + before.count { $0 == 0x0A }
    return JSONError(source: source, line: line, column: column, problem: problem)
  }
}

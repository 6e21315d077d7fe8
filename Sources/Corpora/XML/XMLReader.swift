/// One step through an XML document.
enum XMLEvent: Equatable {
  case start(name: String, attributes: [XMLAttribute])
  /// Follows every start, also that of an empty element.
  case end(name: String)
  /// Character data with references resolved; a run may come in several pieces.
  case text(String)
}

struct XMLAttribute: Equatable {
  let name: String
  let value: String
}

/// What is wrong with an XML document and where.
struct XMLError: Error, Equatable, CustomStringConvertible {
  let source: String
  /// Counted from 1.
  let line: Int
  let problem: String

  var description: String { "\(source):\(line): \(problem)" }
}

/// A strict pull reader for UTF-8 XML 1.0 without a validating view of the document type: tags must match, attributes be
/// unique and quoted, references known. Custom entities are errors.
///
/// The bytes must outlive the reader.
struct XMLReader {
  /// Elements inside one another that are read at most.
  static let depthLimit = 256

  private var scanner: XMLScanner
  private var open: [String] = []
  private var pendingEnd: String?
  private var sawRoot = false

  init(bytes: UnsafeBufferPointer<UInt8>, source: String) {
    scanner = XMLScanner(bytes: bytes, source: source)
    scanner.skipByteOrderMark()
  }

  /// Reads a whole document from memory, event by event.
  static func read(_ bytes: [UInt8], source: String, _ body: (XMLEvent) throws -> Void) throws {
    try bytes.withUnsafeBufferPointer { bytes in
      var reader = XMLReader(bytes: bytes, source: source)
      while let event = try reader.next() { try body(event) }
    }
  }

  /// The next event, or `nil` after the end of a complete document.
  mutating func next() throws -> XMLEvent? {
    if let name = pendingEnd {
      pendingEnd = nil
      return try close(name)
    }
    while !scanner.isAtEnd {
      if scanner.peek != UInt8(ascii: "<") {
        if let text = try text() { return .text(text) }
      } else if scanner.take("<!--") {
        try scanner.skipComment()
      } else if scanner.take("<![CDATA[") {
        guard !open.isEmpty else { throw scanner.failure("a CDATA section stands outside the root element") }
        return .text(try scanner.string(upTo: "]]>", what: "CDATA section"))
      } else if scanner.take("<!DOCTYPE") {
        guard !sawRoot else { throw scanner.failure("a document type stands after the root element began") }
        try scanner.skipDocumentType()
      } else if scanner.take("<?") {
        _ = try scanner.string(upTo: "?>", what: "processing instruction")
      } else if scanner.take("</") {
        let name = try scanner.name()
        scanner.skipSpace()
        guard scanner.take(">") else { throw scanner.failure("the closing tag of \(name) should end here with >") }
        return try close(name)
      } else {
        return try start()
      }
    }
    if let name = open.last { throw scanner.failure("the file ends inside <\(name)>") }
    guard sawRoot else { throw scanner.failure("the file holds no element") }
    return nil
  }

  private mutating func start() throws -> XMLEvent {
    _ = scanner.take("<")
    let name = try scanner.name()
    guard !open.isEmpty || !sawRoot else { throw scanner.failure("<\(name)> follows the root element") }
    guard open.count < Self.depthLimit else {
      throw scanner.failure("elements stand more than \(Self.depthLimit) deep in one another")
    }
    let attributes = try attributes(of: name)
    sawRoot = true
    open.append(name)
    if scanner.take("/>") {
      pendingEnd = name
    } else if !scanner.take(">") {
      throw scanner.failure("the tag <\(name)> should end here with >")
    }
    return .start(name: name, attributes: attributes)
  }

  private mutating func attributes(of element: String) throws -> [XMLAttribute] {
    var attributes: [XMLAttribute] = []
    while true {
      let spaced = scanner.skipSpace()
      guard let byte = scanner.peek, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") else { return attributes }
      guard spaced else { throw scanner.failure("a space should stand before an attribute of <\(element)>") }
      let name = try scanner.name()
      guard !attributes.contains(where: { $0.name == name }) else {
        throw scanner.failure("the attribute \(name) of <\(element)> stands here twice")
      }
      scanner.skipSpace()
      guard scanner.take("=") else { throw scanner.failure("= should follow the attribute \(name) of <\(element)>") }
      scanner.skipSpace()
      attributes.append(XMLAttribute(name: name, value: try scanner.attributeValue(name)))
    }
  }

  private mutating func close(_ name: String) throws -> XMLEvent {
    guard let expected = open.popLast() else { throw scanner.failure("</\(name)> closes nothing") }
    guard expected == name else { throw scanner.failure("</\(name)> stands where </\(expected)> should") }
    return .end(name: name)
  }

  private mutating func text() throws -> String? {
    if open.isEmpty {
      scanner.skipSpace()
      guard scanner.isAtEnd || scanner.peek == UInt8(ascii: "<") else {
        throw scanner.failure("text stands outside the root element")
      }
      return nil
    }
    return try scanner.characterData(until: UInt8(ascii: "<"), what: "text")
  }
}

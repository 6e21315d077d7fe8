import Testing

@testable import Corpora

@Suite("XML")
struct XMLReaderTests {
  static func events(_ text: String) throws -> [XMLEvent] {
    var events: [XMLEvent] = []
    try XMLReader.read(Array(text.utf8), source: "a.xml") { events.append($0) }
    return events
  }

  @Test("Elements, attributes, references, comments and CDATA are read")
  func document() throws {
    let text = """
      \u{FEFF}<?xml version="1.0" encoding="UTF-8" ?>
      <!DOCTYPE ldml SYSTEM "../ldml.dtd">
      <!-- a <comment> & more -->
      <a one="1 &lt; 2" two='"'><b/>x &amp;&#x1F600;&#65;<![CDATA[<&]]>é</a >
      """
    let expected: [XMLEvent] = [
      .start(
        name: "a", attributes: [XMLAttribute(name: "one", value: "1 < 2"), XMLAttribute(name: "two", value: "\"")]),
      .start(name: "b", attributes: []), .end(name: "b"), .text("x &😀A"), .text("<&"), .text("é"), .end(name: "a"),
    ]
    #expect(try Self.events(text) == expected)
  }

  static let broken: [(String, String)] = [
    ("", "a.xml:1: the file holds no element"),
    ("<a>\n<b></a>", "a.xml:2: </a> stands where </b> should"),
    ("<a>\n", "a.xml:2: the file ends inside <a>"),
    ("<a></a></b>", "a.xml:1: </b> closes nothing"),
    ("<a/><b/>", "a.xml:1: <b> follows the root element"),
    ("<a/>x", "a.xml:1: text stands outside the root element"),
    ("<a b=1/>", "a.xml:1: the value of b should stand here in quotes"),
    ("<a b='1' b='2'/>", "a.xml:1: the attribute b of <a> stands here twice"),
    ("<a b='1'c='2'/>", "a.xml:1: a space should stand before an attribute of <a>"),
    ("<a b='1", "a.xml:1: the value of b has no closing quote"),
    ("<a b='<'/>", "a.xml:1: < must be written &lt; in the value of b"),
    ("<a>&nbsp;</a>", "a.xml:1: the reference &nbsp; is unknown"),
    ("<a>&#xD800;</a>", "a.xml:1: the reference &#xD800; is unknown"),
    ("<a>a & b</a>", "a.xml:1: & must be written &amp;, or a reference end in ;"),
    ("<a>\n<!-- x", "a.xml:2: the comment that begins here has no end"),
    ("<a><!-- x -- y --></a>", "a.xml:1: -- must not stand inside a comment"),
    ("<a><![CDATA[x]]</a>", "a.xml:1: the CDATA section that begins here has no end"),
    ("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "a.xml:1: declarations inside the document type are not supported"),
    ("< a/>", "a.xml:1: a name should stand here"),
    (String(repeating: "<a>", count: 300), "a.xml:1: elements stand more than 256 deep in one another"),
  ]

  @Test("Broken files are refused with their line", arguments: broken)
  func refuses(text: String, message: String) {
    let error = #expect(throws: XMLError.self) { try Self.events(text) }
    #expect(error?.description == message)
  }

  @Test("Bytes that are not UTF-8 are refused")
  func encoding() {
    let error = #expect(throws: XMLError.self) {
      try XMLReader.read([0x3C, 0x61, 0x3E, 0x0A, 0xFF, 0x3C, 0x2F, 0x61, 0x3E], source: "a.xml") { _ in }
    }
    #expect(error?.problem == "the text is not valid UTF-8")
  }
}

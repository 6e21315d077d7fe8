import JSON

@testable import Corpora
@testable import Files
@testable import Recipes

extension FuzzSubject {
  static let texts = [table, lines, base64, patterns, json, xml, recipe]

  /// The first byte says how the table is written.
  private static let table = FuzzSubject(
    "separated-values", origin: "a.csv",
    examples: Examples.texts(
      "\0id,text\n1,\"a \"\"b\"\"\"\n2,\"line\r\nline\"\r\n\"3\",é\r4,\"图\n5\"\n6,x\n",
      "\u{3}id\ttext\r\n1\t\"a\r\n2\tb")
  ) { bytes in
    guard let first = bytes.first else { return }
    var format = DelimitedFormat(
      separator: UInt8(ascii: first & 1 == 0 ? "," : "\t"), isQuoted: first & 2 == 0, hasHeader: first & 4 != 0)
    format.recordLimit = 10 + Int(first)
    let file = OpenFile(Array(bytes.dropFirst()), name: "a.csv")
    var records: [[DelimitedRecord]] = []
    for chunk in [1 << 10, 1 + bytes.count % 9] {
      var reader = try DelimitedReader(file, format: format, chunk: chunk)
      var found: [DelimitedRecord] = []
      while let record = try reader.next() {
        expect(record.offset + record.length <= file.size && record.length <= format.recordLimit, "\(record)")
        let again = try reader.record(at: record.offset, length: record.length, line: record.line)
        expect(again == record, "\(record), and read again \(again)")
        found.append(record)
      }
      records.append(found)
    }
    expect(records[0] == records[1], "other records where the file is cut elsewhere")
  }

  private static let lines = FuzzSubject(
    "lines", origin: "a.jsonl", examples: Examples.texts("{\"a\": 1}\r\n\n{\"é\": \"图\"}\nlonger than the others\n")
  ) { bytes in
    var found: [[TextLine]] = []
    for chunk in [1_000, 1 + bytes.count % 7] {
      var reader = try LineReader(OpenFile(bytes, name: "a.jsonl"), limit: 15, chunk: chunk)
      var lines: [TextLine] = []
      while let line = try reader.next() { lines.append(line) }
      found.append(lines)
    }
    expect(found[0] == found[1], "other lines where the file is cut elsewhere")
  }

  private static let base64 = FuzzSubject(
    "base64", examples: Examples.texts("TWFueSBoYW5kcyBtYWtl\r\nIGxpZ2h0IHdvcmsu-_+/TWE=")
  ) { bytes in
    do { expect(try Base64.decode(bytes).count <= bytes.count * 3 / 4 + 2, "more bytes than letters hold") } catch {
      let position = (error as? Base64Error)?.position
      expect(position.map { (0...bytes.count).contains($0) } == true, "\(error)")
    }
  }

  private static let patterns = FuzzSubject(
    "patterns",
    examples: Examples.texts("a/{000..012..3}-{a,{b,c}\\,}.tar", "{1..3}{x,y}[a-z]*?{-01..2}", "[!a-c]x[]-]")
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let braces = try BracePattern(text)
    if braces.count <= 1_000 { expect(braces.names().count == braces.count, "names are not as many as announced") }
    _ = try GlobComponent(text).matches("a0-b.tar")
  }

  /// What was read and written is read again as the same.
  private static let json = FuzzSubject(
    "json", origin: "a.json",
    examples: Examples.texts(
      "{\"a\": [1, -2.5e-3, true, null], \"é\": \"\\u00e9\\ud83d\\ude00\\n\"}", "[[[]], {}, \"图\", 1e400, 0]")
  ) { bytes in
    let value = try JSONValue(parsing: bytes, source: "a.json")
    let text = value.compactText
    let again = try JSONValue(parsing: text, source: "a.json, written again")
    expect(again == value, "\(text) is read as something else")
  }

  private static let xml = FuzzSubject(
    "xml", origin: "a.xml",
    examples: Examples.texts(
      "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\" ?><!DOCTYPE ldml SYSTEM \"../ldml.dtd\"><!-- a & b -->"
        + "<a one=\"1 &lt; 2\" two='\"'><b/>x &amp;&#x1F600;&#65;<![CDATA[<&]]>é</a >")
  ) { bytes in
    var depth = 0
    try XMLReader.read(bytes, source: "a.xml") { event in
      switch event {
      case .start: depth += 1
      case .end: depth -= 1
      default: break
      }
      expect(depth >= 0, "more ends than beginnings")
    }
    expect(depth == 0, "an element without end")
  }

  /// A recipe that is read is written whole, and read again as the same.
  private static let recipe = FuzzSubject(
    "recipe",
    examples: [
      Array(Recipe().json.compactText.utf8),
      Array(
        """
        {"corpus": {"kind": "pairs", "training": [{"path": "a", "split": "train"}]}, "model": {"tower": "twin"},
        "image": {"augmentation": {"kind": "crop", "areaLow": 0.3}}, "objective": {"kind": "sigmoidContrastive"}}
        """.utf8),
    ]
  ) { bytes in
    let recipe = try Recipe(json: JSONValue(parsing: bytes, source: "recipe"))
    let again = try Recipe(json: recipe.json)
    expect(again.json == recipe.json, "a recipe changes when it is written and read")
  }
}

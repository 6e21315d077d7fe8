import Testing

@testable import JSON

@Suite("JSON")
struct JSONDocumentTests {
  static let values: [(String, JSONValue)] = [
    ("null", nil), ("true", true), ("[]", []), ("{}", [:]), (" [1, -2 ] ", [1, -2]),
    ("0.5e1", 5.0), ("-0", -0.0), ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", 9.223372036854775808e18),
    (#"{"a":{"b":[null]}}"#, ["a": ["b": [nil]]]),
    (#""\u0041\n\/""#, "A\n/"), (#""\ud83d\ude00 😀""#, "😀 😀"), (#""e\u0301""#, "é"),
  ]

  @Test("Documents are read", arguments: values)
  func reads(text: String, expected: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == expected)
  }

  static let broken: [(String, String)] = [
    ("", "x.json:1:1: the document ends where a value should stand"),
    ("[1,\n 2,]", "x.json:2:4: a value should stand here: a string, a number, true, false, null, [ or {"),
    (#"{"a":1,"a":2}"#, #"x.json:1:8: the member "a" stands here twice"#),
    ("{a:1}", "x.json:1:2: a member's name in double quotes should stand here"),
    ("01", "x.json:1:2: a number must not begin with 0"),
    ("1.", "x.json:1:3: a digit should stand here"),
    ("1e999", "x.json:1:1: the number 1e999 is too large"),
    ("[1] 2", "x.json:1:5: something follows the end of the document"),
    ("tru", "x.json:1:4: true should stand here"),
    (#""\ud83d""#, "x.json:1:2: a surrogate without its partner"),
    (#""\ude00\ud83d""#, "x.json:1:2: a surrogate without its partner"),
    (#""\u12g4""#, #"x.json:1:2: four hexadecimal digits should follow \u"#),
    (#""\x""#, #"x.json:1:2: the escape is none of \" \\ \/ \b \f \n \r \t \u"#),
    ("\"a", "x.json:1:1: the string that begins here has no end"),
    ("\"a\nb\"", "x.json:1:3: a control character inside a string must be escaped"),
  ]

  @Test("Broken documents are refused with line and column", arguments: broken)
  func refuses(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text, source: "x.json") }
    #expect(error?.description == message)
  }

  @Test("Depth is limited, invalid UTF-8 refused")
  func limits() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22], source: "x") }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22], source: "x") }
  }

  static let document: JSONValue = [
    "name": "笑脸 \"😀\"\u{2028}\n", "numbers": [1, 2.5, -3e-9], "nested": ["empty": [], "object": [:], "flag": false],
    "list": [["a": nil], [1, 2, 3]],
  ]

  @Test("What is written is read again, on one line and on many")
  func roundTrip() throws {
    #expect(try JSONValue(parsing: Self.document.compactText) == Self.document)
    #expect(try JSONValue(parsing: Self.document.prettyText) == Self.document)
    #expect(!Self.document.compactText.unicodeScalars.contains { $0 == "\n" || $0 == "\u{2028}" })
    #expect(JSONValue.number(.nan).compactText == "null")
  }

  @Test("2,000 damaged documents end in a value or an error with a place")
  func mutations() {
    var generator = SeededBits(state: 11)
    let whole = Array(Self.document.prettyText.utf8)
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<5, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<min(bytes.count - 1, place + 3))
        default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        }
      }
      do {
        let value = try JSONValue(parsing: bytes, source: "x")
        #expect(try JSONValue(parsing: value.compactText) == value)
      } catch let error as JSONError {
        #expect(error.line >= 1 && error.column >= 1)
      } catch { Issue.record("\(error)") }
    }
  }
}

/// SplitMix64 (Steele et al. 2014), so that a failure can be repeated.
private struct SeededBits: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

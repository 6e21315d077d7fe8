import FoundationEssentials
import TestSupport
import Testing

@testable import Files

@Suite("Base64")
struct Base64Tests {
  static let texts: [(String, [UInt8])] = [
    ("", []), ("TQ==", [77]), ("TQ", [77]), ("TWE=", [77, 97]), ("TWE", [77, 97]), ("TWFu", [77, 97, 110]),
    ("+/+/", [251, 255, 191]), ("-_-_", [251, 255, 191]), ("T\r\nW\nFu\n", [77, 97, 110]), ("TQ=\n=\n", [77]),
    ("\n", []),
  ]

  @Test("Both alphabets, with and without padding, across line breaks", arguments: texts)
  func decodes(text: String, bytes: [UInt8]) throws {
    #expect(try Base64.decode(Array(text.utf8)) == bytes)
    #expect(try Base64.decode(text.utf8) == bytes)
    #expect(try Base64.decode(Array("x\(text)".utf8)[1...]) == bytes)
  }

  @Test("What Foundation encodes is decoded again", arguments: 0..<70)
  func roundTrip(count: Int) throws {
    var chance = Mutations(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8(chance.below(256)) }
    for options in [[], .lineLength64Characters] as [Data.Base64EncodingOptions] {
      #expect(try Base64.decode(Data(bytes).base64EncodedString(options: options).utf8) == bytes)
    }
  }

  static let damaged: [(String, Int)] = [
    ("T", 1), ("TWFuT", 5), ("TQ=", 3), ("=", 0), ("T=", 1), ("TQ===", 4), ("TWE==", 4), ("TWFu=", 4), ("TQ==TQ==", 4),
    ("TW u", 2), ("TW*u", 2), ("TWFuTWFuTWF,", 11), ("ä", 0), ("TQ=*", 3), ("\nTW.", 3), ("TW\u{0}u", 2),
  ]

  @Test("Damage is named with its byte", arguments: damaged)
  func refuses(text: String, position: Int) {
    let error = #expect(throws: Base64Error.self) { try Base64.decode(Array(text.utf8)) }
    #expect(error?.position == position)
    #expect(error?.description.hasPrefix("the Base64 text is damaged at byte \(position): ") == true)
  }
}

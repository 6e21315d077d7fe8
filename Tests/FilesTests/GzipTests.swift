import Testing

@testable import Files

@Suite("Gzip")
struct GzipTests {
  /// One stored block (RFC 1952, RFC 1951).
  static func packed(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let size = UInt16(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + littleEndian(size) + littleEndian(~size) + bytes
      + littleEndian(bytes.withUnsafeBytes { Inflate.checksum($0) }) + littleEndian(UInt32(size))
  }

  static func unpacked(_ bytes: [UInt8]) throws -> (text: String, damage: GzipDamage?) {
    var text: [UInt8] = []
    let damage = try Gzip.unpack(bytes) { text += $0 }
    return (String(decoding: text, as: UTF8.self), damage)
  }

  @Test("all members are unpacked, padding among them or behind them")
  func members() throws {
    let bytes = Self.packed("one, ") + Self.packed("two") + [0, 0] + Self.packed(".") + [0]
    let (text, damage) = try Self.unpacked(bytes)
    #expect(text == "one, two." && damage == nil)
  }

  @Test("where a file is cut or changed, what came before is given and the place is named")
  func damage() throws {
    let first = Self.packed("one, ")
    let bytes = first + Self.packed("two")
    for length in 0..<bytes.count where length != first.count {
      let (text, damage) = try Self.unpacked(Array(bytes[..<length]))
      #expect("one, two".hasPrefix(text) && damage?.readBytes == length, "\(length) bytes")
    }
    let (text, damage) = try Self.unpacked(bytes + Array("text".utf8))
    #expect(text == "one, two" && damage?.reason.contains("near byte") == true)
  }

  @Test("what the caller throws comes through")
  func stopping() {
    struct Enough: Error {}
    #expect(throws: Enough.self) { try Gzip.unpack(Self.packed("one")) { _ in throw Enough() } }
  }
}

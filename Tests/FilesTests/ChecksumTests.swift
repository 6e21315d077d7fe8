import Testing

@testable import Files

@Suite("Checksums and digits")
struct ChecksumTests {
  @Test(
    "CRC-32C is that of its specification",
    arguments: [("", 0), ("123456789", 0xE306_9283), (String(repeating: "\u{0}", count: 32), 0x8A91_36AA)]
      as [(String, UInt32)])
  func checksums(text: String, value: UInt32) { #expect(CRC32C.checksum(Array(text.utf8)) == value) }

  @Test(
    "the 64-bit checksum is XXH64",
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func checksum64(text: String, value: UInt64) {
    #expect(Checksum.of(text) == value)
  }

  @Test(
    "CRC-32 is zip's, in one piece or in two",
    arguments: [("", 0), ("123456789", 0xCBF4_3926)] as [(String, UInt32)])
  func crc32(text: String, value: UInt32) {
    let (whole, begun, rest) = (Array(text.utf8), Array(text.utf8.prefix(4)), Array(text.utf8.dropFirst(4)))
    #expect(whole.withUnsafeBytes { Inflate.checksum($0) } == value)
    let first = begun.withUnsafeBytes { Inflate.checksum($0) }
    #expect(rest.withUnsafeBytes { Inflate.checksum($0, after: first) } == value)
  }

  @Test("digits fill up what the number's type has room for, or what is asked for")
  func digits() {
    #expect(Hexadecimal.text(UInt64(0xAB)) == "00000000000000ab")
    #expect(Hexadecimal.text(UInt8(10), uppercase: true) == "0A")
    #expect(Hexadecimal.text(UInt32(0x1F600), digits: 4) == "1f600")
    #expect(Hexadecimal.text(UInt32(0x23), digits: 4) == "0023")
  }

  @Test("numbers are read where they lie, and nowhere beyond the end")
  func numbers() {
    let bytes = [1] + littleEndian(UInt32(0xCAFE_F00D)) + littleEndian(UInt64(7))
    bytes.withUnsafeBytes { bytes in
      #expect(bytes.number(UInt32.self, at: 1) == 0xCAFE_F00D && bytes.number(at: 5) == 7)
      #expect(bytes.number(at: 6) == nil && bytes.number(UInt8.self, at: -1) == nil)
      #expect(bytes.number(UInt16.self, at: .max) == nil && bytes.part(at: 12, count: 2) == nil)
      #expect(bytes.part(at: 12, count: 1).map(Array.init) == [0])
    }
  }
}

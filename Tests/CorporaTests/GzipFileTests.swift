import TestSupport
import Testing

@testable import Corpora

@Suite("Gzip")
struct GzipFileTests {
  static let one = Fixture.path("gzip/one.gz")
  static let three = Fixture.path("gzip/three.gz")

  private static func packed(_ path: String) throws -> [UInt8] {
    let file = try OpenFile(packed: path)
    return try file.read(offset: 0, count: file.size)
  }

  static func unpack(_ bytes: [UInt8], limit: Int = 1 << 20) throws -> String {
    String(decoding: try GzipFile.bytes(OpenFile(bytes, name: "a.gz"), limit: limit), as: UTF8.self)
  }

  @Test("Files of one and of several members are unpacked")
  func members() throws {
    #expect(try GzipFile.bytes(Self.one) == Array(String(repeating: "Ein Hund\n", count: 100).utf8))
    #expect(try GzipFile.bytes(Self.three) == Array("Zwei Hunde\nspielen.\n".utf8))
    let padded = try Self.packed(Self.three) + [UInt8](repeating: 0, count: 700)
    #expect(try Self.unpack(padded) == "Zwei Hunde\nspielen.\n")
  }

  @Test("A file of many members is unpacked whole, across the chunks it is read in")
  func long() throws {
    let member = try Self.packed(Self.one)
    let count = 3_000
    let bytes = try GzipFile.bytes(OpenFile((0..<count).flatMap { _ in member }, name: "a.gz"), limit: 1 << 22)
    #expect(bytes.count == count * 900)
  }

  @Test("A file cut anywhere is refused with its name")
  func cut() throws {
    let bytes = try Self.packed(Self.one)
    for length in 0..<bytes.count {
      let error = #expect(throws: CorpusError.self, "\(length) bytes") { try Self.unpack(Array(bytes[..<length])) }
      #expect(error?.description.hasPrefix("a.gz: ") == true)
    }
  }

  @Test("What unpacks to more than the limit is refused, what just fits is not", arguments: [899, 900])
  func limit(limit: Int) throws {
    if limit == 900 {
      #expect(try GzipFile.bytes(Self.one, limit: limit).count == 900)
    } else {
      let error = #expect(throws: CorpusError.self) { try GzipFile.bytes(Self.one, limit: limit) }
      #expect(error?.description.contains("unpacks to more than 899 bytes") == true)
    }
  }

  @Test("Wrong checksums and what follows a member are errors")
  func damage() throws {
    let bytes = try Self.packed(Self.one)
    var wrong = bytes
    wrong[bytes.count - 8] ^= 1
    for damaged in [wrong, bytes + [1], bytes + Array("text".utf8), Array("text".utf8)] {
      let error = #expect(throws: CorpusError.self) { try Self.unpack(damaged) }
      #expect(error?.description.hasPrefix("a.gz: the file ") == true)
    }
  }
}

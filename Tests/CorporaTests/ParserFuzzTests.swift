import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora
@testable import Files

/// Damaged files give records, complaints or an error, never a crash or an endless loop. `make damage` runs the same for
/// longer under the address sanitizer.
@Suite struct ParserFuzzTests {
  /// Seconds that each parser goes on for, beyond the cases of a normal run.
  static let seconds = (Double(ProcessInfo.processInfo.environment["CLIPPO_FUZZ_SECONDS"] ?? "") ?? 0) / 20

  static func repeating(_ seed: UInt64, _ body: (inout Mutations) throws -> Void) rethrows {
    let end = ContinuousClock.now + .seconds(seconds)
    var chance = Mutations(seed: seed)
    var count = 0
    repeat {
      try body(&chance)
      count += 1
    } while count < 2_000 || ContinuousClock.now < end
  }

  static func files(_ names: [String]) throws -> [[UInt8]] {
    try names.map { try SourceFile.bytes(Fixture.path($0)) }
  }

  @Test("Tar: members lie inside the file, one behind the other")
  func tar() throws {
    let files = try Self.files(["archives/ustar.tar", "archives/gnu.tar", "archives/pax.tar", "archives/links.tar"])
    var refused = 0
    var listed = 0
    Self.repeating(1) { chance in
      var bytes = files[chance.below(files.count)]
      if chance.below(2) == 0 {
        bytes = chance.mutated(bytes)
      } else {
        // Most damage to a header stops at its checksum; what lies behind is reached with a checksum that is right.
        Self.damageField(&bytes, &chance)
      }
      let listing = TarReaderTests.list(bytes)
      var end = 0
      for member in listing.members {
        #expect(member.offset >= end + 512 && member.offset + member.size <= bytes.count)
        #expect(MemberName.complaint(Array(member.name.utf8)) == nil)
        end = member.offset + member.size
      }
      listed += listing.members.count
      refused += listing.skipped.isEmpty ? 0 : 1
      #expect(listing.error == nil && listing.skipped.allSatisfy { $0.hasPrefix("a.tar(") })
    }
    #expect(refused > 100 && listed > 1_000)
  }

  static func damageField(_ bytes: inout [UInt8], _ chance: inout Mutations) {
    let header = chance.below(bytes.count / 512) * 512
    let fields = [0..<100, 124..<136, 156..<157, 257..<265, 345..<512]
    let field = fields[chance.below(fields.count)]
    let place = header + field.lowerBound + chance.below(min(16, field.count))
    bytes[place] = [0, 0x2F, 0x37, 0x80, 0xFF, UInt8(chance.below(256))][chance.below(6)]
    bytes.replaceSubrange(header + 148..<header + 156, with: [UInt8](repeating: 32, count: 8))
    let sum = bytes[header..<header + 512].reduce(0) { $0 + Int($1) }
    bytes.replaceSubrange(header + 148..<header + 156, with: HandmadeTar.octal(sum, digits: 6) + [32])
  }

  static let table = "id,text\n1,\"a \"\"b\"\"\"\n2,\"line\r\nline\"\r\n\"3\",é\r4,\"图\n5\"\n6,x\n"

  @Test("Separated values: records are the same however the file is cut, and read again at their place")
  func delimited() throws {
    var records = 0
    try Self.repeating(2) { chance in
      var format = DelimitedFormat(separator: UInt8(ascii: ","), isQuoted: chance.below(4) > 0, hasHeader: false)
      format.recordLimit = 10 + chance.below(100)
      let bytes = chance.mutated(Array(Self.table.utf8))
      let table: DelimitedReaderTests.Table
      let cut: DelimitedReaderTests.Table
      do {
        table = try DelimitedReaderTests.read(bytes, format)
        cut = try DelimitedReaderTests.read(bytes, format, chunk: 1 + chance.below(9))
      } catch let error as CorpusError {
        #expect(error.description.contains("UTF-16"))
        return
      }
      #expect(table.records == cut.records && table.skipped == cut.skipped)
      for record in table.records {
        #expect(record.offset + record.length <= bytes.count && record.length <= format.recordLimit)
        #expect(try table.reader.record(at: record.offset, length: record.length, line: record.line) == record)
      }
      records += table.records.count
    }
    #expect(records > 2_000)
  }

  @Test("Lines: the same however the file is cut")
  func lines() throws {
    let text = Array("{\"a\": 1}\r\n\n{\"é\": \"图\"}\nlonger than the others\n".utf8)
    try Self.repeating(3) { chance in
      let bytes = chance.mutated(text)
      guard let whole = try? LineReaderTests.read(bytes, limit: 15, chunk: 1_000) else { return }
      let cut = try LineReaderTests.read(bytes, limit: 15, chunk: 1 + chance.below(6))
      #expect(whole == cut)
    }
  }

  @Test("Base64: bytes or an error with a place in the text")
  func base64() throws {
    let text = Array("TWFueSBoYW5kcyBtYWtl\r\nIGxpZ2h0IHdvcmsu-_+/TWE=".utf8)
    Self.repeating(4) { chance in
      let damaged = chance.mutated(text)
      do {
        #expect(try Base64.decode(damaged).count <= damaged.count * 3 / 4 + 2)
      } catch {
        #expect((error as? Base64Error).map { (0...damaged.count).contains($0.position) } == true)
      }
    }
  }

  @Test("Patterns: names as many as announced, or an error")
  func patterns() throws {
    let texts = ["a/{000..012..3}-{a,{b,c}\\,}.tar", "{1..3}{x,y}[a-z]*?{-01..2}"]
    Self.repeating(5) { chance in
      let text = String(decoding: chance.mutated(Array(texts[chance.below(2)].utf8)), as: UTF8.self)
      do {
        let braces = try BracePattern(text)
        if braces.count <= 1_000 { #expect(braces.names().count == braces.count) }
        _ = try GlobComponent(text).matches("a0-b.tar")
      } catch { #expect(error is CorpusError) }
    }
  }

  @Test("Gzip: bytes within the limit, or an error")
  func gzip() throws {
    let files = try Self.files(["gzip/one.gz", "gzip/three.gz"])
    Self.repeating(6) { chance in
      let bytes = chance.mutated(files[chance.below(2)])
      do {
        #expect(try GzipFile.bytes(OpenFile(bytes, name: "a.gz"), limit: 2_000).count <= 2_000)
      } catch { #expect((error as? CorpusError)?.description.hasPrefix("a.gz: ") == true) }
    }
  }
}

@testable import Corpora

extension FuzzSubject {
  static let archives = [
    FuzzSubject("tar", origin: "a.tar", examples: try Examples.files("CorporaTests/Fixtures/archives", ".tar")) {
      bytes in
      var reader = TarReader(OpenFile(bytes, name: "a.tar"))
      var end = 0
      while let member = try reader.next() {
        expect(member.offset >= end + 512 && member.offset + member.size <= bytes.count, "\(member)")
        expect(MemberName.complaint(Array(member.name.utf8)) == nil, "the name \(member.name)")
        end = member.offset + member.size
      }
    },
    FuzzSubject("samples", origin: "a.tar", examples: try Examples.files("CorporaTests/Fixtures/archives", ".tar")) {
      bytes in
      var samples = TarSamples(OpenFile(bytes, name: "a.tar"))
      var (count, end) = (0, 0)
      while let sample = try samples.next() {
        expect(!sample.parts.isEmpty || !sample.lost.isEmpty, "a sample of nothing")
        expect(Set(sample.parts.map(\.fileExtension)).count == sample.parts.count, "an extension twice")
        for part in sample.parts {
          expect(part.member.offset >= end + 512, "\(part.member)")
          end = part.member.offset + part.member.size
        }
        count += 1
      }
      let skipped = samples.skipped
      // Every sample takes a block at least, read or lost.
      expect(count * 512 <= bytes.count, "\(count) samples in \(bytes.count) bytes")
      expect(skipped.count <= skipped.entryCount + bytes.count / 512, "\(skipped.total) in \(bytes.count) bytes")
      expect(skipped.first.allSatisfy { $0.origin.file == "a.tar" }, "\(skipped.first)")
    },
    FuzzSubject("packed", origin: "a.gz", examples: try Examples.files("CorporaTests/Fixtures/gzip", ".gz")) { bytes in
      var unpacked = 0
      let damage = try GzipFile.unpack(OpenFile(bytes, name: "a.gz")) { unpacked += $0.count }
      expect(unpacked <= 1_040 * bytes.count, "\(unpacked) bytes of \(bytes.count)")
      if let damage {
        expect(damage.readBytes >= 0 && damage.lostBytes >= 0, "\(damage)")
        expect(damage.readBytes + damage.lostBytes == bytes.count, "\(damage) of \(bytes.count)")
      }
    },
    FuzzSubject("gzip", origin: "a.gz", examples: try Examples.files("CorporaTests/Fixtures/gzip", ".gz")) { bytes in
      let limit = 1 << 16
      expect(try GzipFile.bytes(OpenFile(bytes, name: "a.gz"), limit: limit).count <= limit, "more than the limit")
    },
  ]
}

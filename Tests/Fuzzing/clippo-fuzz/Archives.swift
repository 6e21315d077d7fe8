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
    FuzzSubject("gzip", origin: "a.gz", examples: try Examples.files("CorporaTests/Fixtures/gzip", ".gz")) { bytes in
      let limit = 1 << 16
      expect(try GzipFile.bytes(OpenFile(bytes, name: "a.gz"), limit: limit).count <= limit, "more than the limit")
    },
  ]
}

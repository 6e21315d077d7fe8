import TestSupport
import Testing

@testable import Corpora

@Suite("Writing tar")
struct TarWriterTests {
  static let members: [(name: String, content: [UInt8])] = [
    ("a.txt", []), ("folder/b.jpg", [UInt8](repeating: 7, count: 511)), ("c", [UInt8](repeating: 8, count: 512)),
    (String(repeating: "n", count: 100), [1]),
    (String(repeating: "n", count: 101), [2]),
    (String(repeating: "p", count: 155) + "/" + String(repeating: "n", count: 100), [3]),
    (String(repeating: "p", count: 156) + "/" + String(repeating: "n", count: 100), [4]),
    (String(repeating: "p", count: 55) + "/" + String(repeating: "n", count: 101), [5]),
    (String(repeating: "deep/", count: 200) + "d", [6]),
    ("图片/猫.jpg", [9]), ("with space\nand line", [10]),
  ]

  static func write(_ path: String) throws {
    try TarWriter.write(to: path) { tar in
      for member in members { try tar.add(member.name, member.content) }
    }
  }

  @Test("What was written is listed again, and the same members make the same bytes")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    for name in ["a.tar", "b.tar"] { try Self.write(folder.file(name)) }
    let file = try OpenFile(path: folder.file("a.tar"))
    let listing = TarReaderTests.list(file)
    #expect(listing.isWhole && listing.skipped == [] && listing.error == nil)
    #expect(listing.names == Self.members.map(\.name))
    for (member, expected) in zip(listing.members, Self.members) {
      #expect(try file.read(offset: member.offset, count: member.size) == expected.content, "\(member.name)")
    }
    let isSame = try SourceFile.bytes(folder.file("a.tar")) == SourceFile.bytes(folder.file("b.tar"))
    #expect(isSame)
    #expect(try SourceFile.names(in: folder.path) == ["a.tar", "b.tar"])
  }

  @Test(
    "GNU tar lists what was written", .enabled(if: ShellOutput.of("tar --version 2>&1") != nil, "needs the program tar")
  )
  func gnuTar() throws {
    let folder = try TemporaryFolder()
    try Self.write(folder.file("a.tar"))
    let names = ShellOutput.of("tar --quoting-style=literal -tf '\(folder.file("a.tar"))' 2>&1")
    #expect(names == Self.members.map { $0.name + "\n" }.joined())
    let bytes = ShellOutput.of("tar -xOf '\(folder.file("a.tar"))' | od -An -v -tu1 | tr -s ' \\n' ' '")
    let expected = Self.members.flatMap(\.content).map { "\($0)" }.joined(separator: " ")
    #expect(bytes.map { $0.split(separator: " ").joined(separator: " ") == expected } == true)
  }

  @Test(
    "Python lists what was written",
    .enabled(if: ShellOutput.of("python3 -c 'import tarfile' 2>&1") != nil, "needs Python"))
  func python() throws {
    let folder = try TemporaryFolder()
    try Self.write(folder.file("a.tar"))
    let program = "import sys,tarfile; t=tarfile.open(sys.argv[1],'r:'); sys.stdout.reconfigure(encoding='utf-8'); "
    let printing = "[print(m.name, m.size, m.mtime, m.uid, m.isreg(), sum(t.extractfile(m).read())) for m in t]"
    let output = ShellOutput.of("python3 -c \"\(program)\(printing)\" '\(folder.file("a.tar"))' 2>&1")
    let lines = Self.members.map {
      "\($0.name) \($0.content.count) 0 0 True \($0.content.reduce(0) { $0 + Int($1) })\n"
    }
    #expect(output == lines.joined())
  }

  @Test("A size beyond eleven octal digits stands in PAX records", arguments: [(1 << 33) - 1, 1 << 33, 1 << 50])
  func largeHeader(size: Int) throws {
    let blocks = TarHeader.blocks(file: "a", size: size)
    #expect(blocks.count == (size < 1 << 33 ? 512 : 1_536))
    let listing = TarReaderTests.list(blocks)
    #expect(listing.skipped.first?.contains("its \(size) bytes reach beyond") == true, "\(listing.skipped)")
  }

  @Test(
    "A PAX record's length counts its own digits", arguments: [1, 80, 89, 90, 91, 92, 93, 980, 987, 988, 989, 990, 991])
  func recordLength(count: Int) {
    let name = String(repeating: "é", count: count)
    let listing = TarReaderTests.list(TarHeader.blocks(file: name, size: 0))
    #expect(listing.names == [name])
  }

  @Test("A member may come in pieces, which must be as many bytes as announced", arguments: [5, 6, 7])
  func pieces(announced: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.tar")
    var pieces: [[UInt8]] = [[1, 2], [], [3, 4, 5, 6]]
    func write() throws {
      try TarWriter.write(to: path) { tar in
        try tar.add("a", size: announced) { pieces.isEmpty ? nil : pieces.removeFirst() }
        #expect(tar.byteCount == 1_024)
      }
    }
    if announced == 6 {
      try write()
      #expect(try TarReaderTests.list(OpenFile(path: path)).members.map(\.size) == [6])
    } else {
      #expect(throws: CorpusError.self) { try write() }
      #expect(try SourceFile.names(in: folder.path) == [])
    }
  }

  @Test("Names that could not be read back are refused", arguments: ["", "/a", "a/../b", "a\u{0}b", "a/"])
  func refuses(name: String) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: CorpusError.self) {
      try TarWriter.write(to: folder.file("a.tar")) { try $0.add(name, []) }
    }
    #expect(error?.description.contains("choose another name") == true)
    #expect(try SourceFile.names(in: folder.path) == [])
  }

  @Test("A folder that is missing is named in an error of this module")
  func missing() {
    let error = #expect(throws: CorpusError.self) { try TarWriter.write(to: "/nowhere/a.tar") { _ in } }
    #expect(error?.description.contains("/nowhere/a.tar") == true)
  }
}

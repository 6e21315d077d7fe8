import Glibc
import TestSupport
import Testing

@testable import Corpora

@Suite("Reading tar")
struct TarReaderTests {
  struct Listing {
    var members: [TarMember] = []
    var skipped: [String] = []
    var isWhole = false
    var error: String?
    var names: [String] { members.map(\.name) }
  }

  static func list(_ file: OpenFile) -> Listing {
    var reader = TarReader(file)
    var listing = Listing()
    do {
      while let member = try reader.next() { listing.members.append(member) }
    } catch { listing.error = "\(error)" }
    listing.skipped = reader.skipped.first.map(\.description)
    listing.isWhole = reader.isWhole
    return listing
  }

  static func list(_ bytes: [UInt8]) -> Listing { list(OpenFile(bytes, name: "a.tar")) }

  static func list(_ build: (inout HandmadeTar) -> Void) -> Listing {
    var tar = HandmadeTar()
    build(&tar)
    return list(tar.bytes)
  }

  static let long = String(repeating: "folder/", count: 20) + "name.txt"
  static let longer = String(repeating: "ordner-", count: 30) + "/ä.txt"

  static let fixturesCases: [(file: String, names: [String], contents: [String])] = [
    ("v7.tar", ["a.txt", "b.txt"], ["a.txt", "b.txt"]),
    ("ustar.tar", ["a/", "a/b.txt", long, "c"], ["", "one", "two", ""]),
    ("gnu.tar", [longer, "b.txt"], [String(repeating: "x", count: 600), "last"]),
    ("pax.tar", [longer, "数.txt"], [String(repeating: "x", count: 600), "last"]),
  ]

  @Test("Archives of Python and GNU tar are listed with names and bytes", arguments: fixturesCases)
  func fixtures(file: String, names: [String], contents: [String]) throws {
    let source = try OpenFile(path: Fixture.path("archives/\(file)"))
    let listing = Self.list(source)
    #expect(listing.error == nil && listing.skipped == [] && listing.isWhole)
    #expect(listing.names == names)
    #expect(
      try listing.members.map { String(decoding: try source.read(offset: $0.offset, count: $0.size), as: UTF8.self) }
        == contents)
    #expect(listing.members.map(\.kind) == names.map { $0.hasSuffix("/") ? .folder : .file })
  }

  @Test("Links and pipes are skipped with their name and byte, and the rest is listed")
  func links() throws {
    let path = Fixture.path("archives/links.tar")
    let listing = try Self.list(OpenFile(path: path))
    #expect(listing.names == ["a.txt", "b.txt"] && listing.isWhole)
    let tail = ", where files were expected; the member was skipped"
    #expect(
      listing.skipped == [
        "\(path)(link at byte 1024): the member is a symbolic link\(tail)",
        "\(path)(pipe at byte 1536): the member is a named pipe\(tail)",
        "\(path)(same at byte 2048): the member is a hard link\(tail)",
      ])
  }

  @Test("Sparse files are skipped, and the rest is listed", arguments: ["gnu", "posix"])
  func sparse(format: String) throws {
    let listing = Self.list(try GzipFile.bytes(Fixture.path("archives/sparse-\(format).tar.gz")))
    #expect(listing.names == ["plain"] && listing.isWhole && listing.error == nil)
    #expect(listing.skipped.count == 1)
    #expect(listing.skipped.first?.contains("sparse file") == true, "\(listing.skipped)")
  }

  static let namesCases: [(String, String)] = [
    ("/etc/passwd", "the name begins at the root of the file system"),
    ("../a", "the name leads out of its folder by “..”"),
    ("a/../../b", "the name leads out of its folder by “..”"),
    ("a/..", "the name leads out of its folder by “..”"),
    ("", "the name is empty"),
  ]

  @Test("Names that lead elsewhere are skipped", arguments: namesCases)
  func names(name: String, problem: String) {
    let listing = Self.list {
      $0.add(name, [1, 2, 3])
      $0.add("b")
      $0.close()
    }
    #expect(listing.names == ["b"] && listing.isWhole)
    let place = name.isEmpty ? "byte 0" : "\(name) at byte 0"
    #expect(listing.skipped == ["a.tar(\(place)): \(problem); the member was skipped"])
  }

  @Test("Names with dots that lead nowhere else are kept", arguments: ["./a", "a..b", "..a/b", "a/...", "a/."])
  func harmless(name: String) {
    let listing = Self.list {
      $0.add(name)
      $0.close()
    }
    #expect(listing.names == [name] && listing.skipped == [])
  }

  static let extensionsCases: [(type: Character, content: [UInt8], problem: String)] = [
    ("x", Array("9 path=a".utf8), "a PAX record has an impossible length"),
    ("x", Array("99999999999999999999 path=a\n".utf8), "a PAX record has an impossible length"),
    ("x", Array("-9 path=a\n".utf8), "a PAX record has an impossible length"),
    ("x", Array("path=a\n".utf8), "a PAX record has an impossible length"),
    ("x", Array("2 path=a\n".utf8), "a PAX record has an impossible length"),
    ("x", Array("8 path=a\n".utf8), "a PAX record does not end in a line feed"),
    ("x", Array("10 path:ab\n".utf8.dropLast()) + [10], "a PAX record does not end in a line feed"),
    ("x", Array("7 path\n".utf8) + [], "a PAX record has no key"),
    ("x", Array("5 =a\n".utf8), "a PAX record has no key"),
    ("x", Array("10 path=a\n".utf8) + [0, 1], "a PAX record does not begin with its length"),
    ("x", Array("11 path=".utf8) + [0xC3, 0x28, 10], "the name in its PAX records is not valid UTF-8"),
    ("x", HandmadeTar.record("size", "-1"), "the size in its PAX records is not a number within reason"),
    ("x", HandmadeTar.record("size", "1e9"), "the size in its PAX records is not a number within reason"),
    (
      "g", HandmadeTar.record("size", "9223372036854775808"),
      "the size in its PAX records is not a number within reason"
    ),
    ("x", HandmadeTar.record("path", "a\u{0}b"), "the name holds a zero byte"),
    ("x", HandmadeTar.record("path", "/a"), "the name begins at the root of the file system"),
    ("x", HandmadeTar.record("GNU.sparse.major", "1"), "the member is a sparse file"),
    ("L", Array("a\u{0}b\u{0}".utf8), "the name holds a zero byte"),
    ("L", [0xFF, 0xFE, 0], "the name is not valid UTF-8"),
  ]

  @Test("A member with a bad long name or PAX records is skipped, those behind it are not", arguments: extensionsCases)
  func extensions(type: Character, content: [UInt8], problem: String) {
    let listing = Self.list {
      $0.add("extension", content, type: type)
      $0.add("bad", [1])
      $0.add("good", [2])
      $0.close()
    }
    #expect(listing.names == ["good"] && listing.isWhole && listing.error == nil, "\(listing.error ?? "")")
    #expect(listing.skipped.count == 1)
    #expect(listing.skipped.first?.contains(problem) == true, "\(listing.skipped)")
  }

  @Test("A long name beyond reason is not read", arguments: [0, 1])
  func longestName(excess: Int) {
    let listing = Self.list {
      $0.add("extension", [UInt8](repeating: 97, count: TarReader.extensionLimit + excess), type: "L")
      $0.add("b")
      $0.close()
    }
    #expect(listing.members.count == 1 - excess && listing.skipped.count == excess && listing.isWhole)
  }

  @Test("PAX records of one member win over those of all, and those over the header")
  func precedence() {
    let listing = Self.list {
      $0.add("global", HandmadeTar.record("path", "everyone"), type: "g")
      $0.add("a")
      $0.add("x", HandmadeTar.record("comment", "=\n1=2") + HandmadeTar.record("path", "mine\né"), type: "x")
      $0.add("b")
      $0.add("c")
      $0.close()
    }
    #expect(listing.names == ["everyone", "mine\né", "everyone"] && listing.skipped == [])
  }

  @Test("A size in PAX records wins over the header's")
  func paxSize() {
    let listing = Self.list {
      $0.add("x", HandmadeTar.record("size", "513"), type: "x")
      $0.add("a", [UInt8](repeating: 7, count: 513), size: HandmadeTar.octal(0))
      $0.add("b")
      $0.close()
    }
    #expect(listing.members.map(\.size) == [513, 0] && listing.isWhole && listing.error == nil)
  }

  @Test("Both ways of summing a header's bytes are accepted", arguments: [false, true])
  func sums(signed: Bool) {
    let listing = Self.list {
      $0.add("é", signedSum: signed)
      $0.close()
    }
    #expect(listing.names == ["é"])
  }

  static let sizesCases: [(name: String, field: [UInt8], problem: String)] = [
    ("negative", [0xFF] + [UInt8](repeating: 0xFF, count: 11), "its size is negative"),
    ("beyond Int", [0x80, 0, 0, 1] + [UInt8](repeating: 0, count: 8), "its size is beyond all reason"),
    ("a bit beyond Int", [0x80, 0, 0, 0, 0x80] + [UInt8](repeating: 0, count: 7), "its size is beyond all reason"),
    ("letters", Array("12x\u{0}".utf8), "its size is not an octal number"),
    ("a sign", Array("-1\u{0}".utf8), "its size is not an octal number"),
  ]

  @Test("A size that is none is a damaged header, and the next member is read", arguments: sizesCases)
  func sizes(name: String, field: [UInt8], problem: String) {
    let listing = Self.list {
      $0.add("a", [1])
      $0.add("b", size: field)
      $0.add("c")
      $0.close()
    }
    #expect(listing.names == ["a", "c"] && listing.isWhole)
    #expect(
      listing.skipped == [
        "a.tar(byte 1024): the tar header at byte 1024 cannot be read: \(problem); "
          + "the 512 bytes up to the next whole header are lost (about 1 record)"
      ])
  }

  @Test("A member that reaches beyond the end is skipped", arguments: [[], [0x80, 0, 0, 0, 0x7F]])
  func beyond(field: [UInt8]) {
    let size = field.isEmpty ? HandmadeTar.octal(8_589_934_591) : field + [UInt8](repeating: 0xFF, count: 7)
    let listing = Self.list {
      $0.add("a", [1])
      $0.add("b", size: size)
      $0.close()
    }
    #expect(listing.names == ["a"] && !listing.isWhole && listing.error == nil)
    #expect(listing.skipped.count == 1)
    #expect(listing.skipped.first?.hasPrefix("a.tar(b at byte 1024): its ") == true)
    #expect(listing.skipped.first?.contains("reach beyond the archive's end at byte 2560") == true)
  }

  @Test("A missing end is reported, and what stands before it is read")
  func cut() {
    var tar = HandmadeTar()
    tar.add("a", [1, 2, 3])
    tar.add("b", [UInt8](repeating: 4, count: 512))
    tar.close()
    for length in 0...tar.bytes.count {
      let listing = Self.list(Array(tar.bytes[..<length]))
      #expect(listing.isWhole == (length == tar.bytes.count), "\(length) bytes")
      #expect(
        listing.names == Array(["a", "b"].prefix(length >= 2_048 ? 2 : length >= 515 ? 1 : 0)), "\(length) bytes")
      #expect(listing.error == nil && (listing.isWhole || listing.skipped.count == 1), "\(length) bytes")
      #expect(listing.skipped.allSatisfy { $0.contains("cut off") || $0.contains("the file ends inside") })
    }
  }

  @Test("Members of an archive that was joined to another are read, which is said", arguments: [2, 19])
  func joined(emptyBlocks: Int) {
    let listing = Self.list {
      $0.add("a")
      $0.bytes += [UInt8](repeating: 0, count: 512 * emptyBlocks)
      $0.add("b")
      $0.close()
    }
    #expect(listing.names == ["a", "b"] && listing.isWhole)
    #expect(
      listing.skipped.map { $0.hasPrefix("a.tar(byte 512): empty blocks stand here as at an archive's end") } == [true])
  }

  @Test("What follows the end and is no member is reported and not read")
  func behind() {
    let listing = Self.list {
      $0.add("a")
      $0.close()
      $0.bytes += Array("a remark".utf8) + [UInt8](repeating: 7, count: 2_000)
    }
    #expect(listing.names == ["a"] && listing.isWhole)
    #expect(
      listing.skipped == [
        "a.tar(byte 1536): the archive is closed before this byte; what follows is no member and was not read (about 1 record)"
      ])
  }

  @Test("A single empty block at the end is reported")
  func singleBlock() {
    let listing = Self.list {
      $0.add("a")
      $0.bytes += [UInt8](repeating: 0, count: 512)
    }
    #expect(listing.names == ["a"] && !listing.isWhole && listing.skipped.count == 1)
  }

  @Test("A long name that no member follows is reported")
  func dangling() {
    let listing = Self.list {
      $0.add("long", Array("name\u{0}".utf8), type: "L")
      $0.close()
    }
    #expect(listing.names == [] && listing.skipped.count == 1)
    let hole = Self.list {
      $0.add("long", Array("name\u{0}".utf8), type: "L")
      $0.bytes += [UInt8](repeating: 0, count: 3 * 512)
      $0.add("b")
      $0.close()
    }
    // The member is what the overwritten bytes held, and is not counted twice.
    #expect(hole.names == ["b"] && hole.skipped.count == 1)
  }

  /// Names of which a hundred bytes end in a slash, and their neighbors.
  private static let slashes: [String] = [99, 100, 101, 155, 156, 255, 256, 257].flatMap { length -> [String] in
    let letters = String(repeating: "x", count: length)
    let cut = String(letters.prefix(min(length, 99)) + "/" + letters.prefix(max(1, length - 100)))
    return [letters, cut, cut + ".jpg"]
  }

  @Test("A name of which the header holds a part that ends in a slash is a file's", arguments: slashes)
  func slash(name: String) throws {
    let listing = Self.list { tar in
      for type in ["L", "x"] as [Character] {
        tar.add("long", type == "L" ? Array(name.utf8) + [0] : HandmadeTar.record("path", name), type: type)
        tar.add(name, [1, 2, 3])
      }
      tar.add("behind", [4])
      tar.close()
    }
    #expect(listing.names == [name, name, "behind"] && listing.skipped == [] && listing.isWhole)
    #expect(listing.members.allSatisfy { $0.kind == .file && $0.size > 0 })
  }

  @Test("A folder is told by its type, and in V7 by the slash at its name's end", arguments: ["0", "\u{0}", "5"])
  func folders(type: Character) {
    let long = String(repeating: "d", count: 120) + "/"
    let listing = Self.list { tar in
      tar.add("d/", type: type)
      tar.add("long", Array(long.utf8) + [0], type: "L")
      tar.add(long, type: type)
      tar.add("d/a", [1], type: type == "5" ? "0" : type)
      tar.close()
    }
    #expect(listing.members.map(\.kind) == [.folder, .folder, .file] && listing.names[1] == long)
  }

  @Test("Members beyond 8 GiB are stepped over", arguments: [false, true])
  func large(isPax: Bool) throws {
    let size = 9 << 30
    let folder = try TemporaryFolder()
    var head = HandmadeTar()
    if isPax { head.add("x", HandmadeTar.record("size", "\(size)"), type: "x") }
    let base256 = [0x80, 0, 0, 0] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
    head.add("large", size: isPax ? HandmadeTar.octal(0) : base256)
    var tail = HandmadeTar()
    tail.add("b", [5])
    tail.close()
    // A hole in the file, so that the disk holds next to nothing of it.
    let path = folder.file("a.tar")
    let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
    defer { close(descriptor) }
    try #require(pwrite(descriptor, head.bytes, head.bytes.count, 0) == head.bytes.count)
    try #require(pwrite(descriptor, tail.bytes, tail.bytes.count, head.bytes.count + size) == tail.bytes.count)
    let listing = try Self.list(OpenFile(path: path))
    #expect(listing.members.map(\.size) == [size, 1] && listing.isWhole && listing.skipped == [])
  }

  @Test("Characters that would steer a terminal do not reach a message")
  func terminal() {
    let listing = Self.list { $0.add("/\u{1B}[2J") }
    #expect(listing.skipped.first?.contains("\u{1B}") == false)
  }
}

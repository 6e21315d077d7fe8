import Runtime
import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

/// Files that are packed: gzip is read wherever a file is read, anything else is refused by its name.
@Suite struct PackedFileTests {
  @Test(
    "What is packed by anything but gzip is named, whatever the file is called",
    arguments: [
      ("zstd", [0x28, 0xB5, 0x2F, 0xFD, 4, 0]), ("zip", [0x50, 0x4B, 3, 4, 20]), ("zip", [0x50, 0x4B, 5, 6, 0]),
      ("bzip2", [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),
      ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0]),
      ("lz4", [4, 0x22, 0x4D, 0x18]), ("7-Zip", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
      ("rar", [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0]), ("compress", [0x1F, 0x9D, 0x90]),
      ("Parquet", [0x50, 0x41, 0x52, 0x31, 0x15, 4]),
    ] as [(String, [UInt8])])
  func refused(kind: String, bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    for name in ["a.tar", "a.tar.zst", "a.jsonl", "a.csv.bz2", "a.json", "a.txt", "a.bin"] {
      try folder.write(name, bytes: bytes)
      var source = CorpusSource(path: folder.file(name))
      source.language = "en"
      let pool = try ThreadPool(threads: 1)
      // A shard that cannot be read is a problem like any other file that cannot.
      let error = #expect(throws: CorpusError.self) { try source.open(unreadableLimit: 0, pool: pool) }
      #expect(error?.description.contains(kind) == true && error?.description.contains(name) == true, "\(error as Any)")
    }
  }

  @Test("Texts that begin like a packed file are texts", arguments: ["BZh9 is a name", "PAR1,b\n", "PK", "Rar!"])
  func texts(text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a", bytes: Array(text.utf8))
    #expect(try SourceFile.text(folder.file("a")) == text)
  }

  @Test("Every format's files may be packed", arguments: FormatConformanceTests.cases.filter { $0.error == nil })
  func formats(form: FormatCase) throws {
    let folder = try TemporaryFolder()
    try form.write(to: folder)
    let plain = FormatOutcome(form.source, in: folder)
    for (name, bytes) in form.files where !form.shows(bytes) && !bytes.starts(with: [0x1F, 0x8B]) {
      try folder.write(name, bytes: HandmadeGzip.bytes(bytes))
    }
    #expect(FormatOutcome(form.source, in: folder) == plain)
  }

  @Test(
    "Every format's files are found under their plain names where there are only packed ones",
    arguments: FormatConformanceTests.cases.filter(\.isGood))
  func plainNames(form: FormatCase) throws {
    let folder = try TemporaryFolder()
    try form.write(to: folder)
    let plain = FormatOutcome(form.source, in: folder)
    for (name, bytes) in form.files where !form.shows(bytes) && !name.hasSuffix(".gz") {
      // What img2dataset writes beside images is never packed by itself.
      guard !name.contains("0000") || !name.hasSuffix(".json") else { continue }
      try folder.write(name + ".gz", bytes: HandmadeGzip.bytes(bytes))
      try FileManager.default.removeItem(atPath: folder.file(name))
    }
    let packed = FormatOutcome(form.source, in: folder)
    FormatConformanceTests.expect("record", packed.records, plain.records)
    #expect(packed.error == nil && packed.problems == [])
  }

  @Test(
    "Names say what is in a packed file",
    arguments: [
      ("a.tgz", "a.tar"), ("b/A.TAR.GZ", "a.tar"), ("x.csv.gz", "x.csv"), ("x.csv", "x.csv"), (".gz", ".gz"),
      ("gz", "gz"),
    ])
  func names(path: String, name: String) { #expect(SourceFile.unpackedName(path) == name) }

  @Test("A folder's packed shards are read, of a packed and an unpacked one the unpacked one")
  func folder() throws {
    let folder = try TemporaryFolder()
    for number in 0..<3 {
      var tar = HandmadeTar()
      tar.add("\(number).jpg", [1])
      tar.add("\(number).txt", [65])
      tar.close()
      let name = ["10.tar.gz", "2.tgz", "3.tar"][number]
      try folder.write(name, bytes: number < 2 ? HandmadeGzip.bytes(tar.bytes) : tar.bytes)
      if number == 2 { try folder.write("3.tar.gz", bytes: [0]) }
    }
    #expect(try CorpusFormat(guessing: folder.path) == .webdataset)
    #expect(try ShardFolder(folder.path, split: nil).shards == ["2.tgz", "3.tar", "10.tar.gz"].map(folder.file))
    var source = CorpusSource(path: folder.path)
    source.language = "en"
    #expect(try source.open(unreadableLimit: 0, pool: ThreadPool(threads: 1)).store.catalog.count == 3)
  }

  @Test("A large file is unpacked once, read at any place, and anew when it changes")
  func cached() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.tar.gz")
    var unpacked = UnpackedFiles()
    unpacked.folder = folder.file("cache")
    unpacked.memoryLimit = 1_000
    for version in 0..<2 {
      let content = (0..<70_000).map { UInt8(truncatingIfNeeded: ($0 >> 4 &* 31) ^ version) }
      try folder.write("a.tar.gz", bytes: HandmadeGzip.bytes(content))
      let file = try OpenFile(path: path, unpacking: unpacked)
      #expect(file.size == content.count && file.path == path && file.damage == nil)
      #expect(try file.read(offset: 60_003, count: 777).elementsEqual(content[60_003..<60_780]))
      let kept = try SourceFile.names(in: folder.file("cache"))
      #expect(kept.count == 1)
      // The second opening finds it, though the packed bytes are other ones of the same size and time.
      #expect(try OpenFile(path: path, unpacking: unpacked).size == content.count)
      #expect(try SourceFile.names(in: folder.file("cache")) == kept)
    }
  }

  @Test("What cannot be written says where, and leaves nothing behind")
  func noRoom() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.gz", bytes: HandmadeGzip.bytes([UInt8](repeating: 1, count: 2_000)))
    try folder.write("file", bytes: [])
    var unpacked = UnpackedFiles()
    unpacked.folder = folder.file("file/cache")
    unpacked.memoryLimit = 1_000
    let error = #expect(throws: CorpusError.self) { try OpenFile(path: folder.file("a.gz"), unpacking: unpacked) }
    #expect(error?.description.contains("XDG_CACHE_HOME") == true)
  }

  /// Lines of a JSON file, and what of them is there when the packed file is damaged behind a share of its bytes.
  @Test("What stands before damage is read, and the rest weighs what it held", arguments: [0.3, 0.8])
  func damage(share: Double) throws {
    let folder = try TemporaryFolder()
    let count = 1_000
    let lines = (0..<count).map {
      #"{"image": "\#($0 + 1_000_000).jpg", "captions": {"en": "word"}}"# + "\n"
    }
    var bytes = HandmadeGzip.bytes(Array(lines.joined().utf8), block: 1_000)
    let place = Int(share * Double(bytes.count)) / 1_005 * 1_005 + 10
    // The length of a stored block no more fits its complement.
    bytes[place + 1] ^= 1
    for name in ["a.jsonl.gz", "a.jsonl"] {
      try folder.write(name, bytes: bytes)
      let source = CorpusSource(path: folder.file(name))
      let content = try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 1))
      let found = content.store.catalog.count
      #expect(abs(Double(found) - share * Double(count)) < 0.05 * Double(count))
      #expect(abs(found + content.skipped.count - count) < count / 50 && content.skipped.total.isEstimated)
      #expect(content.skipped.first.last?.reason.contains("the file is not whole gzip near byte") == true)
    }
  }

  @Test("A packed shard that is damaged or cut loses what stood behind", arguments: [false, true])
  func shard(isCut: Bool) throws {
    let folder = try TemporaryFolder()
    var tar = HandmadeTar()
    for number in 0..<40 {
      tar.add("\(number).jpg", [UInt8](repeating: 7, count: 700))
      tar.add("\(number).txt", [65])
    }
    tar.close()
    var bytes = HandmadeGzip.bytes(tar.bytes, block: 1_000)
    let place = bytes.count / 2 / 1_005 * 1_005 + 10
    if isCut { bytes.removeLast(bytes.count - place - 300) } else { bytes[place + 1] ^= 1 }
    try folder.write("a.tar.gz", bytes: bytes)
    var source = CorpusSource(path: folder.file("a.tar.gz"))
    source.language = "en"
    let content = try source.open(unreadableLimit: 1, pool: ThreadPool(threads: 1))
    #expect((18...20).contains(content.store.catalog.count) && content.skipped.total.isEstimated)
    if !isCut { #expect((19...22).contains(content.skipped.count)) }
    #expect(content.skipped.first.contains { $0.reason.contains("gzip") || $0.reason.contains("packed text") })
  }
}

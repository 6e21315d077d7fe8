import Runtime
import TestSupport
import Testing

@testable import Corpora

/// What is read of a damaged archive, and what the rest weighs.
@Suite struct TarDamageTests {
  /// Samples of two files, as webdataset writes them; images are of several sizes.
  private static func shard(_ samples: Int) -> (bytes: [UInt8], headers: [Int]) {
    var tar = HandmadeTar()
    var headers: [Int] = []
    for number in 0..<samples {
      headers.append(tar.bytes.count)
      tar.add("\(number).jpg", [UInt8](repeating: 0xD8, count: 600 + 37 * number))
      headers.append(tar.bytes.count)
      tar.add("\(number).txt", [65])
    }
    tar.close()
    return (tar.bytes, headers)
  }

  private static func list(_ bytes: [UInt8]) throws -> (names: [String], samples: [TarSample], skipped: SkippedRecords)
  {
    var reader = TarSamples(OpenFile(bytes, name: "a.tar"))
    var samples: [TarSample] = []
    while let sample = try reader.next() { samples.append(sample) }
    return (samples.flatMap { $0.parts.map(\.member.name) }, samples, reader.skipped)
  }

  /// Records that are lost in all: broken samples, and what weighs beside them.
  private static func lost(_ bytes: [UInt8]) throws -> Int {
    let (_, samples, skipped) = try list(bytes)
    return samples.count { $0["jpg"] == nil || $0["txt"] == nil } + skipped.count
  }

  @Test("One flipped bit in any header costs its member and its sample, not more")
  func flippedBit() throws {
    let (bytes, headers) = Self.shard(8)
    for (number, header) in headers.enumerated() {
      for byte in [0, 1, 124, 130, 148, 156, 200, 257, 300] {
        var damaged = bytes
        damaged[header + byte] ^= 4
        let (names, _, skipped) = try Self.list(damaged)
        #expect(names.count == 15, "byte \(byte) of header \(number)")
        #expect(skipped.entryCount == 1 && skipped.first[0].reason.contains("byte \(header)"))
        #expect(try Self.lost(damaged) == 1, "byte \(byte) of header \(number)")
      }
    }
  }

  @Test("Whole samples that are lost in a stretch are estimated by the others' size", arguments: [1, 2, 5])
  func stretch(count: Int) throws {
    var (bytes, headers) = Self.shard(20)
    for header in headers[(2 * 8)..<(2 * (8 + count))] { bytes[header] ^= 1 }
    let (names, _, skipped) = try Self.list(bytes)
    #expect(names.count == 2 * (20 - count) && skipped.total == RecordCount(count, isEstimated: true))
  }

  @Test("Zeros that tar does not write are said, and weigh what they could hold where they are many")
  func zerosAtTheEnd() throws {
    let (whole, headers) = Self.shard(20)
    for (zeros, isSaid, isLost) in [
      (1_024, false, false), (10_240, false, false), (40_000, true, false), (3 << 20, true, true),
    ] {
      let bytes = Array(whole[..<headers[20]]) + [UInt8](repeating: 0, count: zeros)
      let (names, _, skipped) = try Self.list(bytes)
      #expect(names.count == 20)
      #expect(skipped.isEmpty == !isSaid && (skipped.count > 1_000) == isLost, "\(zeros): \(skipped.total)")
      #expect(skipped.first.allSatisfy { $0.reason.contains("\(zeros) bytes of zeros") })
    }
  }

  @Test("Bytes that were overwritten, are missing or are too many cost what they held")
  func bytes() throws {
    let (whole, headers) = Self.shard(20)
    let cuts: [(String, ([UInt8]) -> [UInt8], ClosedRange<Int>)] = [
      (
        "zeros",
        { $0.replacing($0[headers[10]..<headers[14]], with: repeatElement(0, count: headers[14] - headers[10])) }, 2...2
      ),
      ("a sector", { zeroed($0, headers[11] - 100..<headers[11] + 4_096) }, 2...4),
      ("missing", { Array($0[..<(headers[10] + 7)] + $0[(headers[12] + 300)...]) }, 1...3),
      ("inserted", { Array($0[..<headers[10]] + [1, 2, 3] + $0[headers[10]...]) }, 0...1),
    ]
    func zeroed(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
      var bytes = bytes
      for place in range { bytes[place] = 0 }
      return bytes
    }
    for (what, cut, lost) in cuts {
      let damaged = cut(whole)
      let found = try Self.lost(damaged)
      #expect(lost.contains(found), "\(what): \(found)")
      let names = try Self.list(damaged).names
      #expect(names.contains("0.jpg") && names.contains("19.txt"), "\(what)")
    }
  }

  @Test(
    "A last header that is zeros costs a record, where its sample can do without it too",
    arguments: [["jpg", "txt"], ["jpg", "json", "txt"], ["txt"], ["cls", "jpg"]], [true, false])
  func zeroedLast(extensions: [String], isClosed: Bool) throws {
    var tar = HandmadeTar()
    var last = 0
    for number in 0..<6 {
      for ending in extensions {
        last = tar.bytes.count
        tar.add("\(number).\(ending)", [UInt8](repeating: 65, count: 700))
      }
    }
    if isClosed { tar.bytes += [UInt8](repeating: 0, count: 8_192) }
    for place in last..<last + 512 { tar.bytes[place] = 0 }
    let (names, samples, skipped) = try Self.list(tar.bytes)
    let broken = samples.count { $0.image == nil || $0["txt"] == nil && $0["json"] == nil && $0["cls"] == nil }
    #expect(names.count == 6 * extensions.count - 1)
    let found = extensions == ["txt"] ? skipped.count : broken + skipped.count
    #expect(found == 1, "\(samples.count) samples, \(broken) broken, \(skipped.first)")
    #expect(skipped.total.isEstimated || broken == 1)
  }

  @Test("An archive without an end has lost a record, which is an estimate")
  func endless() throws {
    let (bytes, _) = Self.shard(4)
    let (names, _, skipped) = try Self.list(Array(bytes.dropLast(1_024)))
    #expect(names.count == 8 && skipped.total == RecordCount(1, isEstimated: true))
    #expect(try Self.list(bytes).skipped.isEmpty)
  }

  @Test("A rest without a header weighs what it held")
  func rest() throws {
    var (bytes, headers) = Self.shard(20)
    for header in headers[20...] { bytes[header + 1] ^= 1 }
    let (names, _, skipped) = try Self.list(bytes)
    #expect(names.count == 20 && (10...14).contains(skipped.count) && skipped.total.isEstimated)
    #expect(skipped.first[0].reason.hasSuffix("what follows it is lost"))
  }

  @Test("A damaged header before a long name's member does not give its sample another name", arguments: ["L", "x"])
  func longName(type: Character) throws {
    let folder = String(repeating: "f", count: 96) + "/"
    var tar = HandmadeTar()
    for number in 0..<3 {
      let name = "\(folder)\(number).jpg.jpg"
      let content = type == "L" ? Array(name.utf8) + [0] : HandmadeTar.record("path", name)
      tar.add("header", content, type: type)
      tar.add(name, [UInt8(number)])
    }
    tar.close()
    // The second long name's own header.
    tar.bytes[2_048] ^= 1
    let (names, _, skipped) = try Self.list(tar.bytes)
    #expect(names == ["\(folder)0.jpg.jpg", "\(folder)2.jpg.jpg"])
    #expect(skipped.entryCount == 1 && skipped.count == 1)
    // The header behind it: its name is known, but not whose bytes follow.
    tar.bytes[2_048] ^= 1
    tar.bytes[3_072] ^= 1
    #expect(try Self.list(tar.bytes).names == names)
  }

  @Test("An archive inside a lost member is not taken for its successor")
  func nested() throws {
    let inner = Self.shard(2).bytes
    var tar = HandmadeTar()
    tar.add("0.tar", inner)
    tar.add("1.txt", [1])
    tar.close()
    tar.bytes[0] ^= 1
    #expect(try Self.list(tar.bytes).names == ["1.txt"])
  }

  @Test("Shards that are cut off lose what the others have more, or what their downloader counted")
  func cut() throws {
    let folder = try TemporaryFolder()
    let bytes = Self.shard(20).bytes
    for name in ["0", "1"] { try folder.write("\(name).tar", bytes: bytes) }
    try folder.write("2.tar", bytes: Array(bytes[..<(bytes.count / 2)]))
    var source = CorpusSource(path: folder.file("{0..2}.tar"))
    source.language = "en"
    let pool = try ThreadPool(threads: 1)
    func lost() throws -> (records: Int, count: RecordCount) {
      let content = try WebDatasetFormat(source: source, cache: ShardIndexCache(folder: nil)).read(
        source.path, pool: pool)
      return (content.store.catalog.count, content.skipped.total)
    }
    let (records, estimate) = try lost()
    #expect(records + estimate.count == 60 && estimate.isEstimated)
    try folder.write("2_stats.json", bytes: Array(#"{"count": 30, "successes": 25}"#.utf8))
    #expect(try lost().count.count == estimate.count + 5)
  }
}

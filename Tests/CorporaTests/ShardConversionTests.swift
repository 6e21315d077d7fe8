import Console
import FoundationEssentials
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite struct ShardConversionTests {
  /// Converts a source; the shards are in `shards`.
  @discardableResult
  fileprivate static func convert(
    _ source: CorpusSource, in folder: TemporaryFolder, samples: Int? = 2, bytes: Int? = nil, limit: Double = 0,
    progress: (Int) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws -> ShardConversion.Outcome {
    // One pool serves one caller at a time, and tests run beside each other.
    let pool = try ThreadPool(threads: 2)
    return try ShardConversion(
      of: source.open(unreadableLimit: limit, pool: pool), request: .string(source.path),
      folder: folder.file("shards"), limits: ShardLimits(samples: samples, bytes: bytes), unreadableLimit: limit,
      pool: pool
    ).run(progress: progress, shouldStop: shouldStop)
  }

  private static func records(_ source: CorpusSource) throws -> [CaptionedImage] {
    let store = try source.open(unreadableLimit: 0, pool: ThreadPool(threads: 2)).store
    return try (0..<store.catalog.count).map { try store.record($0) }
  }

  /// All files of the shards with their bytes, and the list of them.
  fileprivate static func files(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    let names = try SourceFile.names(in: folder.file("shards"))
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try SourceFile.bytes(folder.file("shards/" + $0))) })
  }

  @Test("What shards give back is what the source had", arguments: SmallPairs.all)
  func roundTrip(pairs: SmallPairs) throws {
    let folder = try TemporaryFolder()
    let source = try pairs.write(folder)
    let before = try Self.records(source)
    let outcome = try Self.convert(source, in: folder)
    #expect(before.count >= 2 && outcome.samples == before.count && outcome.shards == (before.count + 1) / 2)
    let after = try Self.records(CorpusSource(path: folder.file("shards")))
    #expect(after.count == before.count)
    for (old, new) in zip(before, after) {
      #expect(new.id == old.id && new.split == old.split && new.languages == old.languages)
      #expect(new.shardJSON["captions"] == old.shardJSON["captions"])
      #expect(new.captions.count == old.captions.count)
      let isSame = try new.image.bytes(limit: 1 << 20) == old.image.bytes(limit: 1 << 20)
      #expect(isSame, "the image of \(old.id) differs")
    }
  }

  @Test("A text of several images stays one query behind a conversion")
  func keys() throws {
    let folder = try TemporaryFolder()
    let before = try Self.records(SmallPairs.chineseCLIP.write(folder)).map(\.captions)
    try Self.convert(CorpusSource(path: folder.file("train_texts.jsonl")), in: folder)
    let after = try Self.records(CorpusSource(path: folder.file("shards"))).map(\.captions)
    #expect(after == before)
    let keys = after.map { $0.first { $0.text == "动物" }?.key }
    #expect(keys.count == 3 && keys[0] != nil && Set(keys).count == 1)
  }

  @Test("A sample is an image named by its bytes, the record, and its first caption")
  func files() throws {
    let folder = try TemporaryFolder()
    try Self.convert(SmallPairs.commas.write(folder), in: folder)
    let listings = try ["000000.tar", "000001.tar"].map {
      TarReaderTests.list(try OpenFile(path: folder.file("shards/" + $0)))
    }
    #expect(
      listings.flatMap(\.names) == [
        "000000000.jpg", "000000000.json", "000000000.txt", "000000001.webp", "000000001.json", "000000001.txt",
        "000000002.png", "000000002.json", "000000002.txt",
      ])
    let file = try OpenFile(path: folder.file("shards/000000.tar"))
    let texts = try [1, 2].map { part in
      let member = listings[0].members[part]
      return String(decoding: try file.read(offset: member.offset, count: member.size), as: UTF8.self)
    }
    let origin = folder.file("pairs.csv") + ":2"
    #expect(
      texts == [
        #"{"id":"a.jpg","origin":"\#(origin)","split":"train","captions":{"en":{"raw":["a red cat"]},"zh":{"raw":["一只红猫"]}}}"#,
        "a red cat",
      ])
  }

  @Test("Splits can be chosen from shards")
  func splits() throws {
    let folder = try TemporaryFolder()
    try Self.convert(SmallPairs.jsonLines.write(folder), in: folder)
    var source = CorpusSource(path: folder.file("shards"))
    source.split = "test"
    #expect(try Self.records(source).map(\.id) == ["images/b.png"])
    source.split = "nowhere"
    #expect(throws: CorpusError.self) { try Self.records(source) }
  }

  @Test("A shard ends before the sample that would make it larger than allowed")
  func byteLimit() throws {
    let folder = try TemporaryFolder()
    let source = try SmallPairs.folder.write(folder)
    let whole = try Self.convert(source, in: folder, samples: nil, bytes: 3 * 6 * 512 + 1024)
    #expect(whole.shards == 1)
    for bytes in [2 * 6 * 512, 3 * 6 * 512 - 1, 1] {
      let other = try TemporaryFolder()
      let outcome = try Self.convert(SmallPairs.folder.write(other), in: other, samples: nil, bytes: bytes)
      #expect(outcome.shards == (bytes == 1 ? 3 : 2) && outcome.samples == 3, "\(bytes)")
    }
  }

  @Test("Stopped anywhere and called again, the folder ends as if it had not been stopped", arguments: 0..<7)
  func stopping(after records: Int) throws {
    let whole = try TemporaryFolder()
    let stopped = try TemporaryFolder()
    let source = try Self.seven(in: whole)
    try Self.convert(source, in: whole, limit: 0.5)
    var done = 0
    let first = try Self.convert(
      source, in: stopped, limit: 0.5, progress: { done = $0 }, shouldStop: { done >= records })
    #expect(!first.isWhole && first.samples <= records)
    #expect(try SourceFile.names(in: stopped.file("shards")).allSatisfy { !$0.hasSuffix(".partial") })
    let second = try Self.convert(source, in: stopped, limit: 0.5)
    #expect(second.isWhole && second.keptShards == first.shards)
    let isSame = try Self.files(whole) == Self.files(stopped)
    #expect(isSame)
  }

  /// Seven records, some without their image.
  fileprivate static func seven(in folder: TemporaryFolder, missing: Set<Int> = [2, 6]) throws -> CorpusSource {
    let lines = (0..<7).map { number in
      let image = missing.contains(number) ? "missing.jpg" : "images/\(SmallPairs.names[number % 3])"
      return #"{"image": "\#(image)", "id": "\#(number)", "captions": {"en": "number \#(number)"}}"#
    }
    try SmallPairs.writeImages(folder, under: "images/")
    try folder.write("captions.jsonl", lines.joined(separator: "\n"))
    return CorpusSource(path: folder.file("captions.jsonl"))
  }

  @Test("Images that cannot be read are listed, and no more than the limit")
  func skipped() throws {
    let folder = try TemporaryFolder()
    let source = try Self.seven(in: folder)
    let outcome = try Self.convert(source, in: folder, limit: 0.3)
    #expect(outcome.skipped == 2 && outcome.samples == 5 && outcome.isWhole)
    let path = folder.file("captions.jsonl")
    let lines = try SourceFile.text(folder.file("shards/skipped.jsonl")).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix(#"{"kind":"image","record":2,"origin":"\#(path):3","reason":""#) == true)
    let strict = try TemporaryFolder()
    let error = #expect(throws: CorpusError.self) { try Self.convert(source, in: strict, limit: 0.15) }
    #expect(error?.description.contains("2 of 7 records cannot be converted, and at most 1 may be skipped") == true)
    #expect(try SourceFile.text(strict.file("shards/skipped.jsonl")).split(separator: "\n").count == 2)
  }

  @Test("Lines that cannot be read count too")
  func brokenLines() throws {
    let folder = try TemporaryFolder()
    let source = try Self.seven(in: folder)
    try folder.write("captions.jsonl", "no JSON\n" + SourceFile.text(folder.file("captions.jsonl")))
    #expect(try Self.convert(source, in: folder, limit: 0.5).skipped == 3)
    let list = try SourceFile.text(folder.file("shards/skipped.jsonl"))
    #expect(list.hasPrefix(#"{"kind":"record","origin":"\#(folder.file("captions.jsonl")):1","reason":"column "#))
  }
}

/// What a second call finds.
extension ShardConversionTests {
  /// Something that happens between two calls, and the shards that are true after it. There are three of two samples.
  struct Event: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kept: Int
    let happen: @Sendable (TemporaryFolder) throws -> Void
  }

  static let events = [
    Event(testDescription: "nothing", kept: 3) { _ in },
    Event(testDescription: "a caption has changed", kept: 1) { folder in
      let path = folder.file("captions.jsonl")
      try folder.write("captions.jsonl", SourceFile.text(path).replacing("number 4", with: "number four"))
    },
    Event(testDescription: "an image has changed", kept: 0) { folder in
      try folder.write("images/b.png", bytes: SmallPairs.bytes("scene.png"))
    },
    Event(testDescription: "a record was added", kept: 2) { folder in
      let path = folder.file("captions.jsonl")
      let line = #"{"image": "images/a.jpg", "captions": {"en": "eight"}}"#
      try folder.write("captions.jsonl", SourceFile.text(path) + "\n" + line)
    },
    Event(testDescription: "records were removed", kept: 1) { folder in
      let lines = try SourceFile.text(folder.file("captions.jsonl")).split(separator: "\n")
      try folder.write("captions.jsonl", lines.prefix(4).joined(separator: "\n"))
    },
    Event(testDescription: "a shard is damaged", kept: 1) { folder in
      var bytes = try SourceFile.bytes(folder.file("shards/000001.tar"))
      bytes[bytes.count / 2] ^= 1
      try folder.write("shards/000001.tar", bytes: bytes)
    },
    Event(testDescription: "a shard is gone", kept: 2) { folder in
      try FileManager.default.removeItem(atPath: folder.file("shards/000002.tar"))
    },
  ]

  @Test("A second call writes what is not true any more, and the folder is as from one call", arguments: events)
  func again(event: Event) throws {
    let folder = try TemporaryFolder()
    let source = try Self.seven(in: folder)
    #expect(try Self.convert(source, in: folder, limit: 0.5).shards == 3)
    try event.happen(folder)
    let outcome = try Self.convert(source, in: folder, limit: 0.5)
    #expect(outcome.keptShards == event.kept && outcome.isWhole)
    let second = try Self.files(folder)
    try FileManager.default.removeItem(atPath: folder.file("shards"))
    try Self.convert(source, in: folder, limit: 0.5)
    let fresh = try Self.files(folder)
    #expect(second.keys.sorted() == fresh.keys.sorted())
    for (name, bytes) in fresh { #expect(second[name] == bytes ? true : false, "\(name) differs") }
  }

  @Test("A conversion that was begun when the list was called left-out.jsonl is gone on with", arguments: 1..<7)
  func formerList(after records: Int) throws {
    let (whole, former) = (try TemporaryFolder(), try TemporaryFolder())
    let source = try Self.seven(in: whole)
    try Self.convert(source, in: whole, limit: 0.5)
    var done = 0
    let begun = try Self.convert(
      source, in: former, limit: 0.5, progress: { done = $0 }, shouldStop: { done >= records })
    let list = try SourceFile.text(former.file("shards/skipped.jsonl"))
    let old = list.replacing("\"kind\":\"image\",", with: "").replacing("\"count\":", with: "\"lost\":")
    try former.write("shards/left-out.jsonl", old)
    try FileManager.default.removeItem(atPath: former.file("shards/skipped.jsonl"))
    let ended = try Self.convert(source, in: former, limit: 0.5)
    #expect(ended.isWhole && ended.skipped == 2 && ended.keptShards == begun.shards)
    #expect(try SourceFile.names(in: former.file("shards")) == SourceFile.names(in: whole.file("shards")))
    // What the old list did not say is not made up.
    let names = try SourceFile.text(former.file("shards/skipped.jsonl")).replacing("\"record\",", with: "\"image\",")
    #expect(try names == SourceFile.text(whole.file("shards/skipped.jsonl")))
  }

  @Test("An image that was not there is taken in once it is", arguments: [(0, 0), (2, 0), (6, 2)])
  func lateImage(missing: Int, kept: Int) throws {
    let folder = try TemporaryFolder()
    let source = try Self.seven(in: folder, missing: [missing])
    #expect(try Self.convert(source, in: folder, limit: 0.5).samples == 6)
    #expect(try Self.convert(source, in: folder, limit: 0.5).keptShards == 3)
    try folder.write("missing.jpg", bytes: SmallPairs.bytes("scene.jpg"))
    let outcome = try Self.convert(source, in: folder, limit: 0.5)
    #expect(outcome.samples == 7 && outcome.skipped == 0 && outcome.keptShards == kept)
  }

  @Test("Shards of something else are left alone")
  func otherShards() throws {
    let folder = try TemporaryFolder()
    let source = try SmallPairs.jsonLines.write(folder)
    try Self.convert(source, in: folder)
    let other = #expect(throws: CorpusError.self) { try Self.convert(source, in: folder, samples: 3) }
    #expect(other?.description.contains("the folder holds shards of another conversion") == true)
    let strange = try TemporaryFolder()
    try strange.write("shards/somebody.tar", "")
    let stranger = #expect(throws: CorpusError.self) { try Self.convert(source, in: strange) }
    #expect(
      stranger?.description.contains("somebody.tar: the folder holds shards that no conversion has written") == true)
    try folder.write("shards/convert.json", "{")
    #expect(throws: (any Error).self) { try Self.convert(source, in: folder) }
  }
}

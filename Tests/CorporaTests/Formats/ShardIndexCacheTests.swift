import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

@Suite("Kept lists of shards")
struct ShardIndexCacheTests {
  /// Counts how often a shard was listed.
  final class Lister {
    var count = 0
    func list(_ path: String) throws -> ShardIndex {
      count += 1
      return try ShardIndex(listing: path)
    }
  }

  static let shard = FormatCase.tar([
    ("1.png", "A"), ("1.json", #"{"captions": {"zh": "一", "en": "one"}}"#), ("2.png", "B"),
    ("2.json", #"{"captions": ["two"]}"#), ("no.png", "C"), ("3.jpg", "D"), ("3.txt", "three"),
  ])

  static func write(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

  @Test("A kept list equals a new one and spares the listing")
  func equal() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.tar")
    try Self.write(Self.shard, path)
    let cache = ShardIndexCache(folder: folder.file("new/cache"))
    let lister = Lister()
    let first = try cache.index(of: path, list: lister.list)
    let second = try cache.index(of: path, list: lister.list)
    let fresh = try ShardIndex(listing: path)
    let isSame = first == fresh && second == fresh
    #expect(isSame && lister.count == 1)
    #expect(second.count == 3 && second.languageSets == [["zh", "en"], [""]] && second.skipped.count == 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("new/cache/shards"))
    #expect(names.count == 1 && names.allSatisfy { $0.hasSuffix(".index") })
  }

  @Test("A list is made anew when the shard's size or time of change differs", arguments: ["size", "time"])
  func changed(what: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.tar")
    try Self.write(Self.shard, path)
    let cache = ShardIndexCache(folder: folder.file("cache"))
    let lister = Lister()
    let old = try cache.index(of: path, list: lister.list)
    if what == "size" {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      try Self.write(Self.shard + [UInt8](repeating: 0, count: 512), path)
      let date = try #require(attributes[.modificationDate] as? Date)
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    } else {
      try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 9)], ofItemAtPath: path)
    }
    let new = try cache.index(of: path, list: lister.list)
    let again = try cache.index(of: path, list: lister.list)
    #expect(lister.count == 2 && new == again && (new.size, new.changed) != (old.size, old.changed))
    #expect(new.samples == old.samples)
  }

  @Test("Two shards have two lists, and another shard's list is not taken")
  func others() throws {
    let folder = try TemporaryFolder()
    let cache = ShardIndexCache(folder: folder.file("cache"))
    for name in ["a.tar", "b.tar"] { try Self.write(Self.shard, folder.file(name)) }
    let a = try cache.index(of: folder.file("a.tar"))
    let places = try ["a.tar", "b.tar"].map { try #require(cache.place(of: folder.file($0))) }
    #expect(places[0] != places[1])
    try Self.write(a.archived, places[1])
    #expect(try cache.index(of: folder.file("b.tar")).path == folder.file("b.tar"))
  }

  @Test("A cache that cannot be written or read costs nothing but the listing", arguments: ["file", "folder", "none"])
  func unwritable(obstacle: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.tar")
    try Self.write(Self.shard, path)
    let cache = ShardIndexCache(folder: obstacle == "none" ? nil : folder.file("cache"))
    // A file where the folder should be, or a folder where the list should be, stops even those who may write anywhere.
    if obstacle == "file" { try folder.write("cache", "") }
    if obstacle == "folder", let place = cache.place(of: path) {
      try FileManager.default.createDirectory(atPath: place + "/x", withIntermediateDirectories: true)
    }
    let lister = Lister()
    let lists = try (0..<2).map { _ in try cache.index(of: path, list: lister.list) }
    let fresh = try ShardIndex(listing: path)
    #expect(lister.count == 2 && lists.allSatisfy { $0 == fresh })
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.allSatisfy { !$0.contains("partial") })
    #expect(throws: CorpusError.self) { try cache.index(of: folder.file("b.tar")) }
  }

  @Test("A damaged list is no list; one whose hash was made to fit is one that fits its shard")
  func damage() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.tar")
    try Self.write(Self.shard, path)
    let whole = try ShardIndex(listing: path).archived
    var chance = Mutations(seed: 3)
    var accepted = 0
    for _ in 0..<2_000 {
      let isHashed = chance.below(4) > 0
      var bytes = chance.mutated(isHashed ? Array(whole.dropLast(8)) : whole)
      if isHashed { bytes += withUnsafeBytes(of: StableHash.of(bytes).littleEndian) { Array($0) } }
      guard let list = ShardIndex(archived: bytes) else { continue }
      accepted += 1
      #expect(isHashed || bytes == whole)
      for sample in 0..<list.count {
        let text = list.text(sample)
        guard case .member(_, _, let offset, let count) = list.image(sample) else { continue }
        #expect(offset >= 0 && count >= 0 && offset + count <= list.size && text.offset + text.count <= list.size)
        #expect(list.languageSets.indices.contains(list.languageSet(of: sample)))
        _ = list.key(sample)
      }
      var skipped = SkippedRecords()
      for _ in 0..<3 { skipped.add(list.skipped) }
      #expect(list.skipped.entryCount >= list.skipped.first.count)
    }
    // Numbers of places and sizes may change within the shard, so a part of what is hashed again is accepted.
    #expect((50..<1_500).contains(accepted), "\(accepted)")
  }
}

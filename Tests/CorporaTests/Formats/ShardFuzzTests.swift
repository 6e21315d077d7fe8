import FoundationEssentials
import Images
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import Corpora

/// What becomes of damaged shards. `make damage` goes on for longer under the address sanitizer.
@Suite struct ShardFuzzTests {
  /// What reading a shard gave.
  struct Tally {
    var served = 0
    var named = 0
    var announced = 0
  }

  /// Reads all that a shard says it has: every record, every image's bytes, every image.
  ///
  /// For every sample that is still announced (`ShardDamage.announced`) either the record is served with the image from
  /// its place in this file, or the sample's key stands in a complaint. Complaints name the shard; records lie in it.
  static func read(_ bytes: [UInt8], of damage: ShardDamage, at path: String) throws -> Tally {
    try Data(bytes).write(to: URL(filePath: path))
    var source = CorpusSource(path: path)
    source.language = "de"
    let index = try ShardIndex(listing: path)
    let store = try ShardRecords([index], source: source)
    var complaints = index.skipped.first
    // Where the served images lie, by key.
    var served: [String: Int] = [:]
    for number in 0..<index.count {
      let origin = Origin(file: path, place: .member(index.key(number)))
      do {
        let record = try store.record(number)
        #expect(
          !record.languages.isEmpty && record.languages == store.catalog.languages(number) && record.origin == origin)
        guard case .member(_, _, let offset, let count) = record.image else { continue }
        let content = try record.image.bytes(limit: 1 << 20)
        #expect(content.elementsEqual(bytes[offset..<offset + count]))
        let image = try record.image.decoded()
        // A small file cannot hold many pixels; PNG packs a thousandfold at most.
        #expect(image.width * image.height <= 1_100 * content.count)
        served[record.id] = offset
      } catch {
        #expect(error is SkippedRecord || error is CorpusError || error is PixelError)
        complaints.append(error as? SkippedRecord ?? SkippedRecord(origin: origin, reason: "\(error)"))
      }
    }
    #expect(complaints.allSatisfy { $0.origin.file == path && !$0.reason.isEmpty })
    #expect(!complaints.contains { "\($0.origin)".contains("\u{1B}") })
    var tally = Tally()
    for sample in damage.announced(in: bytes) {
      tally.announced += 1
      if served["k\(sample)"] == 2 * sample * ShardDamage.memberSize + TarHeader.blockSize {
        tally.served += 1
      } else if isNamed("k\(sample)", in: complaints) {
        tally.named += 1
      }
    }
    return tally
  }

  /// Whether a complaint is about the sample or one of its members.
  private static func isNamed(_ key: String, in complaints: [SkippedRecord]) -> Bool {
    complaints.contains { complaint in
      if case .member(let name) = complaint.origin.place { name == key || name.hasPrefix(key + ".") } else { false }
    }
  }

  @Test("10,000 damaged shards: all that is still announced is served or named")
  func damage() throws {
    let image = PixelImage(width: 5, height: 4, filledWith: Color(red: 9, green: 80, blue: 200))
    let damage = ShardDamage(image: try PNG.encode(image))
    let folder = try TemporaryFolder()
    #expect(damage.announced(in: damage.whole) == [0, 1, 2])
    let whole = try Self.read(damage.whole, of: damage, at: folder.file("whole.tar"))
    #expect(whole.served == 3)
    let pool = try ThreadPool(threads: 2)
    let end = ContinuousClock.now + .seconds(ParserFuzzTests.seconds * 2)
    let sums = Mutex(Tally())
    var round = 0 as UInt64
    repeat {
      let tallies = try pool.map(2) { _, worker in
        var chance = Mutations(seed: 1_000 + round * 2 + UInt64(worker))
        return try (0..<5_000).map { _ in
          try Self.read(damage.damaged(&chance), of: damage, at: folder.file("\(worker).tar"))
        }
      }
      for tally in tallies.joined() {
        #expect(tally.served + tally.named == tally.announced)
        sums.withLock {
          $0.served += tally.served
          $0.named += tally.named
        }
      }
      round += 1
    } while ContinuousClock.now < end
    let (served, named) = sums.withLock { ($0.served, $0.named) }
    #expect(served > 10_000 && named > 500, "\(served), \(named)")
  }
}

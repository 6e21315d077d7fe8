import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

/// Rules where a corpus is opened for training or written as shards.
@Suite("Corpora with rules")
struct RuledCorpusTests {
  @Test("A corpus is trained without what the rules drop; what is held out is not judged")
  func training() throws {
    let (pairs, held) = (try RuledPairs(), try RuledPairs(Array(RuledPairs.lines[1...2])))
    var sentences: [String] = []
    let corpus = try PairCorpus(
      folder: "/", training: [pairs.source], heldOut: [.init(name: "test", source: held.source)],
      rules: RuledPairs.rules, unreadableLimit: 1
    ).open(pool: ThreadPool(threads: 2)) { sentences.append($0) }
    #expect(corpus.parts.map(\.store.catalog.count) == [7, 2] && corpus.languages == ["en", "zh", "th"])
    #expect(corpus.dropped.entryCount == 10 && corpus.skipped.isEmpty)
    #expect(
      sentences.contains("/: rules keep 8 captions and 7 images of 19 captions and 15 images"), "\(sentences)")
    #expect(sentences.contains("/: minSide drops 1 caption and 1 image"), "\(sentences)")
  }

  @Test("Copies of the held-out images are dropped of the training where the rules ask for it")
  func heldOut() throws {
    let (pairs, held) = (try RuledPairs(), try RuledPairs([RuledPairs.lines[0]]))
    var rules = CorpusRules()
    rules.heldOutDistance = 6
    let corpus = try PairCorpus(
      folder: "/", training: [pairs.source], heldOut: [.init(name: "test", source: held.source)], rules: rules,
      unreadableLimit: 1
    ).open(pool: ThreadPool(threads: 2))
    #expect(corpus.parts.map(\.store.catalog.count) == [14, 1])
  }

  @Test("Rules that leave nothing stop the training")
  func nothing() throws {
    var rules = CorpusRules()
    rules.minSide = 5_000
    let pairs = try RuledPairs(Array(RuledPairs.lines[..<3]))
    #expect {
      try PairCorpus(folder: "/", training: [pairs.source], heldOut: [], rules: rules)
        .open(pool: ThreadPool(threads: 1))
    } throws: {
      "\($0)".contains("corpus.rules drops every image of the training")
    }
  }

  @Test("Rules on images refuse a corpus of which no image is there; those on texts do not need any")
  func withoutImages() throws {
    let pairs = try RuledPairs([RuledPairs.lines[14]])
    #expect {
      try pairs.filtered()
    } throws: {
      "\($0)".contains("no image can be read, and the rules minSide, maxAspect judge images; name their folder")
    }
    var rules = RuledPairs.rules
    (rules.minSide, rules.maxAspect) = (nil, nil)
    #expect(try pairs.filtered(rules).counts.kept.all == .init(captions: 1, images: 1))
  }

  @Test("Shards hold what is kept, their list what is not, their manifest the counts, and both go on when stopped")
  func shards() throws {
    let pairs = try RuledPairs()
    let outcome = try pairs.filtered()
    func convert(_ name: String, stopAfter limit: Int = .max) throws -> ShardConversion.Outcome {
      var seen = 0
      let content = SourceContent(store: outcome.stores[0], skipped: outcome.skipped)
      return try ShardConversion(
        of: content, request: "filter", rules: outcome.json, folder: pairs.folder.file(name),
        limits: ShardLimits(samples: 2), unreadableLimit: 0.2, pool: ThreadPool(threads: 2)
      ).run(shouldStop: {
        seen += 1
        return seen > limit
      })
    }
    #expect(try convert("whole").samples == 6)
    let list = try SkippedList(in: pairs.folder.file("whole")).read()
    // What cannot be read is a record less; what a rule drops is none.
    #expect(list.first.map(\.kind) == [SkippedRecord.Kind](repeating: .rule, count: 10) + [.image])
    #expect(list.count == 1)
    let manifest = try #require(try ConversionManifest(folder: pairs.folder.file("whole")))
    #expect(manifest.rules == outcome.json && manifest.isWhole)
    #expect(manifest.rules?["kept"]?["captions"] == 8 && manifest.rules?["dropped"]?.arrayValue?.count == 5)
    #expect(try !convert("stopped", stopAfter: 4).isWhole)
    #expect(try convert("stopped").keptShards > 0)
    for name in try SourceFile.names(in: pairs.folder.file("whole")) {
      let (left, right) = (pairs.folder.file("whole/\(name)"), pairs.folder.file("stopped/\(name)"))
      #expect(try SourceFile.bytes(left) == SourceFile.bytes(right), "\(name)")
    }
  }
}

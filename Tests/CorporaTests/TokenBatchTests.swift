import TestSupport
import TextRendering
import Testing

@testable import Corpora

@Suite("Batches of photos and tokens")
struct TokenBatchTests {
  private func batch(
    _ corpus: Corpus, threads: Int = 2, pairs: Int = 24, change: (inout BatchOptions) -> Void = { _ in }
  ) throws -> TrainingBatch {
    var options = BatchOptions(photo: PhotoPreparation(side: 32), batch: pairs)
    change(&options)
    return try BatchLoader(
      corpus: corpus, options: options, pool: .init(threads: threads), seed: 5, makeReader: { FakeTokenReader() }
    ).next()
  }

  /// Tokens of a pair's side; nil where it is patches.
  private func tokens(_ batch: TrainingBatch, side: Int, pair: Int) -> [Int32]? {
    let place = Int(batch.order[side * batch.pairs + pair]) - batch.patchSequences
    guard place >= 0 else { return nil }
    return Array(batch.texts.tokens[Int(batch.texts.offsets[place])..<Int(batch.texts.offsets[place + 1])])
  }

  private func expected(_ caption: String) throws -> [Int32]? {
    let read = try FakeTokenReader().read(caption, language: "", seed: nil)
    guard case .tokens(let tokens) = read.sequence else { return nil }
    return tokens
  }

  @Test("Photos are patches, captions are tokens, and the order says which belong together")
  func pairs() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let batch = try batch(corpus)
    #expect(batch.patchSequences == 24 && batch.texts.sequences == 24)
    #expect(batch.order == (0..<48).map { $0 })
    for pair in 0..<24 {
      #expect(tokens(batch, side: 0, pair: pair) == nil)
      #expect(try tokens(batch, side: 1, pair: pair) == expected(batch.captions[pair]))
    }
    #expect(batch.tokens == batch.rows.count + batch.texts.tokens.count && batch.tokens == batch.lengths.reduce(0, +))
    #expect(batch.truncation.truncatedTokens == batch.captions.reduce(0) { $0 + max(0, $1.unicodeScalars.count - 4) })
    let alone = try self.batch(corpus, threads: 1)
    #expect(alone.texts == batch.texts && alone.pixels == batch.pixels ? true : false)
  }

  @Test("Models that read pages and models that read tokens are given the same pairs in the same order")
  func sameOrder() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let readers: [any CaptionReading] = [FakeRenderer(), FakeTokenReader()]
    let loaders = try readers.map { reader in
      try BatchLoader(
        corpus: corpus, options: BatchOptions(photo: PhotoPreparation(side: 32), batch: 24), pool: .init(threads: 1),
        seed: 5, makeReader: { reader })
    }
    for _ in 0..<4 {
      let (pages, tokens) = (try loaders[0].next(), try loaders[1].next())
      #expect(
        pages.captions == tokens.captions && pages.origins == tokens.origins
          && pages.duplicateIds == tokens.duplicateIds)
      let photos = Int(tokens.offsets[24]) * tokens.patchWidth
      #expect(pages.pixels[..<photos] == tokens.pixels[..<photos] ? true : false, "the photos differ")
    }
  }

  @Test("Pairs of texts stand among the tokens on both sides, pairs of views among the patches")
  func mixedSides() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let batch = try batch(corpus, pairs: 60) { ($0.textPairFraction, $0.imageViewFraction) = (0.4, 0.3) }
    var kinds: [String: Int] = [:]
    for pair in 0..<60 {
      let sides = (0...1).map { tokens(batch, side: $0, pair: pair) == nil ? "patches" : "tokens" }
      kinds[sides.joined(separator: " and "), default: 0] += 1
      if sides[1] == "tokens" { #expect(try tokens(batch, side: 1, pair: pair) == expected(batch.captions[pair])) }
    }
    #expect(Set(kinds.keys) == ["patches and tokens", "tokens and tokens", "patches and patches"], "\(kinds)")
    #expect(Set(batch.order).count == 120 && batch.order.max() == 119)
    let joined = try TrainingBatch(joining: [batch, self.batch(corpus, pairs: 30), batch])
    #expect(joined.pairs == 150 && Set(joined.order).count == 300)
    for pair in 0..<60 {
      for side in 0...1 {
        let same = [tokens(joined, side: side, pair: pair), tokens(joined, side: side, pair: 90 + pair)]
        #expect(same.allSatisfy { $0 == tokens(batch, side: side, pair: pair) })
      }
    }
    #expect(joined.lengths == batchLengths(joined, of: [batch, try self.batch(corpus, pairs: 30), batch]))
  }

  private func batchLengths(_ joined: TrainingBatch, of parts: [TrainingBatch]) -> [Int] {
    parts.flatMap { $0.lengths[..<$0.pairs] } + parts.flatMap { $0.lengths[$0.pairs...] }
  }

  @Test("Queries are read as tokens too")
  func evaluation() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let sets = try EvaluationSet.make(
      from: corpus, splits: [.composition], languages: ["zh"], photo: PhotoPreparation(side: 32),
      pool: .init(threads: 2), makeReader: { FakeTokenReader() }
    ).sets
    let set = try #require(sets.first)
    for (query, text) in zip(set.queries, set.texts) {
      guard case .tokens(let tokens) = text else {
        Issue.record("a query is no tokens")
        continue
      }
      #expect(try tokens == expected(query))
    }
  }
}

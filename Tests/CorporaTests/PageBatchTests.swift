import TestSupport
import TextRendering
import Testing

@testable import Corpora

@Suite("Batches whose pages stand apart from photos")
struct PageBatchTests {
  /// Of photos 16.
  private static let pagePatch = 8

  private func batch(_ corpus: Corpus, pairs: Int, apart: Bool, renderer: FakeRenderer, seed: UInt64 = 5) throws
    -> TrainingBatch
  {
    var options = BatchOptions(photo: PhotoPreparation(side: 32), batch: pairs)
    (options.textPairFraction, options.imageViewFraction) = (0.4, 0.3)
    options.pagePatchSize = apart ? Self.pagePatch : nil
    return try BatchLoader(
      corpus: corpus, options: options, pool: .init(threads: 2), seed: seed, makeReader: { renderer }
    ).next()
  }

  private struct Shown: Equatable {
    let isPage: Bool
    let rows: [UInt16]
    let columns: [UInt16]
    let pixels: [UInt8]
  }

  /// What a pair shows in a view.
  private func shown(_ batch: TrainingBatch, _ view: BatchView, pair: Int) throws -> Shown {
    let place = Int(try #require(batch.views[view])[pair])
    if place < batch.patchSequences {
      let tokens = Int(batch.offsets[place])..<Int(batch.offsets[place + 1])
      return Shown(
        isPage: false, rows: Array(batch.rows[tokens]), columns: Array(batch.columns[tokens]),
        pixels: Array(
          batch.pixels[tokens.lowerBound * batch.patchWidth..<tokens.upperBound * batch.patchWidth]))
    }
    let (pages, index) = (try #require(batch.pages), place - batch.patchSequences)
    let tokens = Int(pages.offsets[index])..<Int(pages.offsets[index + 1])
    return Shown(
      isPage: true, rows: Array(pages.rows[tokens]), columns: Array(pages.columns[tokens]),
      pixels: Array(pages.pixels[tokens.lowerBound * pages.patchWidth..<tokens.upperBound * pages.patchWidth]))
  }

  @Test("Captions of every pair are pages, images are not, whatever the pair is made of, and each shows what it showed")
  func pairs() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let batch = try batch(corpus, pairs: 60, apart: true, renderer: FakeRenderer(patchSize: Self.pagePatch))
    let mixed = try self.batch(corpus, pairs: 60, apart: false, renderer: FakeRenderer())
    #expect(mixed.pages == nil && mixed.pageSequences == 0 && mixed.patchSequences == 120)
    let pages = try #require(batch.pages)
    #expect(pages.patchWidth == 3 * Self.pagePatch * Self.pagePatch && batch.patchWidth == 768)
    #expect(batch.patchSequences + batch.pageSequences == 120 && Set(batch.order).count == 120)
    #expect(batch.captions == mixed.captions && batch.duplicateIds == mixed.duplicateIds)
    var kinds: [String: Int] = [:]
    for pair in 0..<60 {
      let sides = try [BatchView.image, .text].map { try shown(batch, $0, pair: pair) }
      kinds[sides.map { $0.isPage ? "page" : "photo" }.joined(separator: " and "), default: 0] += 1
      for (side, view) in zip(sides, [BatchView.image, .text]) {
        let before = try shown(mixed, view, pair: pair)
        #expect(side.rows == before.rows && side.columns == before.columns)
        // Patches of pages are smaller than they were, and each of one color.
        if side.isPage {
          let colors = stride(from: 0, to: side.pixels.count, by: pages.patchWidth).map { side.pixels[$0] }
          #expect(colors == stride(from: 0, to: before.pixels.count, by: 768).map { before.pixels[$0] })
        } else {
          #expect(side.pixels == before.pixels ? true : false)
        }
      }
    }
    #expect(Set(kinds.keys) == ["photo and page", "page and page", "photo and photo"], "\(kinds)")
    #expect(batch.pageSequences == kinds["photo and page", default: 0] + 2 * kinds["page and page", default: 0])
    #expect(batch.tokens == mixed.tokens && batch.tokens == batch.lengths.reduce(0, +))
    #expect(batch.lengths == mixed.lengths)
  }

  @Test("Joined batches show what their parts show")
  func joining() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let renderer = FakeRenderer(patchSize: Self.pagePatch)
    let parts = try [(60, 5), (30, 6), (40, 7)].map { pairs, seed in
      try batch(corpus, pairs: pairs, apart: true, renderer: renderer, seed: UInt64(seed))
    }
    let joined = try TrainingBatch(joining: parts)
    #expect(joined.pairs == 130 && Set(joined.order).count == 260)
    var first = 0
    for part in parts {
      for view in [BatchView.image, .text] {
        for pair in 0..<part.pairs {
          let isSame = try shown(joined, view, pair: first + pair) == shown(part, view, pair: pair)
          #expect(isSame, "pair \(pair) of \(part.pairs)")
        }
      }
      first += part.pairs
    }
    let mixed = try batch(corpus, pairs: 30, apart: false, renderer: FakeRenderer())
    #expect(throws: CorpusError.self) { try TrainingBatch(joining: [parts[0], mixed]) }
    let other = try PackedPatches([], patchSize: 4)
    #expect(throws: CorpusError.self) { try PackedPatches(joining: [other, PackedPatches(patchWidth: 12)]) }
  }

  @Test("Images whose embeddings are known stand behind pages, alone and in joined batches")
  func knownImages() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let images = corpus.parts.map(\.store.catalog.count)
    var known = KnownImages(counts: images)
    for record in stride(from: 0, to: images[0], by: 2) {
      known.add(RecordFacts.Number(part: 0, record: record), hash: UInt64(record))
    }
    func batch(seed: UInt64) throws -> TrainingBatch {
      var options = BatchOptions(photo: PhotoPreparation(side: 32), batch: 40)
      (options.textPairFraction, options.pagePatchSize, options.knownImages) = (0.3, Self.pagePatch, known)
      return try BatchLoader(
        corpus: corpus, options: options, pool: .init(threads: 2), seed: seed,
        makeReader: { FakeRenderer(patchSize: Self.pagePatch) }
      ).next()
    }
    func check(_ batch: TrainingBatch) throws {
      let packed = batch.patchSequences + batch.pageSequences
      #expect(packed + batch.knownImages.count == 2 * batch.pairs && Set(batch.order).count == 2 * batch.pairs)
      #expect(batch.knownImages.count > 5 && batch.patchSequences > 5)
      for pair in 0..<batch.pairs {
        let place = Int(try #require(batch.views[.image])[pair])
        #expect(try shown(batch, .text, pair: pair).isPage)
        if place >= packed { #expect(batch.knownImages[place - packed] == batch.facts[pair].record) }
        #expect((batch.lengths(.image)[pair] == 0) == (place >= packed))
      }
    }
    let parts = try [batch(seed: 5), batch(seed: 6)]
    try parts.forEach(check)
    try check(TrainingBatch(joining: parts))
  }

  @Test("A page whose patches have another size than was said is refused")
  func sizes() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    #expect(throws: CorpusError.self) {
      try batch(corpus, pairs: 8, apart: true, renderer: FakeRenderer(patchSize: 16))
    }
  }
}

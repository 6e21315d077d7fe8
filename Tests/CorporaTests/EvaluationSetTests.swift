import Images
import TestSupport
import Testing

@testable import Corpora

@Suite("Evaluation sets")
struct EvaluationSetTests {
  static func sets(_ corpus: Corpus, threads: Int = 2) throws -> [EvaluationSet] {
    try EvaluationSet.make(
      from: corpus, splits: [.composition, .style, .transfer], languages: corpus.languages,
      photo: PhotoPreparation(side: 32), pool: .init(threads: threads), makeReader: { FakeRenderer() }
    ).sets
  }

  @Test("Galleries are the splits' images; every query's target has its name")
  func targets() throws {
    let corpus = try SmallCorpora.corpus(["ar", "en", "zh"], others: 200)
    let sets = try Self.sets(corpus)
    #expect(sets.count == 9)
    for set in sets {
      #expect(set.photos.count == set.gallery.count && set.texts.count == set.queries.count)
      #expect(
        set.targets.count == set.queries.count && set.queries.count == corpus.counts.captioned[set.split]?[set.language]
      )
      for (query, target) in zip(set.queries, set.targets.map { $0[0] }) {
        #expect(set.gallery[target].texts(set.language) == [query])
      }
      #expect(set.photos.allSatisfy { $0.count == 4 })
      let heldOut = try corpus.images(of: .transfer, in: set.language).map(\.id)
      switch set.split {
      case .transfer: #expect(set.gallery.map(\.id) == heldOut)
      case .style:
        #expect(set.gallery.allSatisfy { $0.style == "emojione" })
        #expect(set.gallery.count > set.queries.count)
        #expect(Set(set.targets.map { set.gallery[$0[0]].id }).isDisjoint(with: heldOut))
      default: #expect(set.gallery.count == set.queries.count && set.gallery.allSatisfy { $0.symbol != nil })
      }
    }
  }

  @Test("what people wrote is asked, what programs made where there is nothing else, and labels after that")
  func askedRoles() throws {
    func asked(_ roles: CaptionRole...) -> [CaptionRole] {
      CaptionedImage(
        id: "", image: .file("x.png"), split: .train,
        captions: roles.map { Caption(text: "text", language: "en", role: $0) },
        origin: Origin(file: "pairs", place: .whole)
      ).asked(in: "en").map(\.role)
    }
    #expect(asked(.label, .synthetic, .raw, .rewrite, .translation, .keyword) == [.raw, .translation])
    #expect(asked(.label, .synthetic, .keyword, .rewrite) == [.synthetic, .rewrite])
    #expect(asked(.label, .keyword) == [.label])
    #expect(asked(.keyword) == [])
  }

  @Test("Queries are chosen by number or a few of each image; other words find the same images")
  func chosen() throws {
    let set = try #require(try Self.sets(SmallCorpora.corpus()).first)
    let words = (0..<set.queries.count).flatMap { query in
      ["a", "b", "c"].map { (query: query, text: "\(set.queries[query]) \($0)") }
    }
    let three = try set.asking(words, pool: .init(threads: 2), makeReader: { FakeRenderer() })
    #expect(three.queries.count == 3 * set.queries.count && three.gallery.count == set.gallery.count)
    #expect(three.queries[4].hasSuffix(" b") && three.targets[4] == set.targets[1])
    let two = three.asking(ofEachImage: 2)
    #expect(two.queries.count == 2 * set.queries.count && two.queries.allSatisfy { !$0.hasSuffix(" c") })
    #expect(two.targets.count == two.queries.count && two.texts.count == two.queries.count)
    let one = three.asking(ofEachImage: 1)
    #expect(one.targets == set.targets && one.photos.count == set.photos.count)
    #expect(three.asking(atMost: 5).queries.count == 5)
  }

  @Test(
    "A text of several images is one query with several targets; equal texts of other keys are queries of their own")
  func severalImages() throws {
    let folder = try TemporaryFolder()
    let source = try SmallPairs.chineseCLIP.write(folder)
    try folder.write(
      "train_texts.jsonl",
      """
      {"text_id": 1, "text": "动物", "image_ids": [1]}
      {"text_id": 2, "text": "动物", "image_ids": [3, 2, 3]}
      """)
    let pairs = PairCorpus(folder: "/", training: [], heldOut: [.init(name: "test", source: source)])
    let corpus = try pairs.open(pool: .init(threads: 1))
    let set = try #require(
      try EvaluationSet.make(
        from: corpus, splits: corpus.counts.splits, languages: ["zh"], photo: PhotoPreparation(side: 32),
        pool: .init(threads: 1), makeReader: { FakeRenderer() }
      ).sets.first)
    #expect(set.queries == ["动物", "动物"] && set.targets == [[0], [1, 2]] && set.texts.count == 2)
  }

  @Test(
    "An image that cannot be read stops a measurement, or is skipped of gallery and queries where that is allowed")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    var source = try SmallPairs.commas.write(folder)
    try folder.write("images/a.jpg", bytes: Array("no image".utf8))
    source.path = "pairs.csv"
    let pairs = PairCorpus(folder: folder.path, training: [], heldOut: [.init(name: "test", source: source)])
    let corpus = try pairs.open(pool: .init(threads: 1))
    func make(_ share: Double) throws -> (sets: [EvaluationSet], skipped: SkippedRecords) {
      try EvaluationSet.make(
        from: corpus, splits: corpus.counts.splits, languages: ["en", "zh"], photo: PhotoPreparation(side: 32),
        unreadable: share, pool: .init(threads: 2), makeReader: { FakeRenderer() })
    }
    // A third of the images is not below 0.3.
    let error = #expect(throws: CorpusError.self) { try make(0.3) }
    #expect(error?.description.contains("pairs.csv:2") == true)
    let (sets, skipped) = try make(0.34)
    #expect(sets.map(\.language) == ["en"])
    #expect(sets[0].gallery.map(\.id) == ["b.png", "c.jpg"] && sets[0].targets == [[0], [1]])
    #expect(sets[0].photos.count == 2)
    #expect(
      skipped.count == 1
        && skipped.sentence("Images")?.hasPrefix("Images that cannot be read were skipped: 1, the first: ") == true
    )
  }

  @Test("One language has no transfer")
  func single() throws {
    #expect(try Self.sets(SmallCorpora.corpus()).map(\.split) == [.composition, .style])
  }

  @Test("Photos are the images, resized with antialiasing and cut")
  func photos() throws {
    let set = try #require(try Self.sets(SmallCorpora.corpus()).first)
    let image = try set.gallery[0].image.decoded().resized(width: 32, height: 32, filter: .bilinear)
    let expected = try PatchSequence(cutting: image, patchSize: 16)
    #expect(set.photos[0] == expected)
  }

  @Test("Sequences are packed one behind the other")
  func packed() throws {
    let sequences = [
      PatchSequence(patchSize: 1, rows: [0, 1], columns: [2, 3], pixels: [1, 2, 3, 4, 5, 6]),
      PatchSequence(patchSize: 1), PatchSequence(patchSize: 1, rows: [9], columns: [8], pixels: [7, 8, 9]),
    ]
    let packed = try PackedPatches(sequences, patchSize: 1)
    #expect(packed.offsets == [0, 2, 2, 3] && packed.rows == [0, 1, 9] && packed.columns == [2, 3, 8])
    #expect(packed.pixels == [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(throws: CorpusError.self) { try PackedPatches(sequences, patchSize: 2) }
  }
}

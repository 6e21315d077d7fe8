import FoundationEssentials
import Images
import TestSupport
import Testing
import TextRendering

@testable import Corpora

@Suite("Batch loader")
struct BatchLoaderTests {
  static func loader(
    _ corpus: Corpus, languages: [String] = [], batch: Int = 24, threads: Int = 2, seed: UInt64 = 5,
    state: LoaderState? = nil, change: (inout BatchOptions) -> Void = { _ in }
  ) throws -> BatchLoader {
    var options = BatchOptions(photo: PhotoPreparation(side: 32), batch: batch)
    change(&options)
    return try BatchLoader(
      corpus: corpus, languages: languages, options: options, pool: .init(threads: threads), seed: seed, state: state,
      makeReader: { FakeRenderer() })
  }

  static func isEqual(_ a: TrainingBatch, _ b: TrainingBatch) -> Bool {
    a.pixels == b.pixels && a.rows == b.rows && a.columns == b.columns && a.offsets == b.offsets
      && a.languages == b.languages && a.captions == b.captions && a.duplicateIds == b.duplicateIds
      && a.origins == b.origins
  }

  @Test("Batches are the same for one, two and three threads, and others for another seed")
  func threads() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let loaders = try (1...3).map { try Self.loader(corpus, threads: $0) }
    let other = try Self.loader(corpus, seed: 6)
    for _ in 0..<8 {
      let batches = try loaders.map { try $0.next() }
      #expect(Self.isEqual(batches[0], batches[1]) && Self.isEqual(batches[0], batches[2]))
      let different = try other.next()
      #expect(!Self.isEqual(batches[0], different))
    }
  }

  @Test("A loader that continues from a saved state serves what the first would have", arguments: [0, 1, 3, 4, 7])
  func resume(after served: Int) throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let whole = try Self.loader(corpus) { $0.photo.share = 0.5 }
    for _ in 0..<served { _ = try whole.next() }
    let state = try LoaderState(json: whole.state.json, origin: "state")
    #expect(state == whole.state)
    let continued = try Self.loader(corpus, state: state) { $0.photo.share = 0.5 }
    for _ in 0..<6 {
      let (expected, actual) = (try whole.next(), try continued.next())
      #expect(Self.isEqual(expected, actual))
    }
    #expect(whole.state == continued.state)
  }

  @Test("A caption is drawn with another seed each time")
  func seeds() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let loader = try Self.loader(corpus)
    var pages: [String: Set<[UInt8]>] = [:]
    for _ in 0..<12 {
      let batch = try loader.next()
      for pair in 0..<batch.pairs {
        let token = Int(batch.offsets[batch.pairs + pair])
        pages[batch.captions[pair], default: []].insert(
          Array(batch.pixels[token * batch.patchWidth..<(token + 1) * batch.patchWidth]))
      }
    }
    #expect(pages.values.contains { $0.count > 1 })
  }

  @Test(
    "Every language sees each of its images once an epoch, in another order each time",
    arguments: [ShuffleRule.everything, .window(7)])
  func epoch(shuffle: ShuffleRule) throws {
    let corpus = try SmallCorpora.corpus(["zh", "en", "ar"], others: 120)
    let loader = try Self.loader(corpus) { $0.shuffle = shuffle }
    var visits: [String: [Origin]] = [:]
    for _ in 0..<60 {
      let batch = try loader.next()
      for (language, origin) in zip(batch.languages, batch.origins) { visits[language, default: []].append(origin) }
    }
    for language in corpus.languages {
      let allowed = Set(try corpus.images(of: .train, in: language).map(\.origin))
      let seen = visits[language] ?? []
      let epochs = stride(from: 0, to: seen.count - allowed.count, by: allowed.count).map {
        Array(seen[$0..<$0 + allowed.count])
      }
      #expect(epochs.count > 1 && epochs.allSatisfy { Set($0) == allowed })
      #expect(epochs[0] != epochs[1])
      #expect(loader.state.streams["0/\(language)"] == .init(records: allowed.count, visits: seen.count))
    }
  }

  @Test("A batch is packed: photos, then pages, each token with its place")
  func form() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let batch = try Self.loader(corpus).next()
    #expect(batch.pairs == 24 && batch.offsets.count == 49)
    #expect(batch.lengths[..<batch.pairs].reduce(0, +) == 24 * 4 && batch.patchWidth == 768)
    #expect(batch.lengths[batch.pairs...].reduce(0, +) == batch.captions.reduce(0) { $0 + $1.count })
    #expect(
      batch.tokens == batch.lengths[..<batch.pairs].reduce(0, +) + batch.lengths[batch.pairs...].reduce(0, +)
        && batch.pixels.count == batch.tokens * 768)
    #expect(Array(batch.offsets.prefix(3)) == [0, 4, 8])
    #expect(Array(batch.rows.prefix(4)) == [0, 0, 1, 1] && Array(batch.columns.prefix(4)) == [0, 1, 0, 1])
    let firstPage = Int(batch.offsets[24])
    #expect(
      batch.pixels[firstPage * 768]
        == UInt8(truncatingIfNeeded: StableHash.of(("zh" + String(batch.captions[0].prefix(1))).utf8)))
    #expect(batch.truncation.missing == [0x1F600: 24])
    #expect(Set(batch.duplicateIds).count == 24)
  }

  @Test(
    "The facts of a pair say what record and caption it is, and where its page shows which bytes where that is asked for"
  )
  func facts() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let plain = try Self.loader(corpus).next()
    #expect(plain.facts.allSatisfy { $0.layout.isEmpty })
    let batch = try Self.loader(corpus) { $0.keepsLayouts = true }.next()
    for (pair, facts) in batch.facts.enumerated() {
      let record = try corpus.parts[facts.record.part].store.record(facts.record.record)
      #expect(record.id == facts.id && record.origin == facts.origin)
      #expect(record.captions.contains { $0.text == facts.caption && $0.role == facts.role })
      #expect(facts.layout.count == batch.lengths(.text)[pair])
      let bytes = Array(facts.caption.utf8)
      #expect(facts.layout.map { String(decoding: bytes[$0], as: UTF8.self) } == facts.caption.map { String($0) })
    }
  }

  @Test("Texts alone open no image, known images are places behind what is packed, a teacher's tokens stand apart")
  func views() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let texts = try Self.loader(corpus) { $0.views = [.text] }.next()
    #expect(texts.views.keys.sorted { $0.name < $1.name } == [.text] && texts.patchSequences == 24)
    let images = TrainingImages(corpus, languages: [], photo: PhotoPreparation(side: 32))
    #expect(images.numbers.count >= 24)
    var known = KnownImages(counts: corpus.parts.map(\.store.catalog.count))
    for number in images.numbers.dropLast(3) { known.add(number, hash: 7) }
    #expect(known.hash(of: images.numbers[0]) == 7 && known.hash(of: images.numbers[images.numbers.count - 1]) == nil)
    let batch = try Self.loader(corpus) { $0.knownImages = known }.next()
    let packed = batch.patchSequences + batch.texts.sequences
    #expect(packed + batch.knownImages.count == 48 && !batch.knownImages.isEmpty)
    for (pair, place) in (batch.views[.image] ?? []).enumerated() where Int(place) >= packed {
      #expect(batch.knownImages[Int(place) - packed] == batch.facts[pair].record)
    }
    var options = BatchOptions(photo: PhotoPreparation(side: 32), batch: 8)
    options.views = [.text]
    let taught = try BatchLoader(
      corpus: corpus, options: options, pool: .init(threads: 2), makeReader: { FakeRenderer() },
      makeTeacherReader: { FakeTokenReader() }
    ).next()
    #expect(taught.teacherTexts.sequences == 8 && taught.texts.sequences == 0)
    let joined = try TrainingBatch(joining: [taught, taught])
    #expect(joined.teacherTexts.sequences == 16 && joined.facts.count == 16)
    #expect(throws: CorpusError.self) { try Self.loader(corpus) { ($0.views, $0.textPairFraction) = ([.text], 0.5) } }
    #expect(throws: CorpusError.self) {
      try Self.loader(corpus) { ($0.knownImages, $0.imageViewFraction) = (known, 0.5) }
    }
  }

  @Test("Fewer patches of a photo keep their places in order")
  func photoShare() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let batch = try Self.loader(corpus) {
      $0.photo = PhotoPreparation(side: 64)
      $0.photo.share = 0.5
    }.next()
    #expect(batch.lengths[..<batch.pairs].reduce(0, +) == 24 * 8)
    for pair in 0..<24 {
      let places = (pair * 8..<pair * 8 + 8).map { batch.rows[$0] * 4 + batch.columns[$0] }
      #expect(places == places.sorted() && Set(places).count == 8)
    }
  }

  @Test("Languages are drawn by their number of captions, or alike")
  func mixture() throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let loader = try Self.loader(corpus, batch: 40)
    var counts: [String: Int] = [:]
    for _ in 0..<20 { for language in try loader.next().languages { counts[language, default: 0] += 1 } }
    #expect((330...470).contains(counts["zh"] ?? 0), "\(counts)")
    #expect(try Self.loader(corpus, languages: ["en"]).next().languages == [String](repeating: "en", count: 24))
  }

  @Test("Keywords take the place of names as often as asked")
  func keywords() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let names = Set(try corpus.images.flatMap { $0.texts("zh") })
    let batch = try Self.loader(corpus) { $0.keywordFraction = 1 }.next()
    #expect(batch.captions.count { names.contains($0) } < 6)
  }

  @Test("Two captions of one image take the place of image and caption as often as asked", arguments: [0.5, 1])
  func textPairs(share: Double) throws {
    let corpus = try SmallCorpora.corpus(["zh", "en"])
    let loader = try Self.loader(corpus, batch: 60) { $0.textPairFraction = share }
    var texts = 0
    for _ in 0..<4 {
      let batch = try loader.next()
      // A photo has four patches on a square; a drawn caption lies in one row.
      for pair in 0..<batch.pairs {
        let rows = batch.rows[Int(batch.offsets[pair])..<Int(batch.offsets[pair + 1])]
        texts += rows.allSatisfy { $0 == 0 } ? 1 : 0
      }
    }
    #expect(share == 1 ? texts == 240 : (90...150).contains(texts), "\(texts)")
  }

  @Test("Two views of one image take the place of image and caption")
  func viewPairs() throws {
    let corpus = try SmallCorpora.corpus(["zh"])
    let batch = try Self.loader(corpus, batch: 40) { $0.imageViewFraction = 1 }.next()
    #expect(
      batch.lengths[batch.pairs...].reduce(0, +) == batch.lengths[..<batch.pairs].reduce(0, +)
        && batch.lengths[..<batch.pairs].reduce(0, +) == 160)
    let half = batch.lengths[..<batch.pairs].reduce(0, +) * batch.patchWidth
    #expect(batch.pixels[..<half].count { $0 == 255 } > 0 && batch.pixels[..<half] != batch.pixels[half...])
    #expect(batch.columns[..<160] == batch.columns[160...])
  }

  @Test("Images with one name share a group")
  func duplicateIds() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.handmade(in: folder, names: ["a", "b", "a", "c"])
    let batch = try Self.loader(corpus, batch: 4).next()
    let duplicateIds = Dictionary(
      zip(batch.origins.map(\.description), batch.duplicateIds), uniquingKeysWith: { first, _ in first })
    let path = corpus.folder + "/pictures.jsonl"
    #expect(duplicateIds["\(path):1"] == duplicateIds["\(path):3"])
    #expect(Set(duplicateIds.values).count == 3)
  }

  @Test("Pairs of other images share a group only where the captions that are shown are the same")
  func shownCaptions() throws {
    let folder = try TemporaryFolder()
    for index in 0..<6 {
      let image = PixelImage(
        width: 8, height: 8, filledWith: Color(red: UInt8(index), green: 0, blue: 0))
      try Data(PNG.encode(image)).write(to: URL(filePath: folder.file("\(index).png")))
    }
    let lines = (0..<6).map { #"{"image": "\#($0).png", "captions": {"en": ["a dog", "image \#($0)"]}}"# }
    try folder.write("captions.jsonl", lines.joined(separator: "\n"))
    let corpus = try PairCorpus(
      folder: folder.path, training: [CorpusSource(path: "captions.jsonl")], heldOut: []
    ).open(pool: .init(threads: 1))
    let loader = try Self.loader(corpus, batch: 6)
    var together = 0
    for _ in 0..<12 {
      let batch = try loader.next()
      for (first, second) in (0..<6).flatMap({ first in (first + 1..<6).map { (first, $0) } }) {
        let alike = batch.captions[first] == batch.captions[second] || batch.origins[first] == batch.origins[second]
        #expect((batch.duplicateIds[first] == batch.duplicateIds[second]) == alike)
        together += alike ? 1 : 0
      }
    }
    #expect(together > 12)
  }

  /// A corpus of gray squares.
  static func handmade(in folder: TemporaryFolder, names: [String], unreadable: Set<Int> = []) throws -> Corpus {
    let images = try names.indices.map { index in
      let image = PixelImage(
        width: 8, height: 8, filledWith: Color(red: UInt8(truncatingIfNeeded: index), green: 0, blue: 0))
      let bytes = unreadable.contains(index) ? Array("no image".utf8) : try PNG.encode(image)
      try Data(bytes).write(to: URL(filePath: folder.file("\(index).png")))
      return CaptionedImage(
        id: "\(index)", image: .file("\(index).png"), style: "square", split: .train, symbol: nil,
        captions: [Caption(text: names[index], language: "en", role: .name)], heldOut: [],
        origin: Origin(file: "", line: 1))
    }
    let manifest = EmojiManifest(kind: "squares", seed: 0, languages: ["en"], records: images, sources: [])
    try folder.write("corpus.json", manifest.json.prettyText)
    try folder.write(
      "pictures.jsonl",
      images.map { $0.line(relativeImage: $0.image.description, languages: ["en"]) + "\n" }.joined())
    return try Corpus.open(folder.path)
  }

  @Test("Unreadable images are named and replaced, and too many stop the run with the list")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.handmade(in: folder, names: ["a", "b", "c", "d"], unreadable: [2])
    let loaders = try [1, 3].map { threads in
      try Self.loader(corpus, batch: 4, threads: threads) { $0.unreadableLimit = 0.25 }
    }
    for _ in 0..<4 {
      let batches = try loaders.map { try $0.next() }
      #expect(Self.isEqual(batches[0], batches[1]))
      #expect(!batches[0].captions.contains("c"))
    }
    let expected =
      "\(folder.path)/pictures.jsonl:3: this is no JPEG, PNG or WebP: it begins with the bytes 6e 6f 20 69 6d 61 67 65"
    #expect(loaders.allSatisfy { $0.skipped.map(\.description) == [expected] })
    #expect(loaders[0].bytes == 3 * 32 * 32 * 3)
    let strict = try Self.loader(corpus, batch: 4)
    let error = #expect(throws: CorpusError.self) { try strict.next() }
    #expect(
      error?.description.hasPrefix(
        "1 of 4 records cannot be used, and at most 0 may be skipped; fix the corpus or raise corpus.maxUnreadableFraction:\n  \(expected)"
      ) == true)
  }

  @Test("Where most images are missing, those that are there are trained as long as the limit allows")
  func mostMissing() throws {
    let folder = try TemporaryFolder()
    let names = (0..<400).map { "\($0)" }
    let corpus = try Self.handmade(in: folder, names: names, unreadable: Set(0..<400).subtracting([7, 300]))
    let loader = try Self.loader(corpus, batch: 8) { $0.unreadableLimit = 0.995 }
    for _ in 0..<8 { #expect(try Set(loader.next().captions).isSubset(of: ["7", "300"])) }
    let strict = try Self.loader(corpus, batch: 8) { $0.unreadableLimit = 0.9 }
    let error = #expect(throws: CorpusError.self) { for _ in 0..<100 { _ = try strict.next() } }
    #expect(error?.description.contains("of 400 records cannot be used, and at most 360 may be skipped") == true)
  }

  @Test("A corpus without a readable image is an end, not a search")
  func nothingReadable() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.handmade(in: folder, names: ["a", "b", "c"], unreadable: [0, 1, 2])
    let loader = try Self.loader(corpus, batch: 2) { $0.unreadableLimit = 1 }
    let error = #expect(throws: CorpusError.self) { try loader.next() }
    #expect(error?.description.contains("none of 3 records in en can be used; fix the corpus") == true)
  }

  @Test("Training sees whole patches of a side that is no multiple, where the rest may be skipped")
  func rest() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.handmade(in: folder, names: ["a", "b", "c", "d"])
    let loader = try Self.loader(corpus, batch: 4) {
      ($0.photo.side, $0.photo.dropRemainder, $0.photo.share) = (40, true, 1)
    }
    let batch = try loader.next()
    let photos = batch.order.prefix(4).map { Int($0) }
    for photo in photos { #expect(batch.offsets[photo + 1] - batch.offsets[photo] == 4) }
  }

  @Test(
    "What cannot be served is refused in a sentence",
    arguments: [
      ("batch", "a batch of 99 pairs is larger than the corpus, which trains 4 images; make it smaller"),
      ("language", "the corpus trains nothing in zh, it has en"),
      ("seed", "the saved run drew its batches with seed 1, this one is asked for 5"),
      (
        "records",
        "the saved run trained 7 records in en, this corpus has 4; continue with the corpus it was trained on"
      ),
      ("side", "an image's side must be a multiple of the patch (16), not 40"),
      ("share", "the share of patches must lie above 0 and up to 1, not 0.0"),
    ])
  func refusals(kind: String, message: String) throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.handmade(in: folder, names: ["a", "b", "c", "d"])
    let error = #expect(throws: CorpusError.self) {
      switch kind {
      case "batch": _ = try Self.loader(corpus, batch: 99)
      case "language": _ = try Self.loader(corpus, languages: ["zh"], batch: 4)
      case "seed": _ = try Self.loader(corpus, batch: 4, state: LoaderState(seed: 1))
      case "records":
        _ = try Self.loader(
          corpus, batch: 4, state: LoaderState(seed: 5, pairs: 9, streams: ["0/en": .init(records: 7, visits: 9)]))
      case "side": _ = try Self.loader(corpus, batch: 4) { $0.photo.side = 40 }
      default: _ = try Self.loader(corpus, batch: 4) { $0.photo.share = 0 }
      }
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A caption that cannot be drawn is named with its origin, and the loader stays where it was")
  func caption() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.handmade(in: folder, names: ["a", "b", "c", "d"])
    let loader = try BatchLoader(
      corpus: corpus, options: BatchOptions(photo: PhotoPreparation(side: 16), batch: 4), pool: .init(threads: 2),
      makeReader: { FakeRenderer(refusing: "c") })
    let error = #expect(throws: CorpusError.self) { try loader.next() }
    #expect(
      error?.description.hasSuffix(
        "\n  \(folder.path)/pictures.jsonl:3: the en caption “c” cannot be read by the model: the ink is dry") == true)
    #expect(loader.state == LoaderState(seed: 0, pairs: 0, streams: ["0/en": .init(records: 4, visits: 0)]))
  }
}

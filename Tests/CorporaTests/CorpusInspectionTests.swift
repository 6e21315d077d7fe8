import FoundationEssentials
import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite struct CorpusInspectionTests {
  /// Eight lines: two readable images of which one is there twice, one that is missing, one that is text, one that ends
  /// early, one line that is no JSON, and one image with a keyword and a label alone.
  private static func source(in folder: TemporaryFolder) throws -> CorpusSource {
    try SmallPairs.writeImages(folder)
    try folder.write("copy.jpg", bytes: SmallPairs.bytes("scene.jpg"))
    try folder.write("page.png", "<html>gone</html>")
    try folder.write("half.png", bytes: Array(SmallPairs.bytes("scene.png").prefix(60)))
    try folder.write(
      "captions.jsonl",
      """
      {"image": "a.jpg", "captions": {"en": ["a cat", "a dog", "a cat"], "zh": {"raw": "猫", "keyword": ["猫", "动物"]}}}
      {"image": "b.png", "captions": {"en": {"raw": "a cat", "label": "thing"}}}
      {"image": "copy.jpg", "split": "test", "captions": {"en": {"raw": "a long caption", "label": "thing"}}}
      {"image": "missing.jpg", "captions": {"zh": ["猫", "x"]}}
      {"image": "page.png", "captions": {"zh": "墨"}}
      {"image": "half.png", "captions": {"en": "half"}}
      nothing
      {"image": "c.jpg", "captions": {"zh": {"keyword": "狐"}, "en": {"label": "thing"}}}
      """)
    return CorpusSource(path: folder.file("captions.jsonl"))
  }

  private static func inspect(
    _ source: CorpusSource, threads: Int = 2, options: InspectionOptions = InspectionOptions(),
    report: (SkippedRecord) throws -> Void = { _ in }
  ) throws -> CorpusInspection {
    let pool = try ThreadPool(threads: threads)
    let content = try source.open(unreadableLimit: 1, pool: pool)
    return try CorpusInspection(
      of: [content.store], skipped: content.skipped, absent: content.absent, options: options, pool: pool,
      makeRenderer: { FakeRenderer(refusing: "墨") }, report: report)
  }

  @Test("Images, captions, languages, roles and splits are counted")
  func counts() throws {
    let folder = try TemporaryFolder()
    let found = try Self.inspect(Self.source(in: folder))
    #expect(found.records == 7 && found.captions == 16)
    #expect(found.splits == [.train: 6, CorpusSplit(rawValue: "test"): 1])
    #expect(found.languages.map(\.tag) == ["en", "zh"])
    let (english, chinese) = (found.languages[0], found.languages[1])
    #expect(english.imageCount == 5 && english.images[CorpusSplit(rawValue: "test")] == 1)
    #expect(chinese.imageCount == 3 && english.roles == [.raw: 6, .label: 3])
    #expect(chinese.roles == [.raw: 4, .keyword: 3])
    #expect(english.characters == ValueCounts([5, 5, 5, 5, 5, 5, 5, 14, 4]))
    #expect(found.roles.map(\.role) == [.keyword, .raw, .label] && found.roles.map(\.captions) == [3, 10, 3])
  }

  @Test("Formats and sizes are those of the files' bytes")
  func images() throws {
    let folder = try TemporaryFolder()
    let images = try Self.inspect(Self.source(in: folder)).images
    #expect(images.formats.mapValues(\.images) == [.jpeg: 2, .webp: 1, .png: 2])
    #expect(images.widths == ValueCounts([7, 7, 7, 7, 7]) && images.heights == ValueCounts([5, 5, 5, 5, 5]))
    #expect(images.formats[.jpeg]?.bytes == 2 * (try SmallPairs.bytes("scene.jpg").count))
  }

  @Test("Equal files and equal captions are found, and files in two splits")
  func repeated() throws {
    let folder = try TemporaryFolder()
    let found = try Self.inspect(Self.source(in: folder))
    let path = folder.file("captions.jsonl")
    #expect(found.repeated.files == 1 && found.repeated.records == 2)
    #expect(found.repeated.leakedFiles == 1 && found.repeated.leakedRecords == 2)
    #expect(found.repeated.leakExamples.map(\.origins) == [["\(path):1", "\(path):3"]])
    // “a cat” stands twice at one image and once at another; the name of a class does not count at all.
    let (english, chinese) = (found.languages[0], found.languages[1])
    #expect(english.repeatedTexts == 1 && english.repeatedCaptions == 3)
    // Three of six captions, three of four and of three keywords none: 猫 and x, 猫, 墨.
    #expect(english.sharedPercent == 50 && chinese.repeatedCaptions == 2 && chinese.sharedPercent == 50)
    #expect(InspectedLanguage(tag: "de").sharedPercent == nil)
    #expect(english.repeatedExamples == [.init(text: "a cat", images: 2)])
    #expect(chinese.repeatedExamples == [.init(text: "猫", images: 2)])
  }

  @Test("Every problem is told, with its origin")
  func problems() throws {
    let folder = try TemporaryFolder()
    var told: [SkippedRecord] = []
    var options = InspectionOptions()
    options.exampleLimit = 1
    let found = try Self.inspect(Self.source(in: folder), options: options) { told.append($0) }
    let path = folder.file("captions.jsonl")
    #expect(found.problems == [.record: 1, .missing: 1, .image: 1, .caption: 1, .leak: 2])
    #expect(
      told.map { "\($0.kind.rawValue) \($0.origin)" } == [
        "record \(path):7", "missing \(path):4", "image \(path):5", "leak \(path):1", "leak \(path):3",
        "caption \(path):5",
      ])
    #expect(found.problemExamples.count == 5)
    #expect(told[3].reason == "the image of split “train” is also \(path):3, of split “test”")
    options.decodes = true
    let decoded = try Self.inspect(Self.source(in: folder), options: options)
    #expect(decoded.problems[.image] == 2)
  }

  @Test("What costs no record is a note and no loss")
  func notes() throws {
    let folder = try TemporaryFolder()
    try SmallPairs.writeImages(folder)
    try folder.write("t.csv", "image,caption\na.jpg,\"one\nb, two\"\nb.png,x\n")
    var source = CorpusSource(path: folder.file("t.csv"))
    source.language = "en"
    var told: [SkippedRecord] = []
    let found = try Self.inspect(source) { told.append($0) }
    #expect(found.problems == [.note: 1] && told.map(\.kind) == [.note] && told.map(\.weight) == [1])
    #expect(told.first?.json.compactText.hasSuffix(#","count":0}"#) == true)
  }

  @Test("A problem that cannot be told ends the inspection")
  func fullDisk() throws {
    struct Full: Error {}
    let folder = try TemporaryFolder()
    #expect(throws: Full.self) { try Self.inspect(Self.source(in: folder)) { _ in throw Full() } }
  }

  @Test("A sample of the captions is drawn, keywords excepted")
  func pages() throws {
    let folder = try TemporaryFolder()
    let source = try Self.source(in: folder)
    let all = try Self.inspect(source).languages
    #expect(all[0].pages.patches == ValueCounts([5, 5, 5, 5, 5, 5, 5, 14, 4]) && all[0].pages.failed == 0)
    #expect(all[1].pages.patches == ValueCounts([1, 1, 1]) && all[1].pages.failed == 1)
    #expect(all[0].pages.truncation.missing == [0x1F600: 9])
    var options = InspectionOptions()
    options.sample = 2
    #expect(try Self.inspect(source, options: options).languages.map(\.pages.captions) == [2, 2])
  }

  @Test("The same is shown with any number of threads, and something else with another seed")
  func shown() throws {
    let folder = try TemporaryFolder()
    try SmallPairs.writeImages(folder)
    let lines = (0..<90).map { number in
      #"{"image": "\#(SmallPairs.names[number % 3])", "captions": {"en": "en\#(number)", "zh": "zh\#(number)", "ja": "ja"}}"#
    }
    try folder.write("captions.jsonl", lines.joined(separator: "\n"))
    let source = CorpusSource(path: folder.file("captions.jsonl"))
    func view(threads: Int, seed: UInt64) throws -> [String] {
      var options = InspectionOptions()
      (options.seed, options.shownImages, options.shownCaptions, options.sample) = (seed, 4, 2, 5)
      let found = try Self.inspect(source, threads: threads, options: options)
      #expect(found.shown.count == 4 && found.shown.allSatisfy { $0.gridSide == 6 && $0.photo.count == 36 })
      // Four images with two of three languages each: every language is shown.
      #expect(Set(found.shown.flatMap { $0.pages.map(\.caption.language) }) == ["en", "ja", "zh"])
      return found.shown.map { shown in
        let bytes = StableHash.of(shown.photo.pixels + shown.pages.flatMap(\.page.patches.pixels))
        return "\(shown.origin) \(shown.pages.map(\.caption.text)) \(bytes)"
      }
    }
    let first = try view(threads: 1, seed: 3)
    #expect(try view(threads: 3, seed: 3) == first)
    #expect(try view(threads: 1, seed: 4) != first)
  }

  @Test("Several stores are one source")
  func stores() throws {
    let folder = try TemporaryFolder()
    let pool = try ThreadPool(threads: 1)
    let store = try Self.source(in: folder).open(unreadableLimit: 1, pool: pool).store
    let found = try CorpusInspection(
      of: [store, store], options: InspectionOptions(), pool: pool, makeRenderer: { FakeRenderer() })
    #expect(found.records == 14 && found.repeated.files == 4 && found.repeated.records == 10)
  }
}

extension ImageHeader {
  /// Of a fixture in `images/`.
  init(of name: String) throws { self = try ImageFile.header(of: SmallPairs.bytes(name)) }
}

import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Rules of a corpus")
struct CorpusFilterTests {
  private typealias Tally = RuleCounts.Tally

  private static func tally(_ captions: Int, _ images: Int) -> Tally { Tally(captions: captions, images: images) }

  private static func ids(_ store: any RecordStore) throws -> [String] {
    try (0..<store.catalog.count).map { String(try store.record($0).id.prefix { $0 != "-" && $0 != "." }) }
  }

  @Test("Every rule drops what it is about, and all that is dropped is counted once, by language")
  func counts() throws {
    let counts = try RuledPairs().filtered().counts
    #expect(counts.rules == [.minSide, .maxAspect, .maxCaptionsPerImage, .maxImagesPerCaption, .length])
    #expect(counts.languages == ["en", "zh", "th", "ja"])
    #expect(counts.found.all == Self.tally(19, 15) && counts.kept.all == Self.tally(8, 7) && counts.unreadImages == 1)
    #expect(
      counts.found.languages == [
        "en": Self.tally(13, 11), "zh": Self.tally(3, 3), "th": Self.tally(2, 2), "ja": Self.tally(1, 1),
      ])
    let dropped: [CorpusRule: (all: Tally, languages: [String: Tally])] = [
      .minSide: (Self.tally(1, 1), ["en": Self.tally(1, 1)]), .maxAspect: (Self.tally(1, 1), ["th": Self.tally(1, 1)]),
      .maxCaptionsPerImage: (Self.tally(3, 2), ["en": Self.tally(3, 2)]),
      // One of the three images has a caption in another language.
      .maxImagesPerCaption: (Self.tally(3, 2), ["en": Self.tally(3, 3)]),
      .length: (Self.tally(3, 2), ["en": Self.tally(2, 2), "ja": Self.tally(1, 1)]),
    ]
    for (rule, expected) in dropped {
      let part = counts.part(droppedBy: rule)
      #expect(part.all == expected.all && part.languages == expected.languages, "\(rule): \(part)")
    }
    #expect(
      counts.kept.languages == ["en": Self.tally(4, 3), "zh": Self.tally(3, 3), "th": Self.tally(1, 1)])
  }

  @Test("What is kept is found again with its captions and languages, and what cannot be read stays")
  func kept() throws {
    let store = try RuledPairs().filtered().stores[0]
    try #require(Self.ids(store) == ["0", "3", "6", "9", "11", "13", "gone"])
    #expect(
      try (0..<7).map { try store.record($0).captions.map(\.text).joined(separator: "|") } == [
        "a red cat sleeps|一只红猫在睡觉", "แมวแดง", "点击放大图片", "a blue bird sings|a blue bird sings", "iPhone 手机壳", "cat|cat",
        "a caption without image",
      ])
    #expect(
      (0..<7).map { store.catalog.languages($0) } == [["en", "zh"], ["th"], ["zh"], ["en"], ["zh"], ["en"], ["en"]])
    #expect(store.fileStarts == [0])
    let records = try (0..<7).map { try store.record($0) }
    #expect(records.enumerated().allSatisfy { store.imageMark($0.offset) == $0.element.image.mark })
  }

  @Test("Every drop is a line that names the rule, the place and the reason")
  func list() throws {
    let pairs = try RuledPairs()
    let skipped = try pairs.filtered().skipped
    #expect(skipped.first.allSatisfy { $0.kind == .rule } && skipped.count == 0)
    let path = pairs.folder.file("captions.jsonl")
    #expect(
      skipped.first.map(\.description) == [
        "\(path):2: minSide: the image's shorter side has 19 pixels, and 20 are the least",
        "\(path):3: maxAspect: the image's sides have 20 and 61 pixels, and their ratio must be at most 3",
        "\(path):5: maxCaptionsPerImage: the image has 3 different captions, and 2 are the most",
        "\(path):6: maxCaptionsPerImage: the image has 3 different captions, and 2 are the most",
      ]
        + (7...9).map {
          "\(path):\($0): maxImagesPerCaption: the caption “click to enlarge image” (en) belongs to 3 different images, "
            + "and 2 are the most"
        } + [
          "\(path):11: length: the caption “hi” (en) is too short: words 1 (2-6), characters 0 (3-8)",
          "\(path):11: length: the caption “ネコ” (ja) is too short: words 0 (2-6), characters 2 (3-8)",
          "\(path):13: length: the caption “❤️🔥” (en) is too short: words 0 (2-6), characters 0 (3-8)",
        ])
  }

  @Test("Threads change nothing", arguments: [1, 2, 5])
  func threads(count: Int) throws {
    let pairs = try RuledPairs()
    let (one, other) = (try pairs.filtered(threads: 1), try pairs.filtered(threads: count))
    #expect(one.counts == other.counts && one.skipped == other.skipped && one.json == other.json)
    #expect(one.stores[0].catalog == other.stores[0].catalog)
  }

  @Test("What several rules would drop is counted by the first of them, and each rule judges the whole corpus")
  func order() throws {
    // The first is too small and too long, and without it no more than three images have the caption.
    let pairs = try RuledPairs(
      (0..<4).map { #"{"image": "\#($0)-\#($0 == 0 ? 10 : 30)x40.png", "captions": {"en": "x"}}"# })
    var rules = RuledPairs.rules
    rules.maxImagesPerCaption = 3
    let outcome = try pairs.filtered(rules)
    let counts = outcome.counts
    #expect(counts.part(droppedBy: .maxAspect) == RuleCounts.Part() && outcome.skipped.entryCount == 4)
    #expect(counts.part(droppedBy: .minSide).all == Self.tally(1, 1))
    #expect(counts.part(droppedBy: .maxImagesPerCaption).all == Self.tally(3, 3))
    #expect(counts.part(droppedBy: .length).all == Self.tally(0, 0) && counts.kept.all == Self.tally(0, 0))
  }

  @Test("Sources are judged together, each keeps its own records, and each file of a pattern its own beginning")
  func stores() throws {
    let (first, second) = (try RuledPairs(), try RuledPairs(Array(RuledPairs.lines[6...8])))
    var rules = CorpusRules()
    rules.maxImagesPerCaption = 5
    let pool = try ThreadPool(threads: 2)
    #expect(try CorpusFilter(rules, pool: pool).apply(to: [first.store()])?.counts.kept.all.captions == 19)
    // The two have images of other seeds, so the caption belongs to six.
    let both = try #require(try CorpusFilter(rules, pool: pool).apply(to: [first.store(), second.store()]))
    #expect(both.counts.part(droppedBy: .maxImagesPerCaption).all == Self.tally(6, 4))
    #expect(both.stores.map(\.catalog.count) == [13, 1])
  }
}

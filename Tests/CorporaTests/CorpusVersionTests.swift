import Console
import FoundationEssentials
import TestSupport
import Testing

@testable import Corpora

@Suite("Versions of a corpus")
struct CorpusVersionTests {
  /// A folder like the system's root whose packages say unusual versions.
  private func madeUp() throws -> (TemporaryFolder, EmojiSources) {
    let folder = try TemporaryFolder()
    try folder.write("usr/share/unicode/cldr/common/annotations/en.xml", "<ldml/>")
    try folder.write(
      "usr/share/unicode/cldr/common/dtd/ldml.dtd",
      "<!ELEMENT version EMPTY >\n<!ATTLIST version cldrVersion CDATA #FIXED \"91.2\" >\n    <!--@MATCH:version-->\n")
    try folder.write(
      "usr/share/unicode/emoji/emoji-test.txt",
      "# emoji-test.txt\n# Date: 2022-08-12\n# Version: 73.1\n# Format: code points\n")
    try folder.write("usr/share/rubygems-integration/all/gems/gemojione-9.8.7/assets/png/x.png", "")
    let font = try folder.write("usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", "")
    try Data(Self.font(revision: 0x0007_0F5C)).write(to: URL(filePath: font))
    return (folder, try EmojiSources.installed(root: folder.path))
  }

  /// A TrueType file of one table, the header, with this revision in 16.16.
  private static func font(revision: UInt32) -> [UInt8] {
    func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    let directory = number(0x0001_0000) + [0, 1, 0, 16, 0, 0, 0, 0] + Array("head".utf8) + number(0) + number(28)
    let head = number(0x0001_0000) + number(revision) + [UInt8](repeating: 0, count: 46)
    return directory + number(54) + head
  }

  @Test("Sources say their versions; what says none has none")
  func sources() throws {
    let (folder, sources) = try madeUp()
    #expect(
      sources.credits.map { "\($0.name) \($0.version ?? "-")" }
        == ["Unicode CLDR 91.2", "Unicode emoji data 73.1", "Noto Color Emoji 7.060", "EmojiOne 2 9.8.7"])
    try folder.write("usr/share/unicode/cldr/common/dtd/ldml.dtd", "<!ELEMENT version EMPTY >")
    try folder.write("usr/share/unicode/emoji/emoji-test.txt", "1F600 ; fully-qualified # x\n")
    try folder.write("usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", "no font")
    var silent = sources
    silent.emojiOne = "/assets/png"
    #expect(silent.credits.map(\.version) == [nil, nil, nil, nil])
  }

  @Test("The distribution's packages say theirs, and a built corpus keeps them")
  func installed() throws {
    let credits = try EmojiSources.installed().credits
    #expect(credits.allSatisfy { $0.version != nil }, "\(credits)")
    // The list of emoji of a small corpus has no head.
    let kept = try SmallCorpora.corpus().credits
    #expect(kept.map(\.version) == [credits[0].version, nil, credits[2].version, credits[3].version])
  }

  @Test("A version counts what is asked, and its fingerprint changes with any of it")
  func fingerprint() throws {
    let corpus = try SmallCorpora.corpus(["ar", "en", "zh"], others: 200)
    let sets = try EvaluationSetTests.sets(corpus)
    let version = CorpusVersion(of: corpus, asking: sets)
    #expect(version.kind == "emoji" && version.images == corpus.recordCount)
    #expect(version.emoji == Set(try corpus.images.map(\.id)).count)
    #expect(version.queries == sets.reduce(0) { $0 + $1.queries.count })
    #expect(version == CorpusVersion(of: corpus, asking: try EvaluationSetTests.sets(corpus)))
    #expect(CorpusVersion(json: version.json) == version)

    let fewer = try #require(sets.first).asking(atMost: 3)
    let changed = [
      Array(sets.dropLast()), [fewer] + sets.dropFirst(), sets.reversed(),
      try [fewer.asking((0..<3).map { ($0, "words") }, pool: .init(threads: 1), makeReader: { FakeRenderer() })]
        + sets.dropFirst(),
    ]
    let found = changed.map { CorpusVersion(of: corpus, asking: $0).fingerprint } + [version.fingerprint]
    #expect(Set(found).count == 5 && found.allSatisfy { $0.count == 16 }, "\(found)")
  }

  @Test("Other held-out emoji are another version")
  func heldOut() throws {
    let small = try SmallSources()
    let versions = try (0...1).map { seed in
      let corpus = try small.build(seed: UInt64(seed), name: "corpus-\(seed)")
      return CorpusVersion(of: corpus, asking: try EvaluationSetTests.sets(corpus))
    }
    #expect(versions[0].images == versions[1].images)
    #expect(versions[0].fingerprint != versions[1].fingerprint)
  }

  @Test("The sentence says everything; pairs have fewer things to say")
  func sentence() {
    let emoji = CorpusVersion(
      kind: "emoji",
      sources: [.init(name: "Unicode CLDR", version: "41"), .init(name: "EmojiOne 2", version: "4.3.3")],
      emoji: 3655, images: 7302, queries: 1726, fingerprint: "0123456789abcdef")
    #expect(
      emoji.sentence
        == "emoji corpus (Unicode CLDR 41, EmojiOne 2 4.3.3), 3,655 emoji, 7,302 images, 1,726 queries, "
        + "fingerprint 0123456789abcdef")
    let pairs = CorpusVersion(kind: "pairs", images: 12, queries: 5, fingerprint: "f")
    #expect(pairs.sentence == "pairs corpus, 12 images, 5 queries, fingerprint f")
    #expect(CorpusVersion(json: pairs.json) == pairs)
    #expect(CorpusVersion(json: ["kind": "pairs"]) == nil)
  }
}

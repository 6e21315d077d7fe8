import Images
import Runtime
import TestSupport
import Testing

@testable import Corpora

@Suite("Which of a record's captions are drawn")
struct CaptionSamplingTests {
  private static func caption(_ text: String, _ role: CaptionRole) -> Caption {
    Caption(text: text, language: "zh", role: role)
  }

  private static let captions = [
    caption("原文", .raw), caption("改写一", .rewrite), caption("改写二", .rewrite), caption("改写三", .rewrite),
    caption("改写四", .rewrite),
  ]

  private static func counts(_ sampling: CaptionSampling, of captions: [Caption] = captions) -> [String: Int] {
    var counts: [String: Int] = [:]
    for sample in 0..<10_000 as Range<UInt64> {
      var generator = SeededGenerator(seed: 3, stream: sample)
      if let drawn = sampling.drawn(from: captions, using: &generator) { counts[drawn.text, default: 0] += 1 }
    }
    return counts
  }

  @Test("the original and its rewrites are drawn alike, within three deviations in ten thousand draws")
  func uniform() {
    let counts = Self.counts(CaptionSampling())
    let deviation = (10_000 * 0.2 * 0.8).squareRoot()
    #expect(counts.count == 5 && counts.values.allSatisfy { abs(Double($0) - 2_000) < 3 * deviation })
  }

  @Test("a label is drawn where it is asked for, or where there is nothing else")
  func labels() {
    let labeled = [Self.caption("猫", .label), Self.caption("一只猫", .raw)]
    #expect(Self.counts(CaptionSampling(), of: labeled) == ["一只猫": 10_000])
    #expect(Self.counts(CaptionSampling(roles: [.label]), of: labeled) == ["猫": 10_000])
    #expect(Self.counts(CaptionSampling(), of: [labeled[0]]) == ["猫": 10_000])
  }

  @Test("by roles, the original is drawn as often as all its rewrites together")
  func roles() {
    let counts = Self.counts(CaptionSampling(draw: .roles))
    #expect(abs(Double(counts["原文"] ?? 0) - 5_000) < 3 * 50)
    let deviation = (10_000 * 0.125 * 0.875).squareRoot()
    #expect(Self.captions.dropFirst().allSatisfy { abs(Double(counts[$0.text] ?? 0) - 1_250) < 3 * deviation })
  }

  @Test("roles that are not asked for are not drawn, but where a record has none that are")
  func chosen() {
    #expect(Set(Self.counts(CaptionSampling(roles: [.rewrite])).keys) == ["改写一", "改写二", "改写三", "改写四"])
    #expect(Self.counts(CaptionSampling(roles: [.synthetic, .raw])) == ["原文": 10_000])
    #expect(Self.counts(CaptionSampling(roles: [.synthetic])).count == 5)
    #expect(Self.counts(CaptionSampling(roles: [.synthetic]), of: []).isEmpty)
  }

  /// A corpus of three images, each with so many rewrites in a file of its own.
  private static func corpus(_ folder: TemporaryFolder, rewrites: Int) throws -> Corpus {
    try SmallPairs.writeImages(folder)
    let lines = SmallPairs.names.map { #"{"image": "\#($0)", "captions": {"en": "the image \#($0)"}}"# }
    var source = CorpusSource(path: try folder.write("c.jsonl", lines.joined(separator: "\n")))
    source.rewrites = try (0..<rewrites).map { number in
      let text = SmallPairs.names.map { "rewrite \(number) of \($0)\n" }.joined()
      return RewriteFile(path: try folder.write("\(number).txt", text))
    }
    return try PairCorpus(folder: ".", training: [source], heldOut: []).open(pool: ThreadPool(threads: 1))
  }

  private static func loader(
    _ corpus: Corpus, _ sampling: CaptionSampling = CaptionSampling(), state: LoaderState? = nil, threads: Int = 2
  ) throws -> BatchLoader {
    try BatchLoaderTests.loader(corpus, batch: 3, threads: threads, state: state) { $0.captionSampling = sampling }
  }

  @Test("training draws a caption anew in every epoch, whatever the threads, and goes on where it stopped")
  func training() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.corpus(folder, rewrites: 3)
    let whole = try Self.loader(corpus)
    var drawn: [[String]] = []
    for _ in 0..<40 { drawn.append(try whole.next().captions) }
    #expect(Set(drawn.joined()).count == 12)
    let other = try Self.loader(corpus, threads: 1)
    var state: LoaderState?
    for place in 0..<20 {
      #expect(try other.next().captions == drawn[place])
      state = other.state
    }
    let resumed = try Self.loader(corpus, state: state)
    for place in 20..<40 { #expect(try resumed.next().captions == drawn[place]) }
  }

  @Test("without rewrites, batches are those of captions alone to the bit")
  func none() throws {
    let folder = try TemporaryFolder()
    let corpus = try Self.corpus(folder, rewrites: 0)
    let (plain, sampled) = (try Self.loader(corpus), try Self.loader(corpus, CaptionSampling(roles: [.raw, .rewrite])))
    for _ in 0..<5 { #expect(try BatchLoaderTests.isEqual(plain.next(), sampled.next())) }
    // A rewrite that says the same in other words changes pages.
    let other = try TemporaryFolder()
    let rewritten = try Self.loader(Self.corpus(other, rewrites: 1))
    var isChanged = false
    for _ in 0..<5 { isChanged = try rewritten.next().captions.contains { $0.hasPrefix("rewrite") } || isChanged }
    withExtendedLifetime(other) { #expect(isChanged) }
  }
}

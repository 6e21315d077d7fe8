import Glibc
import Runtime
import Testing

@testable import Corpora

@Suite("Mixture of languages")
struct LanguageMixtureTests {
  /// Parts with so many records a language; records of two languages where a name has two.
  static func corpus(_ parts: [[String: Int]], weights: [Double]) throws -> Corpus {
    let stores = try parts.enumerated().map { number, languages in
      try ListedRecords(
        languages.sorted { $0.key < $1.key }.flatMap { name, count in
          (0..<count).map { index in
            CaptionedImage(
              id: "\(name)\(index)", image: .file(""), split: .train,
              captions: name.split(separator: "+").map { Caption(text: "x", language: String($0), role: .raw) },
              origin: Origin(file: "\(number)", line: index + 1))
          }
        })
    }
    return Corpus(
      folder: "", kind: "pairs", languages: ["en", "sw", "zh"], counts: CorpusCounts(stores.map(\.catalog)),
      parts: zip(stores, weights).map { Corpus.Part(store: $0, weight: $1) })
  }

  static func mixture(_ corpus: Corpus, _ exponent: Double) throws -> LanguageMixture {
    try LanguageMixture(
      corpus: corpus, languages: ["en", "zh", "sw"], languageSamplingExponent: exponent, shuffle: .everything, seed: 3)
  }

  @Test(
    "A stream's share is its source's weight times its records to the exponent",
    arguments: [
      (0.0, [1.0, 0.5, 1, 1]), (0.3, [pow(110, 0.3), 0.5 * pow(20, 0.3), pow(60, 0.3), pow(10, 0.3)]),
      (1.0, [110, 10, 60, 10]),
    ] as [(Double, [Double])])
  func shares(exponent: Double, expected: [Double]) throws {
    let corpus = try Self.corpus([["en": 100, "en+sw": 10, "zh": 60], ["en": 20]], weights: [1, 0.5])
    let streams = try Self.mixture(corpus, exponent).streams
    #expect(streams.map(\.name) == ["0/en", "1/en", "0/zh", "0/sw"])
    let total = expected.reduce(0, +)
    #expect(zip(streams, expected).allSatisfy { abs($0.share - $1 / total) < 1e-12 })
    #expect(streams.map(\.order.records.count) == [110, 20, 60, 10])
  }

  /// 20,000 draws: a share's standard deviation is at most 0.0036; five of those are allowed.
  @Test("Draws follow the shares", arguments: [0, 0.3, 1])
  func draws(exponent: Double) throws {
    let mixture = try Self.mixture(
      Self.corpus([["en": 100, "sw": 10], ["zh": 60]], weights: [1, 3]), exponent)
    var counts = [Double](repeating: 0, count: mixture.streams.count)
    for sample in 0..<20_000 {
      var generator = SeededGenerator(seed: 9, stream: UInt64(sample))
      counts[mixture.draw(using: &generator)] += 1
    }
    #expect(zip(mixture.streams, counts).allSatisfy { abs($0.share - $1 / 20_000) < 0.018 })
  }

  @Test("A source without weight is not drawn, and a language that only it has is missed in a sentence")
  func weightless() throws {
    let corpus = try Self.corpus([["en": 5, "zh": 5], ["sw": 5, "en": 5]], weights: [1, 0])
    let error = #expect(throws: CorpusError.self) { try Self.mixture(corpus, 1) }
    #expect(error?.description.contains("the corpus trains nothing in sw") == true)
    let streams = try LanguageMixture(
      corpus: corpus, languages: ["en"], languageSamplingExponent: 1, shuffle: .everything, seed: 3
    ).streams
    #expect(streams.map(\.name) == ["0/en"] && streams.map(\.share) == [1])
  }

  @Test("Streams have orders of their own")
  func orders() throws {
    var mixture = try Self.mixture(Self.corpus([["en+zh+sw": 50], ["en": 50]], weights: [1, 1]), 1)
    let orders = mixture.streams.indices.map { stream in (0..<50).map { mixture.record(stream: stream, visit: $0) } }
    #expect(Set(orders).count == 4)
  }
}

import Glibc
import Runtime

/// Which records training visits: one stream a part and language, each in an order of its own, drawn by weight.
struct LanguageMixture {
  /// The records of one part that have captions in one language.
  struct Stream {
    let part: Int
    let language: String
    var order: RecordOrder
    /// Share of all draws, 0…1.
    var share: Double
  }

  private(set) var streams: [Stream]

  /// - Parameters:
  ///   - languageSamplingExponent: a stream is drawn as often as (number of its records) to this power; 1 follows the corpus, 0
  ///     treats all alike, 0.3 is common for very uneven corpora (Conneau et al. 2020, XLM-R).
  ///
  /// Throws when a language is not trained at all.
  init(corpus: Corpus, languages: [String], languageSamplingExponent: Double, shuffle: ShuffleRule, seed: UInt64) throws
  {
    streams = []
    for language in languages {
      let before = streams.count
      for (number, part) in corpus.parts.enumerated() {
        let records = part.store.catalog.records(of: .train, in: language)
        guard !records.isEmpty, part.weight > 0 else { continue }
        let key = StableHash.of("\(number)/\(language)".utf8, continuing: SeededPermutation.mixed(seed))
        streams.append(
          Stream(
            part: number, language: language,
            order: RecordOrder(records: records, fileStarts: part.store.fileStarts, rule: shuffle, seed: key),
            share: part.weight * pow(Double(records.count), languageSamplingExponent)))
      }
      guard streams.count > before else {
        let known = corpus.languages.filter { (corpus.counts.captioned[.train]?[$0] ?? 0) > 0 }
        throw CorpusError(
          "\(corpus.folder): the corpus trains nothing in \(language), it has \(known.joined(separator: ", "))")
      }
    }
    let total = streams.reduce(0) { $0 + $1.share }
    for index in streams.indices { streams[index].share /= total }
  }

  /// The number of a stream, by share.
  func draw(using generator: inout SeededGenerator) -> Int {
    guard streams.count > 1 else { return 0 }
    var left = Double(generator.uniform())
    for (index, stream) in streams.enumerated() {
      left -= stream.share
      if left < 0 { return index }
    }
    return streams.count - 1
  }

  mutating func record(stream: Int, visit: Int) -> Int { streams[stream].order.record(visit: visit) }
}

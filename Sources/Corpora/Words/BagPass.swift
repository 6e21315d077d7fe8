import Runtime
import Tokenizers

/// Makes bags of the captions of a source, each with the same words in the same order at every visit.
public struct BagPass: Sendable {
  private let bag: BagOfWords
  private let seed: UInt64

  /// - Parameters:
  ///   - content: whose words are counted, where a step asks for the most frequent ones.
  ///   - seed: decides the order where it is drawn.
  ///
  /// Throws where a caption cannot be read, or the file of the vocabulary has no word.
  public init(_ transforms: WordTransforms, counting content: SourceContent, seed: UInt64, pool: ThreadPool) throws {
    let counts = CorpusCounts([content.store.catalog])
    bag = try BagOfWords(
      transforms,
      of: Corpus(
        folder: ".", kind: "pairs", languages: counts.languages, counts: counts,
        parts: [Corpus.Part(store: RelabeledRecords(content.store, as: .train))]), languages: counts.languages,
      folder: ".", pool: pool)
    self.seed = seed
  }

  /// The records with bags in the place of captions, but for keywords and labels, and what was dropped by language.
  public func records(
    _ store: any RecordStore, pool: ThreadPool
  ) throws -> (store: any RecordStore, counts: [String: BagOfWords.Counts]) {
    let segmenters = try (0..<pool.threads).map { _ in try CaptionSegmenter() }
    let counted = try pool.map(store.catalog.count) { index, worker -> [String: BagOfWords.Counts] in
      var counts: [String: BagOfWords.Counts] = [:]
      guard let record = try? store.record(index) else { return counts }
      _ = try bagged(record, number: index, segmenter: segmenters[worker], counts: &counts)
      return counts
    }
    var counts: [String: BagOfWords.Counts] = [:]
    for part in counted { for (language, own) in part { counts[language, default: .init()] += own } }
    let changed = try ChangedRecords(store) { [pass = self] index, record in
      var counts: [String: BagOfWords.Counts] = [:]
      return try pass.bagged(record, number: index, segmenter: CaptionSegmenter(), counts: &counts)
    }
    return (changed, counts)
  }

  private func bagged(
    _ record: CaptionedImage, number: Int, segmenter: CaptionSegmenter, counts: inout [String: BagOfWords.Counts]
  ) throws -> CaptionedImage {
    let captions = try record.captions.enumerated().map { place, caption in
      guard caption.role != .keyword, caption.role != .label else { return caption }
      let text = try bag.apply(
        to: caption.text, language: caption.language, segmenter: segmenter,
        seed: seed &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(place),
        counts: &counts[caption.language, default: .init()])
      return text.map { Caption(text: $0, language: caption.language, role: caption.role, key: caption.key) } ?? caption
    }
    return record.captioned(with: captions)
  }
}

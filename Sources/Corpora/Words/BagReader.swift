import Tokenizers

/// Reads captions as bags of words in training: their words go through the steps, and another reader reads what is left. What is read
/// without a seed, in evaluation, stays as it is, and so does a caption of which nothing would be left.
public final class BagReader: CaptionReading {
  private let reader: any CaptionReading
  private let bag: BagOfWords
  private let segmenter: CaptionSegmenter

  /// Throws where ICU's data is not installed.
  public init(_ reader: any CaptionReading, bag: BagOfWords) throws {
    self.reader = reader
    self.bag = bag
    segmenter = try CaptionSegmenter()
  }

  public func read(_ text: String, language: String, seed: UInt64?) throws -> ReadCaption {
    guard let seed else { return try reader.read(text, language: language, seed: nil) }
    var counts = BagOfWords.Counts()
    let bag = try bag.apply(to: text, language: language, segmenter: segmenter, seed: seed, counts: &counts)
    return try reader.read(bag ?? text, language: language, seed: seed)
  }
}

extension BagOfWords? {
  /// A reader of bags in front of another; the other where captions stay as they are.
  public func reader(_ reader: any CaptionReading) throws -> any CaptionReading {
    try map { try BagReader(reader, bag: $0) } ?? reader
  }
}

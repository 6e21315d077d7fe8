import Files
import Runtime
import Tokenizers

/// The first pass over a corpus: what rules must know of all of it before they can judge any part.
struct CorpusCensus {
  /// Pixels of an image's sides, those beyond 65,535 as so many.
  struct Sides {
    let shorter: UInt16
    let longer: UInt16
  }

  /// Of every record's image; nil where it could not be read. Empty where no rule asks.
  private(set) var sides: [Sides?] = []
  /// Why the first image could not be read.
  private(set) var firstUnread: String?
  /// The identity of every record's image, where some have too many captions; else empty.
  private(set) var images: [UInt64] = []
  /// Images of too many captions, with the number of those.
  private(set) var crowdedImages: [UInt64: Int] = [:]
  /// Captions of too many images, with the number of those.
  private(set) var sharedCaptions: [UInt64: Int] = [:]
  /// For each language that has rare ones, the counts of its n-grams and how often one must occur to be no rare one.
  private(set) var vocabularies: [String: (counts: NGramCounts, threshold: Int)] = [:]

  private let limits: RuleLimits
  private var occurrences = CaptionOccurrences()
  private var ngrams: [String: NGramCounts] = [:]

  init(_ limits: RuleLimits) { self.limits = limits }

  /// Whether any rule needs the pass at all.
  static func isNeeded(by limits: RuleLimits) -> Bool {
    limits.readsSides || limits.countsCaptions || limits.vocabularySize != nil
  }

  /// What a thread finds out of a record.
  struct Finding {
    fileprivate let image: Result<ImageStart, any Error>?
    fileprivate let captions: [(language: String, hash: UInt64, ngrams: [UInt64])]

    init(_ record: CaptionedImage, limits: RuleLimits, segmenter: CaptionSegmenter) throws {
      image = limits.readsSides || limits.countsCaptions ? Result { try ImageStart(record.image) } : nil
      captions = try record.captions.filter(\.isJudged).map { caption in
        (
          caption.language, limits.countsCaptions ? caption.identity : 0,
          limits.vocabularySize == nil ? [] : try segmenter.units(of: caption.text).ngrams
        )
      }
    }
  }

  /// Counts a record, in the corpus' order.
  ///
  /// - Parameters:
  ///   - finding: nil where the record could not be read.
  ///   - mark: a number for the place of its image, which stands for an image that cannot be read.
  mutating func add(_ finding: Finding?, mark: UInt64) throws {
    var identity = mark
    switch finding?.image {
    case .success(let start)?:
      identity = start.identity
      if limits.readsSides {
        sides.append(Sides(shorter: UInt16(clamping: start.shorter), longer: UInt16(clamping: start.longer)))
      }
    case .failure(let error)?:
      firstUnread = firstUnread ?? "\(error)"
      if limits.readsSides { sides.append(nil) }
    case nil: if limits.readsSides { sides.append(nil) }
    }
    if limits.captionsPerImage != nil { images.append(identity) }
    for caption in finding?.captions ?? [] {
      if limits.countsCaptions { occurrences.add(caption: caption.hash, image: identity) }
      for ngram in caption.ngrams { try ngrams[caption.language, default: NGramCounts()].add(ngram) }
    }
  }

  /// Draws the conclusions, when every record was added; what they do not need is forgotten.
  mutating func close() {
    if let limit = limits.imagesPerCaption { sharedCaptions = occurrences.captions(ofMoreThan: limit) }
    if let limit = limits.captionsPerImage { crowdedImages = occurrences.images(ofMoreThan: limit) }
    occurrences = CaptionOccurrences()
    if crowdedImages.isEmpty { images = [] }
    guard let size = limits.vocabularySize else { return }
    for (language, counts) in ngrams {
      if let threshold = counts.threshold(size: size) { vocabularies[language] = (counts, threshold) }
    }
    ngrams = [:]
  }
}

extension RuleLimits {
  var readsSides: Bool { minSide != nil || aspect != nil }
  var countsCaptions: Bool { captionsPerImage != nil || imagesPerCaption != nil }
}

extension Caption {
  /// Whether rules judge it: keywords and names of classes belong to many images by their nature.
  var isJudged: Bool { role != .keyword && role != .label }

  /// Equal for equal texts, whatever their languages.
  var identity: UInt64 {
    var text = text
    return text.withUTF8 { Checksum.of(UnsafeRawBufferPointer($0)) }
  }
}

import Runtime
import TextRendering

/// How long captions of one language are for one way of reading them, and what of them a model does not see.
public struct CaptionLengths: Sendable, Equatable {
  /// BCP 47 tag, or what stands for several languages.
  public let language: String
  /// Captions by their length in patches or tokens. Special tokens count, and so do tokens that a context cuts off, but a
  /// page ends where it ends: patches beyond it were never drawn.
  public private(set) var lengths = ValueCounts()
  /// Captions by the patches or tokens that reach the model.
  public private(set) var seenLengths = ValueCounts()
  /// Captions of which the end does not reach the model.
  public private(set) var cut = 0
  /// Tokens that stand for text which the vocabulary does not have, or code points that no font draws.
  public private(set) var unknown = 0
  /// What the unknown ones are a part of: tokens of whole captions, or code points.
  public private(set) var units = 0
  /// Captions that cannot be read, or leave the model nothing to read; they have no length.
  public private(set) var failed = 0
  /// Why the first of those could not.
  public private(set) var failure: String?

  public init(language: String) { self.language = language }

  /// Reads every caption once.
  ///
  /// - Parameter readers: one for each thread of the pool.
  public init(
    language: String, of captions: some RandomAccessCollection<String>, with readers: [any CaptionReading],
    pool: ThreadPool
  ) {
    self.init(language: language)
    read(captions, with: readers, pool: pool)
  }

  /// Patches or tokens of a caption on average; NaN without captions.
  public var mean: Double { lengths.mean }
  /// The smallest length that is enough for 95 of 100 captions; nil without captions.
  public var high: Int? { lengths.values(holding: [0.95]).first }
  /// Captions that were read or should have been.
  public var captions: Int { lengths.total + failed }
  /// Share of the captions of which the end does not reach the model, 0…1; 0 without captions.
  public var cutShare: Double { Double(cut) / Double(max(1, captions)) }
  /// Share of tokens or code points that are unknown, 0…1; 0 without captions.
  public var unknownShare: Double { Double(unknown) / Double(max(1, units)) }

  /// Adds captions to those that were read before.
  mutating func read(
    _ captions: some RandomAccessCollection<String>, with readers: [any CaptionReading], pool: ThreadPool
  ) {
    let language = language
    let outcomes = pool.outcomes(captions.count) { index, worker in
      let text = captions[captions.index(captions.startIndex, offsetBy: index)]
      return Reading(text, try Caption(text: text, language: language, role: .raw).read(with: readers[worker]))
    }
    for outcome in outcomes {
      switch outcome {
      case .success(let reading): add(reading)
      case .failure(let error):
        failed += 1
        failure = failure ?? "\(error)"
      }
    }
  }

  /// What one caption gives.
  private struct Reading {
    let seen: Int
    let truncation: TextTruncation
    /// Its tokens, or for a page its code points.
    let units: Int
    var length: Int { seen + truncation.truncatedTokens }

    init(_ text: String, _ caption: ReadCaption) {
      seen = caption.sequence.count
      truncation = caption.truncation
      units = caption.sequence.patches == nil ? seen + truncation.truncatedTokens : text.unicodeScalars.count
    }
  }

  private mutating func add(_ reading: Reading) {
    let truncation = reading.truncation
    lengths.add(reading.length)
    seenLengths.add(reading.seen)
    if truncation.truncatedTokens > 0 || truncation.truncatedCharacters > 0 || truncation.truncatedLines > 0 {
      cut += 1
    }
    unknown += truncation.unknownTokens + truncation.missing.values.reduce(0, +)
    units += reading.units
  }

  /// The captions of several languages as if they were of one.
  public static func joined(_ parts: [CaptionLengths], as language: String) -> CaptionLengths {
    parts.reduce(into: CaptionLengths(language: language)) { sum, part in
      sum.lengths.add(part.lengths)
      sum.seenLengths.add(part.seenLengths)
      sum.cut += part.cut
      sum.unknown += part.unknown
      sum.units += part.units
      sum.failed += part.failed
      sum.failure = sum.failure ?? part.failure
    }
  }
}

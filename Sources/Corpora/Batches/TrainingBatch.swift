import Runtime
import TextRendering

/// Images and their captions, packed for a tower: patches of photos and pages in one matrix, tokens in another. What pair `p`
/// shows in a view is the packed sequence `views[view]?[p]`; patches are counted first, tokens behind them,
/// known images last.
public struct TrainingBatch: Sendable {
  /// 0…255, `[patches, patchWidth]`: row, column, channel inside a patch.
  public let pixels: [UInt8]
  /// Grid row of every patch.
  public let rows: [UInt16]
  /// Grid column of every patch.
  public let columns: [UInt16]
  /// Rising; packed sequence `s` of patches owns `offsets[s] ..< offsets[s + 1]`.
  public let offsets: [Int32]
  /// Values a patch.
  public let patchWidth: Int
  /// Texts where the model reads tokens; none where it reads pages.
  public let texts: PackedTokens
  /// Images whose embeddings are known, so that nothing of them is packed.
  public let knownImages: [RecordFacts.Number]
  /// Each pair's caption as a teacher's tokens; none where there is no teacher.
  public let teacherTexts: PackedTokens
  /// For every view that the batch shows, `[pairs]`: the packed sequence that shows it of each pair.
  public let views: [BatchView: [Int32]]
  /// What is known of each pair.
  public let facts: [RecordFacts]
  /// Group of each pair: equal where an image and another's caption cannot be told apart, such as two images with one
  /// name. A loss leaves such pairs out of its negatives.
  public let duplicateIds: [Int32]
  /// What was lost of all captions together.
  public let truncation: TextTruncation

  public var pairs: Int { facts.count }
  /// Packed sequences of patches.
  public var patchSequences: Int { offsets.count - 1 }
  /// Patches and tokens.
  public var tokens: Int { rows.count + texts.tokens.count }

  /// Parts that fit each other, as the properties say.
  ///
  /// - Parameter views: nil where images are packed first and captions behind them.
  public init(
    pixels: [UInt8], rows: [UInt16], columns: [UInt16], offsets: [Int32], patchWidth: Int,
    texts: PackedTokens = PackedTokens(), knownImages: [RecordFacts.Number] = [],
    teacherTexts: PackedTokens = PackedTokens(), views: [BatchView: [Int32]]? = nil, facts: [RecordFacts],
    duplicateIds: [Int32], truncation: TextTruncation
  ) {
    self.pixels = pixels
    self.rows = rows
    self.columns = columns
    self.offsets = offsets
    self.patchWidth = patchWidth
    self.texts = texts
    self.knownImages = knownImages
    self.teacherTexts = teacherTexts
    let pairs = Int32(facts.count)
    self.views = views ?? [.image: Array(0..<pairs), .text: Array(pairs..<2 * pairs)]
    self.facts = facts
    self.duplicateIds = duplicateIds
    self.truncation = truncation
  }

  init(_ pairs: [PreparedPair], patchSize: Int, pool: ThreadPool) throws {
    let sides = pairs.compactMap(\.first) + pairs.map { .sequence($0.second) }
    let patches = sides.compactMap(\.sequence?.patches)
    let packed = try PackedPatches(patches, patchSize: patchSize, pool: pool)
    let texts = PackedTokens(sides.compactMap(\.sequence?.tokens))
    let known = sides.compactMap(\.known)
    // Where the next of each kind stands.
    var (patch, token) = (Int32(0), Int32(patches.count))
    var image = token + Int32(texts.sequences)
    func next(_ place: inout Int32) -> Int32 {
      defer { place += 1 }
      return place
    }
    let places = sides.map { side in
      switch side {
      case .sequence(.patches): next(&patch)
      case .sequence(.tokens): next(&token)
      case .known: next(&image)
      }
    }
    var views = [BatchView.text: Array(places.suffix(pairs.count))]
    if sides.count == 2 * pairs.count { views[.image] = Array(places.prefix(pairs.count)) }
    self.init(
      pixels: packed.pixels, rows: packed.rows, columns: packed.columns, offsets: packed.offsets,
      patchWidth: packed.patchWidth, texts: texts, knownImages: known,
      teacherTexts: PackedTokens(pairs.compactMap(\.teacherText?.tokens)), views: views, facts: pairs.map(\.facts),
      duplicateIds: DuplicateIds(keys: pairs.map(\.duplicateKeys)).ids,
      truncation: pairs.reduce(into: TextTruncation()) { $0 += $1.truncation })
  }
}

extension PreparedPair.Side {
  fileprivate var sequence: ModelSequence? { if case .sequence(let sequence) = self { sequence } else { nil } }
  fileprivate var known: RecordFacts.Number? { if case .known(let number) = self { number } else { nil } }
}

extension TrainingBatch {
  /// Patches of every packed sequence of patches.
  public var patchLengths: [Int] { zip(offsets, offsets.dropFirst()).map { Int($1 - $0) } }
  /// Tokens of every packed text.
  public var tokenLengths: [Int] { zip(texts.offsets, texts.offsets.dropFirst()).map { Int($1 - $0) } }

  /// Patches or tokens that each pair shows in a view, 0 of known images; empty where the batch does not show it.
  public func lengths(_ view: BatchView) -> [Int] {
    (views[view] ?? []).map { place in
      let place = Int(place)
      guard place < patchSequences + texts.sequences else { return 0 }
      let (ends, index) =
        place < patchSequences ? (offsets, place) : (texts.offsets, place - patchSequences)
      return Int(ends[index + 1] - ends[index])
    }
  }

  /// Language of each pair's caption.
  public var languages: [String] { facts.map(\.language) }
  /// Caption of each pair.
  public var captions: [String] { facts.map(\.caption) }
  /// Where each pair stands in the corpus.
  public var origins: [Origin] { facts.map(\.origin) }
}

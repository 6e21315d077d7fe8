import Runtime
import TextRendering

/// Images and their captions, packed for a tower: patches of photos and pages in one matrix, tokens in another. What pair `p`
/// shows in a view is the packed sequence `views[view]?[p]`; patches are counted first, tokens behind them.
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
    texts: PackedTokens = PackedTokens(), views: [BatchView: [Int32]]? = nil, facts: [RecordFacts],
    duplicateIds: [Int32], truncation: TextTruncation
  ) {
    self.pixels = pixels
    self.rows = rows
    self.columns = columns
    self.offsets = offsets
    self.patchWidth = patchWidth
    self.texts = texts
    let pairs = Int32(facts.count)
    self.views = views ?? [.image: Array(0..<pairs), .text: Array(pairs..<2 * pairs)]
    self.facts = facts
    self.duplicateIds = duplicateIds
    self.truncation = truncation
  }

  init(_ pairs: [PreparedPair], patchSize: Int, pool: ThreadPool) throws {
    let sides = pairs.map(\.first) + pairs.map(\.second)
    let patches = sides.compactMap(\.patches)
    let packed = try PackedPatches(patches, patchSize: patchSize, pool: pool)
    var texts = PackedTokens()
    var seen: Int32 = 0
    var order: [Int32] = []
    for side in sides {
      switch side {
      case .patches:
        order.append(seen)
        seen += 1
      case .tokens(let tokens):
        order.append(Int32(patches.count + texts.sequences))
        texts.append(tokens[...])
      }
    }
    self.init(
      pixels: packed.pixels, rows: packed.rows, columns: packed.columns, offsets: packed.offsets,
      patchWidth: packed.patchWidth, texts: texts,
      views: [.image: Array(order[..<pairs.count]), .text: Array(order[pairs.count...])], facts: pairs.map(\.facts),
      duplicateIds: DuplicateIds(keys: pairs.map(\.duplicateKeys)).ids,
      truncation: pairs.reduce(into: TextTruncation()) { $0 += $1.truncation })
  }
}

extension TrainingBatch {
  /// Patches of every packed sequence of patches.
  public var patchLengths: [Int] { zip(offsets, offsets.dropFirst()).map { Int($1 - $0) } }
  /// Tokens of every packed text.
  public var tokenLengths: [Int] { zip(texts.offsets, texts.offsets.dropFirst()).map { Int($1 - $0) } }

  /// Patches or tokens that each pair shows in a view; empty where the batch does not show it.
  public func lengths(_ view: BatchView) -> [Int] {
    (views[view] ?? []).map { place in
      let place = Int(place)
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

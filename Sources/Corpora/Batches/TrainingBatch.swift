import Images
import Runtime
import TextRendering

/// Images and their captions, packed for a tower: patches of photos and pages in one matrix, tokens in another. Where pages have a
/// tower of their own they stand in a third. What pair `p` shows in a view is the packed sequence `views[view]?[p]`; patches are
/// counted first, behind them pages that stand apart, then tokens, known images last.
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
  /// Pages that another tower reads than photos; nil where pages, if there are any, stand among the photos.
  public let pages: PackedPatches?
  /// Texts where the model reads tokens; none where it reads pages.
  public let texts: PackedTokens
  /// Images whose embeddings are known, so that nothing of them is packed.
  public let knownImages: [RecordFacts.Number]
  /// Each pair's caption as a teacher's tokens; none where there is no teacher.
  public let teacherTexts: PackedTokens
  /// For every view that the batch shows, `[pairs]`: the packed sequence that shows it of each pair; −1 for a pair that lacks it.
  public let views: [BatchView: [Int32]]
  /// What is known of each pair.
  public let facts: [RecordFacts]
  /// Group of each pair: equal where an image and another's caption cannot be told apart, such as two images with one
  /// name. A loss leaves such pairs out of its negatives.
  public let duplicateIds: [Int32]
  /// What was lost of all captions together.
  public let truncation: TextTruncation

  public var pairs: Int { facts.count }
  /// Packed sequences of patches, without pages that stand apart.
  public var patchSequences: Int { offsets.count - 1 }
  /// Packed sequences of pages that stand apart.
  public var pageSequences: Int { pages?.sequences ?? 0 }
  /// Patches and tokens.
  public var tokens: Int { rows.count + (pages?.tokens ?? 0) + texts.tokens.count }

  /// Parts that fit each other, as the properties say.
  ///
  /// - Parameter views: nil where images are packed first and captions behind them.
  public init(
    pixels: [UInt8], rows: [UInt16], columns: [UInt16], offsets: [Int32], patchWidth: Int,
    pages: PackedPatches? = nil, texts: PackedTokens = PackedTokens(), knownImages: [RecordFacts.Number] = [],
    teacherTexts: PackedTokens = PackedTokens(), views: [BatchView: [Int32]]? = nil, facts: [RecordFacts],
    duplicateIds: [Int32], truncation: TextTruncation
  ) {
    self.pixels = pixels
    self.rows = rows
    self.columns = columns
    self.offsets = offsets
    self.patchWidth = patchWidth
    self.pages = pages
    self.texts = texts
    self.knownImages = knownImages
    self.teacherTexts = teacherTexts
    let pairs = Int32(facts.count)
    self.views = views ?? [.image: Array(0..<pairs), .text: Array(pairs..<2 * pairs)]
    self.facts = facts
    self.duplicateIds = duplicateIds
    self.truncation = truncation
  }

  /// - Parameters:
  ///   - views: that the pairs show.
  ///   - pagePatchSize: of pages that stand apart; nil packs them among the photos.
  init(
    _ pairs: [PreparedPair], views: Set<BatchView>, patchSize: Int, pagePatchSize: Int? = nil, pool: ThreadPool
  ) throws {
    let isApart = pagePatchSize != nil
    var shown: [(view: BatchView, sides: [PackedSide?])] = []
    if views.contains(.image) {
      shown.append(
        (.image, pairs.map { pair in pair.first.map { PackedSide($0, isPage: isApart && pair.firstIsCaption) } }))
    }
    if views.contains(.text) {
      shown.append(
        (
          .text,
          pairs.map { pair in
            pair.second.map { PackedSide(.sequence($0), isPage: isApart && pair.secondIsCaption) }
          }
        ))
    }
    for (number, view) in views.further.enumerated() {
      shown.append(
        (
          view,
          pairs.map { pair in
            pair.further[number].map { PackedSide(.sequence($0.sequence), isPage: isApart && !view.isImage) }
          }
        ))
    }
    let sides = shown.flatMap { $0.sides.compactMap { $0 } }
    let packed = try PackedPatches(sides.compactMap(\.patches), patchSize: patchSize, pool: pool)
    let pages = try pagePatchSize.map { try PackedPatches(sides.compactMap(\.page), patchSize: $0, pool: pool) }
    let texts = PackedTokens(sides.compactMap(\.tokens))
    // Where the next of each kind stands.
    var patch = Int32(0)
    var page = Int32(packed.sequences)
    var token = page + Int32(pages?.sequences ?? 0)
    var image = token + Int32(texts.sequences)
    func next(_ place: inout Int32) -> Int32 {
      defer { place += 1 }
      return place
    }
    let places = shown.map { view, sides in
      let places = sides.map { side in
        switch side {
        case nil: Int32(-1)
        case .patches: next(&patch)
        case .page: next(&page)
        case .tokens: next(&token)
        case .known: next(&image)
        }
      }
      return (view, places)
    }
    self.init(
      pixels: packed.pixels, rows: packed.rows, columns: packed.columns, offsets: packed.offsets,
      patchWidth: packed.patchWidth, pages: pages, texts: texts, knownImages: sides.compactMap(\.known),
      teacherTexts: PackedTokens(pairs.compactMap(\.teacherText?.tokens)),
      views: Dictionary(uniqueKeysWithValues: places), facts: pairs.map(\.facts),
      duplicateIds: DuplicateIds(keys: pairs.map(\.duplicateKeys)).ids,
      truncation: pairs.reduce(into: TextTruncation()) { $0 += $1.truncation })
  }
}

/// One side of a pair, by where it is packed.
private enum PackedSide {
  case patches(PatchSequence)
  /// A page that stands apart from photos.
  case page(PatchSequence)
  case tokens([Int32])
  case known(RecordFacts.Number)

  /// - Parameter isPage: whether patches are packed apart.
  init(_ side: PreparedPair.Side, isPage: Bool) {
    switch side {
    case .sequence(.patches(let patches)): self = isPage ? .page(patches) : .patches(patches)
    case .sequence(.tokens(let tokens)): self = .tokens(tokens)
    case .known(let number): self = .known(number)
    }
  }

  var patches: PatchSequence? { if case .patches(let patches) = self { patches } else { nil } }
  var page: PatchSequence? { if case .page(let page) = self { page } else { nil } }
  var tokens: [Int32]? { if case .tokens(let tokens) = self { tokens } else { nil } }
  var known: RecordFacts.Number? { if case .known(let number) = self { number } else { nil } }
}

extension TrainingBatch {
  /// Patches of every packed sequence of patches.
  public var patchLengths: [Int] { zip(offsets, offsets.dropFirst()).map { Int($1 - $0) } }
  /// Patches of every page that stands apart.
  public var pageLengths: [Int] { pages?.lengths ?? [] }
  /// Tokens of every packed text.
  public var tokenLengths: [Int] { zip(texts.offsets, texts.offsets.dropFirst()).map { Int($1 - $0) } }

  /// Patches or tokens that each pair shows in a view, 0 of known images and of pairs that lack it; empty where the batch does not show
  /// it.
  public func lengths(_ view: BatchView) -> [Int] {
    let lengths = patchLengths + pageLengths + tokenLengths
    return (views[view] ?? []).map { lengths.indices.contains(Int($0)) ? lengths[Int($0)] : 0 }
  }

  /// Language of each pair's caption.
  public var languages: [String] { facts.map(\.language) }
  /// Caption of each pair.
  public var captions: [String] { facts.map(\.caption) }
  /// Where each pair stands in the corpus.
  public var origins: [Origin] { facts.map(\.origin) }
}

import Autograd
import Corpora
import Models

/// A batch of which only the lengths of its sequences are known: enough for a device that only counts.
public struct BatchOutline: Sendable {
  public let pairs: Int
  private let patches: Lengths
  private let pages: Lengths
  private let texts: Lengths
  private let images: Images
  /// The views whose sequences are packed, of each kind, in their order.
  private let packedViews: [CachedForward.Chunk.Kind: [BatchView]]

  /// How a batch shows the images of its pairs.
  public enum Images: Sendable, Hashable {
    /// As patches.
    case packed
    /// By their embeddings, which are known.
    case known
    /// Not at all.
    case absent
  }

  /// - Parameters:
  ///   - patches: of every photo, and of every page that the same tower reads.
  ///   - pages: of every page that has a tower of its own.
  ///   - tokens: of every text that is no page.
  ///   - times: how often the batch has all of them, one after another.
  ///   - images: whether photos are among them.
  ///   - views: that the batch shows beside the image, in the order in which they are packed.
  public init(
    patches: [Int], pages: [Int] = [], tokens: [Int] = [], times: Int = 1, images: Images = .packed,
    views: [BatchView] = [.text]
  ) {
    self.init(
      patches: patches, pages: pages, tokens: tokens, times: times, images: images, views: views, pairs: nil)
  }

  private init(
    patches: [Int], pages: [Int], tokens: [Int], times: Int, images: Images, views: [BatchView], pairs: Int?
  ) {
    let packed = (images == .packed ? [.image] : []) + views
    self.pairs = pairs ?? (patches.count + pages.count + tokens.count) * times / max(1, packed.count)
    self.images = images
    self.patches = Lengths(patches, times: times)
    self.pages = Lengths(pages, times: times)
    texts = Lengths(tokens, times: times)
    packedViews = Dictionary(grouping: packed) { view in
      view.isImage || pages.isEmpty && tokens.isEmpty ? .patches : pages.isEmpty ? .tokens : .pages
    }
  }

  /// A batch's own lengths.
  public init(_ batch: TrainingBatch) {
    self.init(
      patches: batch.patchLengths, pages: batch.pageLengths, tokens: batch.tokenLengths, times: 1,
      images: batch.views[.image] == nil ? .absent : batch.knownImages.isEmpty ? .packed : .known,
      views: (batch.views[.text] == nil ? [] : [.text]) + Set(batch.views.keys).further, pairs: batch.pairs)
  }

  /// Lengths that come again and again, and where each sequence begins.
  private struct Lengths {
    let offsets: [Int]
    let count: Int

    init(_ lengths: [Int], times: Int) {
      offsets = lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
      count = lengths.count * times
    }

    func start(of sequence: Int) -> Int {
      let period = offsets.count - 1
      return period == 0 ? 0 : sequence / period * offsets[period] + offsets[sequence % period]
    }

    var tokens: Int { start(of: count) }

    var all: [Int] { (0..<count).map { start(of: $0 + 1) - start(of: $0) } }

    /// Runs of sequences as a batch's are; see `CachedForward.Chunk.ranges`.
    func ranges(tokens: Int, limit: Int) -> [Range<Int>] {
      var chunks: [Range<Int>] = []
      var start = 0
      while start < count, chunks.count < limit {
        var end = start + 1
        while end < count, self.start(of: end + 1) - self.start(of: start) <= tokens { end += 1 }
        chunks.append(start..<end)
        start = end
      }
      return chunks
    }
  }

  /// The first chunks of each kind; the others are like them.
  func chunks(tokens: Int, limit: Int) -> [CachedForward.Chunk] {
    var behind = 0
    return CachedForward.Chunk.Kind.allCases.flatMap { kind in
      let lengths = known(kind)
      defer { behind += lengths.count }
      return lengths.ranges(tokens: tokens, limit: limit).map { CachedForward.Chunk(kind, $0, behind: behind) }
    }
  }

  private func known(_ kind: CachedForward.Chunk.Kind) -> Lengths {
    switch kind {
    case .patches: patches
    case .pages: pages
    case .tokens: texts
    }
  }

  /// Tokens of a kind, or of one of its chunks.
  func tokens(_ kind: CachedForward.Chunk.Kind) -> Int { known(kind).tokens }

  func tokens(_ chunk: CachedForward.Chunk) -> Int {
    let lengths = known(chunk.kind)
    return lengths.start(of: chunk.sequences.upperBound) - lengths.start(of: chunk.sequences.lowerBound)
  }

  /// Where the sequences of a chunk begin in it. A recipe's chunks have a thousand million tokens at most.
  private func offsets(_ kind: CachedForward.Chunk.Kind, _ sequences: Range<Int>) -> [Int32] {
    let lengths = known(kind)
    let first = lengths.start(of: sequences.lowerBound)
    return (sequences.lowerBound...sequences.upperBound).map { Int32(clamping: lengths.start(of: $0) - first) }
  }
}

extension BatchOutline: PackedBatch {
  var sequences: Int { patches.count + pages.count + texts.count }
  var knownCount: Int { images == .known ? pairs : 0 }
  // Nobody looks them up on a device that only counts.
  var knownImages: [RecordFacts.Number] { [] }
  var teacherTexts: PackedTokens { PackedTokens() }
  var packsPagesApart: Bool { true }
  var hasGaps: Bool { false }
  var duplicateIds: [Int32] { [Int32](0..<Int32(pairs)) }
  var facts: [RecordFacts] { [RecordFacts](repeating: RecordFacts(), count: pairs) }

  func shows(_ view: BatchView) -> Bool {
    view == .image && images == .known || packedViews.values.contains { $0.contains(view) }
  }

  /// Where each pair's sequence stands. What comes again and again are the sequences of some pairs, one view after another.
  func places(of view: BatchView) -> [Int32] {
    var behind = 0
    for kind in CachedForward.Chunk.Kind.allCases {
      let lengths = known(kind)
      if let views = packedViews[kind], let number = views.firstIndex(of: view) {
        let period = lengths.offsets.count - 1
        let pairsOfPeriod = max(1, period / views.count)
        return (0..<pairs).map { pair in
          let place = pair / pairsOfPeriod * period + number * pairsOfPeriod + pair % pairsOfPeriod
          return Int32(clamping: behind + min(place, max(0, lengths.count - 1)))
        }
      }
      behind += lengths.count
    }
    return (sequences..<sequences + knownCount).map { Int32(clamping: $0) }
  }

  func lengths(_ kind: CachedForward.Chunk.Kind) -> [Int] { known(kind).all }

  func chunks(tokens: Int) -> [CachedForward.Chunk] { chunks(tokens: tokens, limit: .max) }

  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try PatchInput(offsets: offsets(.patches, sequences), configuration: configuration, on: tape)
  }

  func pages(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try PatchInput(offsets: offsets(.pages, sequences), configuration: configuration, on: tape)
  }

  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput {
    try TokenInput(offsets: offsets(.tokens, sequences), backend: tape.backend)
  }
}

/// A batch of which a step goes through some chunks only.
struct FirstChunks: PackedBatch {
  let batch: BatchOutline
  let limit: Int

  var pairs: Int { batch.pairs }
  var sequences: Int { batch.sequences }
  var knownCount: Int { batch.knownCount }
  var knownImages: [RecordFacts.Number] { batch.knownImages }
  var teacherTexts: PackedTokens { batch.teacherTexts }
  var packsPagesApart: Bool { batch.packsPagesApart }
  var hasGaps: Bool { batch.hasGaps }
  var duplicateIds: [Int32] { batch.duplicateIds }
  var facts: [RecordFacts] { batch.facts }

  func shows(_ view: BatchView) -> Bool { batch.shows(view) }

  func places(of view: BatchView) -> [Int32] { batch.places(of: view) }

  func lengths(_ kind: CachedForward.Chunk.Kind) -> [Int] { batch.lengths(kind) }

  func chunks(tokens: Int) -> [CachedForward.Chunk] { batch.chunks(tokens: tokens, limit: limit) }

  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try batch.patches(sequences, configuration: configuration, on: tape)
  }

  func pages(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try batch.pages(sequences, configuration: configuration, on: tape)
  }

  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput { try batch.texts(sequences, on: tape) }
}

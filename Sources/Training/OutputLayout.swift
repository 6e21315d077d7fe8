import Corpora
import Models
import Objectives
import Tensors

/// Where the outputs of packed sequences stand.
struct OutputLayout {
  let hasEmbeddings: Bool
  let hasStates: Bool
  /// Where the embeddings of known images stand.
  let known: Range<Int>
  /// A row of zeros, for pairs that lack a view; nil where none does.
  let blank: Int?
  private let embedding: Int
  private let width: Int
  /// Where sequences of each kind stand among all that are packed, and how wide their pooled vectors are; of the kinds alone of which some
  /// are asked for.
  private let pooledKinds: [CachedForward.Chunk.Kind: (sequences: Range<Int>, width: Int)]
  /// `[sequences + 1]` where states are asked for.
  private let stateOffsets: [Int]

  /// - Parameter weights: whose outputs.
  ///
  /// Throws where states are asked for of towers that have different widths, or pooled vectors of images that are not read.
  init(
    _ batch: some PackedBatch, requests: [ViewRequest], by weights: ViewRequest.Weights = .student, tower: any Tower
  ) throws {
    let own = requests.filter { $0.weights == weights }
    hasEmbeddings = own.contains { $0.output == .embedding }
    hasStates = own.contains { $0.output == .states }
    known = batch.sequences..<batch.sequences + batch.knownCount
    blank = batch.hasGaps ? known.upperBound : nil
    embedding = tower.embedding
    width = tower.vision.width
    pooledKinds = try Self.kinds(pooledBy: own.filter { $0.output == .pooled }.map(\.view), batch, tower)
    let pageWidth = tower.vision(for: .text).width
    guard !hasStates || !batch.packsPagesApart || pageWidth == width else {
      throw TrainingError(
        "the objective compares the states of patches, which are \(width) wide in the image tower and \(pageWidth) in the page "
          + "tower; give model.page.width and model.width one value, or take an objective that compares embeddings")
    }
    let textWidth = tower.text?.encoder.width ?? width
    guard !hasStates || textWidth == width else {
      throw TrainingError(
        "the objective compares the states of tokens, which are \(width) wide in the image tower and \(textWidth) in the text tower; give "
          + "model.text.width and model.width one value, or take an objective that compares embeddings")
    }
    // Plans know batches of any size, so the lengths are only asked for where they are needed.
    let kinds = hasStates ? CachedForward.Chunk.Kind.allCases : []
    let lengths = kinds.flatMap { kind in
      let extra = Self.classTokens(of: kind, tower)
      return batch.lengths(kind).map { $0 + extra }
    }
    stateOffsets = hasStates ? lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) } : []
  }

  private static func kinds(
    pooledBy views: [BatchView], _ batch: some PackedBatch, _ tower: any Tower
  ) throws -> [CachedForward.Chunk.Kind: (sequences: Range<Int>, width: Int)] {
    guard !views.isEmpty else { return [:] }
    var kinds: [CachedForward.Chunk.Kind: (sequences: Range<Int>, width: Int)] = [:]
    var behind = 0
    for kind in CachedForward.Chunk.Kind.allCases {
      let sequences = behind..<behind + batch.lengths(kind).count
      behind = sequences.upperBound
      kinds[kind] = (sequences, pooledWidth(of: kind, tower))
    }
    var asked: Set<CachedForward.Chunk.Kind> = []
    for view in views {
      let places = batch.places(of: view)
      guard places.allSatisfy({ $0 < behind }) else {
        throw TrainingError(
          "the objective learns from the pooled vectors of the view '\(view.name)', whose images are not read; set "
            + "objective.reuseImageEmbeddings to false")
      }
      asked.insert(kind(of: places, among: kinds))
    }
    return kinds.filter { asked.contains($0.key) }
  }

  private static func pooledWidth(of kind: CachedForward.Chunk.Kind, _ tower: any Tower) -> Int {
    switch kind {
    case .patches: tower.vision(for: .image).width
    case .pages: tower.vision(for: .text).width
    case .tokens: tower.text?.encoder.width ?? tower.vision(for: .text).width
    }
  }

  /// All sequences of a view are of one kind. One that every pair lacks has rows of zeros, as wide as photos'.
  private static func kind(
    of places: [Int32], among kinds: [CachedForward.Chunk.Kind: (sequences: Range<Int>, width: Int)]
  ) -> CachedForward.Chunk.Kind {
    guard let place = places.first(where: { $0 >= 0 }) else { return .patches }
    return kinds.first { $0.value.sequences.contains(Int(place)) }?.key ?? .patches
  }

  /// Tokens that a tower puts before each sequence of a kind.
  private static func classTokens(of kind: CachedForward.Chunk.Kind, _ tower: any Tower) -> Int {
    switch kind {
    case .patches: tower.vision(for: .image).hasClassToken ? 1 : 0
    case .pages: tower.vision(for: .text).hasClassToken ? 1 : 0
    case .tokens: 0
    }
  }

  func empty(on backend: any Backend) throws -> PackedOutputs {
    let rows = known.upperBound + (blank == nil ? 0 : 1)
    let embeddings = hasEmbeddings ? try backend.empty([rows, embedding], .float32) : nil
    if let blank { try embeddings?.rows(blank..<blank + 1).clear() }
    let pooled = try pooledKinds.mapValues { sequences, width in
      // Behind them what a pair has that lacks a view.
      let rows = try backend.empty([sequences.count + (blank == nil ? 0 : 1), width], .float32)
      if blank != nil { try rows.rows(sequences.count..<sequences.count + 1).clear() }
      return rows
    }
    return PackedOutputs(
      embeddings: embeddings, pooled: pooled,
      states: hasStates ? try backend.empty([stateOffsets.last ?? 0, width], .float32) : nil)
  }

  /// Whether the pooled vectors of a kind are asked for.
  func pools(_ kind: CachedForward.Chunk.Kind) -> Bool { pooledKinds[kind] != nil }

  /// Of which kind some packed sequences are whose pooled vectors are asked for, and where those stand among the kind's.
  func pooled(of places: [Int32]) -> (kind: CachedForward.Chunk.Kind, rows: [Int32]) {
    let kind = Self.kind(of: places, among: pooledKinds)
    let sequences = pooledKinds[kind]?.sequences ?? 0..<0
    return (
      kind, places.map { $0 < 0 ? Int32(clamping: sequences.count) : $0 - Int32(clamping: sequences.lowerBound) }
    )
  }

  /// The states of a run of packed sequences.
  func states(of sequences: Range<Int>) -> Range<Int> {
    stateOffsets[sequences.lowerBound]..<stateOffsets[sequences.upperBound]
  }

  /// The rows of embeddings of some packed sequences or known images.
  func embeddings(of places: [Int32]) -> [Int32] {
    guard let blank else { return places }
    return places.map { $0 < 0 ? Int32(clamping: blank) : $0 }
  }

  /// The states of some packed sequences, one sequence after another, and where each begins.
  func rows(of sequences: [Int32]) -> (rows: [Int32], offsets: [Int32]) {
    var rows: [Int32] = []
    var offsets: [Int32] = [0]
    for sequence in sequences {
      // Who lacks a view has no states.
      if sequence >= 0 {
        rows += states(of: Int(sequence)..<Int(sequence) + 1).map { Int32($0) }
      }
      offsets.append(Int32(rows.count))
    }
    return (rows, offsets)
  }
}

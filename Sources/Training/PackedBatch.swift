import Autograd
import Corpora
import Models

/// What gradients need of a batch. Patches are packed in some sequences, pages that stand apart and tokens in others; see
/// `TrainingBatch`.
protocol PackedBatch {
  var pairs: Int { get }
  /// Packed sequences: patches first, behind them pages that stand apart, then tokens.
  var sequences: Int { get }
  /// How many images' embeddings are known; their places are behind those of packed sequences.
  var knownCount: Int { get }
  /// The images whose embeddings are known.
  var knownImages: [RecordFacts.Number] { get }
  /// Each pair's caption as a teacher's tokens.
  var teacherTexts: PackedTokens { get }
  /// Whether pages stand apart from photos, for a tower that reads the two by blocks of their own.
  var packsPagesApart: Bool { get }
  /// `[pairs]`; see `TrainingBatch.duplicateIds`.
  var duplicateIds: [Int32] { get }
  /// `[pairs]`.
  var facts: [RecordFacts] { get }

  /// Whether the batch shows a view.
  func shows(_ view: BatchView) -> Bool
  /// Whether a pair lacks one of the views.
  var hasGaps: Bool { get }
  /// `[pairs]`: the packed sequences that show a view; −1 for a pair that lacks it.
  func places(of view: BatchView) -> [Int32]
  /// Tokens of every packed sequence of a kind.
  func lengths(_ kind: CachedForward.Chunk.Kind) -> [Int]
  /// Packed sequences that are embedded together.
  func chunks(tokens: Int) -> [CachedForward.Chunk]
  /// Some packed sequences of patches, as a tower reads them.
  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput
  /// Some packed pages that stand apart, as their tower reads them.
  func pages(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput
  /// Some packed texts, as a tower reads them.
  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput
}

extension TrainingBatch: PackedBatch {
  var sequences: Int { patchSequences + pageSequences + texts.sequences }
  var packsPagesApart: Bool { pages != nil }

  func shows(_ view: BatchView) -> Bool { views[view] != nil }

  var knownCount: Int { knownImages.count }

  func places(of view: BatchView) -> [Int32] { views[view] ?? [] }

  var hasGaps: Bool { views.values.contains { $0.contains { $0 < 0 } } }

  func lengths(_ kind: CachedForward.Chunk.Kind) -> [Int] {
    switch kind {
    case .patches: patchLengths
    case .pages: pageLengths
    case .tokens: tokenLengths
    }
  }

  func chunks(tokens: Int) -> [CachedForward.Chunk] {
    [
      CachedForward.Chunk.all(.patches, offsets: offsets, tokens: tokens, behind: 0),
      CachedForward.Chunk.all(.pages, offsets: pages?.offsets ?? [0], tokens: tokens, behind: patchSequences),
      CachedForward.Chunk.all(
        .tokens, offsets: texts.offsets, tokens: tokens, behind: patchSequences + pageSequences),
    ].flatMap { $0 }
  }

  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try PatchInput(self, sequences: sequences, configuration: configuration, on: tape)
  }

  func pages(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try PatchInput(pages ?? PackedPatches(), sequences: sequences, configuration: configuration, on: tape)
  }

  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput {
    try TokenInput(texts, sequences: sequences, on: tape)
  }
}

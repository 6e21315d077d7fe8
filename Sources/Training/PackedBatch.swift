import Autograd
import Corpora
import Models

/// What gradients need of a batch. Patches are packed in some sequences and tokens in others; see `TrainingBatch`.
protocol PackedBatch {
  var pairs: Int { get }
  /// Packed sequences: patches first, tokens behind them.
  var sequences: Int { get }
  /// Images whose embeddings are known; their places are behind those of packed sequences.
  var knownImages: [RecordFacts.Number] { get }
  /// Each pair's caption as a teacher's tokens.
  var teacherTexts: PackedTokens { get }
  /// `[pairs]`; see `TrainingBatch.duplicateIds`.
  var duplicateIds: [Int32] { get }
  /// `[pairs]`.
  var facts: [RecordFacts] { get }

  /// Whether the batch shows a view.
  func shows(_ view: BatchView) -> Bool
  /// `[pairs]`: the packed sequences that show a view.
  func places(of view: BatchView) -> [Int32]
  /// Tokens of every packed sequence of a kind.
  func lengths(_ kind: CachedForward.Chunk.Kind) -> [Int]
  /// Packed sequences that are embedded together.
  func chunks(tokens: Int) -> [CachedForward.Chunk]
  /// Some packed sequences of patches, as a tower reads them.
  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput
  /// Some packed texts, as a tower reads them.
  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput
}

extension TrainingBatch: PackedBatch {
  var sequences: Int { patchSequences + texts.sequences }

  func shows(_ view: BatchView) -> Bool { views[view] != nil }

  func places(of view: BatchView) -> [Int32] { views[view] ?? [] }

  func lengths(_ kind: CachedForward.Chunk.Kind) -> [Int] {
    switch kind {
    case .patches: patchLengths
    case .tokens: tokenLengths
    }
  }

  func chunks(tokens: Int) -> [CachedForward.Chunk] {
    CachedForward.Chunk.all(
      patches: CachedForward.Chunk.ranges(offsets: offsets, tokens: tokens),
      tokens: CachedForward.Chunk.ranges(offsets: texts.offsets, tokens: tokens), behind: patchSequences)
  }

  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try PatchInput(self, sequences: sequences, configuration: configuration, on: tape)
  }

  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput {
    try TokenInput(texts, sequences: sequences, on: tape)
  }
}

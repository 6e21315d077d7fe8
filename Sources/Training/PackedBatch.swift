import Autograd
import Corpora
import Models

/// What gradients need of a batch. Patches are packed in some sequences and tokens in others; see `TrainingBatch`.
protocol PackedBatch {
  var pairs: Int { get }
  /// `[2 * pairs]`: the packed sequences that are first sides, then those that are second sides.
  var order: [Int32] { get }
  /// `[pairs]`; see `TrainingBatch.duplicateIds`.
  var duplicateIds: [Int32] { get }

  /// Packed sequences that are embedded together.
  func chunks(tokens: Int) -> [BatchGradients.Chunk]
  /// Some packed sequences of patches, as a tower reads them.
  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput
  /// Some packed texts, as a tower reads them.
  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput
}

extension TrainingBatch: PackedBatch {
  func chunks(tokens: Int) -> [BatchGradients.Chunk] {
    BatchGradients.Chunk.all(
      patches: BatchGradients.Chunk.ranges(offsets: offsets, tokens: tokens),
      tokens: BatchGradients.Chunk.ranges(offsets: texts.offsets, tokens: tokens), behind: patchSequences)
  }

  func patches(_ sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws -> PatchInput {
    try PatchInput(self, sequences: sequences, configuration: configuration, on: tape)
  }

  func texts(_ sequences: Range<Int>, on tape: Tape) throws -> TokenInput {
    try TokenInput(texts, sequences: sequences, on: tape)
  }
}

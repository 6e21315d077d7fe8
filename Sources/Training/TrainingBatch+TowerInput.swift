import Autograd
import Corpora
import Models

extension PatchInput {
  /// Some packed sequences of a batch's patches, as a tower reads them.
  public init(_ batch: TrainingBatch, sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws {
    let first = batch.offsets[sequences.lowerBound]
    let tokens = Int(first)..<Int(batch.offsets[sequences.upperBound])
    try self.init(
      pixels: batch.pixels[tokens.lowerBound * batch.patchWidth..<tokens.upperBound * batch.patchWidth],
      rows: batch.rows[tokens], columns: batch.columns[tokens],
      offsets: batch.offsets[sequences.lowerBound...sequences.upperBound].map { $0 - first },
      configuration: configuration, on: tape)
  }

  /// Some packed sequences, as a tower reads them.
  init(_ packed: PackedPatches, sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws {
    let first = packed.offsets[sequences.lowerBound]
    let tokens = Int(first)..<Int(packed.offsets[sequences.upperBound])
    try self.init(
      pixels: packed.pixels[tokens.lowerBound * packed.patchWidth..<tokens.upperBound * packed.patchWidth],
      rows: packed.rows[tokens], columns: packed.columns[tokens],
      offsets: packed.offsets[sequences.lowerBound...sequences.upperBound].map { $0 - first },
      configuration: configuration, on: tape)
  }
}

extension TokenInput {
  /// Some of a batch's texts, as a tower reads them.
  init(_ texts: PackedTokens, sequences: Range<Int>, on tape: Tape) throws {
    let first = texts.offsets[sequences.lowerBound]
    try self.init(
      tokens: texts.tokens[Int(first)..<Int(texts.offsets[sequences.upperBound])],
      offsets: texts.offsets[sequences.lowerBound...sequences.upperBound].map { $0 - first }, backend: tape.backend)
  }
}

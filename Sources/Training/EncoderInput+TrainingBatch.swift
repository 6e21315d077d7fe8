import Autograd
import Corpora
import Models

extension EncoderInput {
  /// Some sequences of a batch as the tower reads them; photos come first in a batch, pages second.
  public init(_ batch: TrainingBatch, sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws {
    let first = batch.offsets[sequences.lowerBound]
    let tokens = Int(first)..<Int(batch.offsets[sequences.upperBound])
    try self.init(
      pixels: batch.pixels[tokens.lowerBound * batch.patchWidth..<tokens.upperBound * batch.patchWidth],
      rows: batch.rows[tokens], columns: batch.columns[tokens],
      offsets: batch.offsets[sequences.lowerBound...sequences.upperBound].map { $0 - first },
      configuration: configuration, on: tape)
  }
}

import Autograd
import Corpora
import Models

extension EncoderInput {
  /// A batch as the tower reads it: photos first, pages second.
  public init(_ batch: TrainingBatch, configuration: TowerConfiguration, on tape: Tape) throws {
    try self.init(
      pixels: batch.pixels, rows: batch.rows, columns: batch.columns, offsets: batch.offsets,
      configuration: configuration, on: tape)
  }
}

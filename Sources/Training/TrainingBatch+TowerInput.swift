import Autograd
import Corpora
import Models

extension PatchInput {
  /// Some packed sequences of a batch's patches, as a tower reads them.
  public init(_ batch: TrainingBatch, sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws {
    try self.init(
      pixels: batch.pixels, rows: batch.rows, columns: batch.columns, offsets: batch.offsets, sequences: sequences,
      configuration: configuration, on: tape)
  }

  /// Some packed sequences, as a tower reads them.
  init(_ packed: PackedPatches, sequences: Range<Int>, configuration: TowerConfiguration, on tape: Tape) throws {
    try self.init(
      pixels: packed.pixels, rows: packed.rows, columns: packed.columns, offsets: packed.offsets,
      sequences: sequences, configuration: configuration, on: tape)
  }

  /// The part of everything packed that some sequences own.
  private init(
    pixels: [UInt8], rows: [UInt16], columns: [UInt16], offsets: [Int32], sequences: Range<Int>,
    configuration: TowerConfiguration, on tape: Tape
  ) throws {
    let own = offsets[sequences.lowerBound...sequences.upperBound]
    let first = offsets[sequences.lowerBound]
    let tokens = Int(first)..<Int(offsets[sequences.upperBound])
    let width = rows.isEmpty ? 0 : pixels.count / rows.count
    try self.init(
      pixels: pixels[tokens.lowerBound * width..<tokens.upperBound * width], rows: rows[tokens],
      columns: columns[tokens], offsets: own.map { $0 - first }, configuration: configuration, on: tape)
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

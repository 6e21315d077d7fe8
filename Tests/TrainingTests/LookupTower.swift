import Autograd
import Corpora
import Models
import Tensors
import TextRendering

/// A tower without layers: the state of a patch is a row of a table, named by the column in which the patch stands, brought to
/// unit length; the embedding of a sequence is the state of its first patch. So losses on closed-form embeddings go the whole way
/// that training goes.
struct LookupTower: Tower {
  let parameters: ParameterStore
  let table: Variable
  let logScale: Variable
  let logitBias: Variable?
  private let configuration: TowerConfiguration
  var sharesPatches: Bool { true }
  let text: TextConfiguration? = nil

  /// - Parameter rows: `[count, width]`.
  init(_ rows: [[Double]], logScale: Double, logitBias: Double? = nil, backend: any Backend) throws {
    let width = rows.first?.count ?? 1
    let parameters = ParameterStore(backend: backend, seed: 0)
    self.parameters = parameters
    table = try parameters.add("table", shape: [rows.count, width], .constant(0))
    try table.value.withFloats { _ = $0.update(fromContentsOf: rows.flatMap { $0 }.map { Float($0) }) }
    self.logScale = try parameters.add("logScale", number: Float(logScale))
    self.logitBias = try logitBias.map { try parameters.add("logitBias", number: Float($0)) }
    configuration = TowerConfiguration(
      width: width, depth: 1, heads: 1, patch: 1, pooling: .first, embedding: width, gridRows: 1,
      gridColumns: rows.count)
  }

  struct Output: EncodedSequences {
    let rows: Variable
    let offsets: Tensor

    func embedding(on tape: Tape) throws -> Variable {
      let first = try offsets.withIntegers { Array($0.dropLast()) }
      return try tape.pickRows(rows, rows: tape.backend.tensor(first, [first.count]))
    }

    func pooled(on tape: Tape) throws -> Variable { try embedding(on: tape) }

    func states(on tape: Tape) throws -> Variable { rows }
  }

  func vision(for modality: Modality) -> TowerConfiguration { configuration }

  func encode(_ patches: PatchInput, as modality: Modality, on tape: Tape) throws -> any EncodedSequences {
    Output(
      rows: try tape.l2Normalize(tape.pickRows(table, rows: patches.positionIds), epsilon: 0), offsets: patches.offsets)
  }

  func encode(_ tokens: TokenInput, on tape: Tape) throws -> any EncodedSequences {
    throw TensorError("a lookup tower reads no tokens")
  }

  /// A batch whose sequences are these numbers of rows of the table, one after another: images, then texts.
  static func batch(
    images: [Int], texts: [Int], labels: [UInt64?]? = nil, facts: [RecordFacts]? = nil
  ) -> TrainingBatch {
    let lengths = images + texts
    let count = lengths.reduce(0, +)
    return TrainingBatch(
      pixels: [UInt8](repeating: 0, count: 3 * count), rows: [UInt16](repeating: 0, count: count),
      columns: (0..<UInt16(count)).map { $0 },
      offsets: lengths.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1)) }, patchWidth: 3,
      facts: facts ?? images.indices.map { RecordFacts(label: labels?[$0]) },
      duplicateIds: images.indices.map { Int32($0) },
      truncation: TextTruncation())
  }
}

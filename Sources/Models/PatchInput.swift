import Autograd
import Tensors

/// Photos and pages as the encoder reads them: one matrix of patches, the place of each, and where sequences start.
public struct PatchInput {
  /// `[tokens, patchWidth]`, values in -1…1.
  public let patches: Variable
  /// Position ids, int32 `[tokens]`: row * gridColumns + column.
  public let positionIds: Tensor
  /// int32 `[sequences + 1]`.
  public let offsets: Tensor

  public var tokens: Int { positionIds.count }
  public var sequences: Int { offsets.count - 1 }

  /// Values that are already in -1…1.
  public init(patches: Variable, positionIds: Tensor, offsets: Tensor) {
    self.patches = patches
    self.positionIds = positionIds
    self.offsets = offsets
  }

  /// Sequences of which only the lengths are known, for a device that only counts.
  public init(offsets: [Int32], configuration: TowerConfiguration, on tape: Tape) throws {
    let tokens = Int(offsets.last ?? 0)
    self.init(
      patches: try tape.unitRange(tape.backend.empty([tokens, configuration.patchWidth], .uint8)),
      positionIds: try tape.backend.empty([tokens], .int32), offsets: try tape.backend.tensor(offsets, [offsets.count]))
  }

  /// Pixels as bytes, with grid rows and columns.
  ///
  /// - Parameters:
  ///   - pixels: `[tokens * patchWidth]`, 0…255.
  ///   - rows: grid row of each token, below the configuration's `gridRows`.
  ///   - columns: grid column of each token, below `gridColumns`.
  ///   - offsets: `[sequences + 1]`.
  public init(
    pixels: some RandomAccessCollection<UInt8>, rows: some RandomAccessCollection<UInt16>,
    columns: some RandomAccessCollection<UInt16>, offsets: [Int32], configuration: TowerConfiguration, on tape: Tape
  ) throws {
    guard pixels.count == rows.count * configuration.patchWidth, columns.count == rows.count else {
      throw TensorError(
        "\(pixels.count) pixel values are not \(rows.count) patches of \(configuration.patchWidth)")
    }
    guard rows.allSatisfy({ $0 < configuration.gridRows }), columns.allSatisfy({ $0 < configuration.gridColumns })
    else {
      throw TensorError(
        "a patch stands outside the \(configuration.gridRows) x \(configuration.gridColumns) grid of the position "
          + "table; raise gridRows or gridColumns of the tower, or make photos and pages smaller")
    }
    let bytes = try tape.backend.empty([rows.count, configuration.patchWidth], .uint8)
    try bytes.writeBytes { $0.copyBytes(from: pixels) }
    let positionIds = zip(rows, columns).map { Int32($0) * Int32(configuration.gridColumns) + Int32($1) }
    self.init(
      patches: try tape.unitRange(bytes), positionIds: try tape.backend.tensor(positionIds, [rows.count]),
      offsets: try tape.backend.tensor(offsets, [offsets.count]))
  }
}

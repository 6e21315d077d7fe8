import CKernels

/// Products in AMX's tile registers (clippo_tiles.h): the processor's own, or another implementation of the same functions.
struct TileKernels: Sendable {
  /// Turns at most a panel of rows.
  let turnPanel: @convention(c) @Sendable (UnsafeMutablePointer<UInt32>?, UnsafePointer<UInt16>?, Int, Int) -> Void
  /// Adds the gradient of a part of a weight.
  let weightGradient:
    @convention(c) @Sendable (
      _ dweight: UnsafeMutablePointer<Float>?, _ dbias: UnsafeMutablePointer<Float>?,
      _ turned: UnsafePointer<UInt32>?, _ width: Int, _ firstInput: Int, _ inputs: Int,
      _ dy: UnsafePointer<UInt16>?, _ rows: Int, _ outputs: Int, _ columns: Int,
      _ scratch: UnsafeMutablePointer<UInt32>?
    ) -> Void

  /// Those of this processor; nil where it has no tiles.
  static let native =
    clippo_has_tiles() != 0
    ? TileKernels(turnPanel: clippo_tiles_turn_panel, weightGradient: clippo_tiles_weight_gradient) : nil
}

import Tensors

/// A kernel of a tower's block, which is what Muon updates: one matrix, or several side by side.
///
/// This is where it is decided, by name and shape, which parameters those are. What has another number of axes than two, or stands in no
/// block, is left to AdamW: embeddings of patches and tokens, positions, norms, biases, the numbers between similarities and logits, the
/// last layer, and the heads of objectives. So is the pooling head of `map`, whose query sees a single row, the probe: of a gradient
/// of rank one little but rounding would be made orthogonal.
struct HiddenKernel: Hashable {
  /// Inputs of the layer.
  let rows: Int
  /// Outputs of the layer, of each matrix.
  let columns: Int
  /// Matrices side by side. Queries, keys and values share a kernel so that they are one product, but are three maps, each of which is
  /// made orthogonal by itself: together the largest would set the scale of all (Jordan et al. 2024 advise the same).
  let parts: Int

  /// nil for a parameter that is none.
  init?(name: String, shape: Shape) {
    let names = name.split(separator: "/")
    let axes = shape.axes
    guard names.last == "kernel", names.dropLast().contains(where: Self.isBlock), axes.count == 2,
      axes.allSatisfy({ $0 > 1 })
    else { return nil }
    parts = names.dropLast().last == "qkv" && axes[1].isMultiple(of: 3) ? 3 : 1
    rows = axes[0]
    columns = axes[1] / parts
  }

  /// "block" and a number.
  private static func isBlock(_ name: Substring) -> Bool {
    name.hasPrefix("block") && Int(name.dropFirst(5)) != nil
  }
}

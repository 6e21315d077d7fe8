import Console
import Evaluation
import Models
import Pretrained
import Tensors

/// Runs the model on arrays that another implementation recorded and says how far apart the two are: `clippo-eval --golden`.
public struct GoldenCheck {
  private let comparison: GoldenComparison

  /// - Parameters:
  ///   - file: an `.npz` with big_vision's names: `params/…`, `grads/…`, `image`, `text`, `zimg`, `ztxt`, `loss`.
  ///   - threads: workers; 0 takes every core.
  ///
  /// Throws a sentence when the file is damaged or an array is missing or of a wrong shape.
  public init(file: String, threads: Int) throws {
    let arrays = try WeightArray.byName(NumpyArchive(path: file).arrays())
    do {
      comparison = try GoldenComparison(arrays, backend: ComputeContext(threads: threads).backend)
    } catch let error as ModelError {
      throw CommandError("\(file): \(error.description)")
    }
  }

  /// The largest relative error of all arrays.
  public var worst: Double { comparison.worst?.relativeError ?? 0 }

  /// Every array with its largest relative error.
  public func text() -> String {
    var table = TextTable([.left("array"), .right("largest relative error")])
    for row in comparison.rows { table.add([row.name, NumberText.short(row.relativeError)]) }
    return table.text()
  }

  /// Throws a sentence with the worst array when it is beyond the tolerance.
  public func check(tolerance: Double) throws {
    guard let worst = comparison.worst, !(worst.relativeError <= tolerance) else { return }
    throw CommandError(
      "the \(worst.name) differs by \(NumberText.short(worst.relativeError)), more than the tolerance "
        + "\(NumberText.short(tolerance))")
  }
}

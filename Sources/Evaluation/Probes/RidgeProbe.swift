import CLAPACK

/// Least squares with a penalty, solved in closed form: big_vision's few-shot probe.
///
/// Features are whitened by the shots' mean and deviation, a constant of 100 is added so that the bias is hardly penalized, and
/// targets are +1 for the class and -1 for all others.
public struct RidgeProbe: Probe {
  /// The penalty that big_vision chose for its models.
  public static let usualPenalty = 1024.0

  private static let bias = 100.0

  private let whitening: Whitening
  /// `[width + 1, classes]`.
  private let weights: [Double]
  private let classes: Int

  /// - Parameter penalty: of the weights' squares; above 0.
  /// - Throws: `EvaluationError` when the penalty is not above 0 or the system cannot be solved.
  public init(fitting features: LabeledFeatures, penalty: Double = Self.usualPenalty) throws {
    guard penalty > 0, penalty.isFinite else {
      throw EvaluationError("The ridge's penalty should be a number above 0, not \(penalty).")
    }
    whitening = Whitening(of: features)
    classes = features.classes
    let rows = whitening.apply(to: features, bias: Self.bias)
    let targets = features.labels.flatMap { label in (0..<features.classes).map { $0 == label ? 1.0 : -1.0 } }
    let (count, width) = (features.count, features.width + 1)
    // The smaller of the two equal systems: by columns, or by rows where there are fewer of those.
    weights =
      count >= width
      ? try Self.solve(
        DenseProducts.squares(rows, count: count, width: width, byColumns: true), size: width, penalty: penalty,
        for: DenseProducts.turnedProduct(rows, count, width, targets, features.classes), columns: features.classes)
      : DenseProducts.turnedProduct(
        rows, count, width,
        try Self.solve(
          DenseProducts.squares(rows, count: count, width: width, byColumns: false), size: count, penalty: penalty,
          for: targets, columns: features.classes), features.classes)
  }

  public func scores(_ features: LabeledFeatures) throws -> ClassScores {
    let rows = whitening.apply(to: features, bias: Self.bias)
    let values = DenseProducts.product(rows, features.count, features.width + 1, weights, classes)
    return try ClassScores(count: features.count, classes: classes, values: values.map(Float.init))
  }

  /// Solves `(matrix + penalty) · x = right`; `matrix` is `[size, size]`, one triangle, and `right` `[size, columns]`.
  private static func solve(
    _ matrix: [Double], size: Int, penalty: Double, for right: [Double], columns: Int
  ) throws -> [Double] {
    var matrix = matrix
    for place in 0..<size { matrix[place * size + place] += penalty }
    var turned = transposed(right, rows: size, columns: columns)
    var (n, sides, info) = (Int32(size), Int32(columns), Int32(0))
    dposv_("U", &n, &sides, &matrix, &n, &turned, &n, &info)
    guard info == 0 else {
      throw EvaluationError("The ridge's equations cannot be solved (\(info)); choose a larger penalty.")
    }
    return transposed(turned, rows: columns, columns: size)
  }

  private static func transposed(_ values: [Double], rows: Int, columns: Int) -> [Double] {
    var turned = [Double](repeating: 0, count: values.count)
    for row in 0..<rows { for column in 0..<columns { turned[column * rows + row] = values[row * columns + column] } }
    return turned
  }
}

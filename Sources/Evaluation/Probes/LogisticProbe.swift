import CLBFGS

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Multinomial logistic regression on whitened features, fitted by L-BFGS: the linear probe of CLIP's paper.
///
/// The loss is the mean cross entropy plus half the penalty times the squares of the weights; biases are not penalized.
public struct LogisticProbe: Probe {
  /// Penalties that are tried where a part of the training is held out to choose by.
  public static let usualPenalties = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]

  private let whitening: Whitening
  /// `[width + 1, classes]`; the last row is the bias.
  let weights: [Double]
  private let classes: Int
  /// Steps that were taken.
  public let iterations: Int

  /// - Parameters:
  ///   - penalty: of the weights' squares, 0 or more.
  ///   - iterations: steps at most, at least 1.
  /// - Throws: `EvaluationError` when the penalty is below 0 or the fit diverges.
  public init(fitting features: LabeledFeatures, penalty: Double, iterations: Int = 300) throws {
    guard penalty >= 0, penalty.isFinite, iterations > 0 else {
      throw EvaluationError("The probe's penalty should be 0 or more and its steps at least 1.")
    }
    whitening = Whitening(of: features)
    classes = features.classes
    let problem = LogisticLoss(
      rows: whitening.apply(to: features, bias: 1), labels: features.labels, width: features.width + 1,
      classes: features.classes, penalty: penalty)
    (weights, self.iterations) = try problem.minimum(iterations: iterations)
  }

  public func scores(_ features: LabeledFeatures) throws -> ClassScores {
    let rows = whitening.apply(to: features, bias: 1)
    let values = DenseProducts.product(rows, features.count, features.width + 1, weights, classes)
    return try ClassScores(count: features.count, classes: classes, values: values.map(Float.init))
  }
}

/// The loss of a logistic probe and its derivative by the weights.
final class LogisticLoss {
  private let rows: [Double]
  private let labels: [Int]
  private let width: Int
  private let classes: Int
  private let penalty: Double
  private var steps = 0

  /// - Parameters:
  ///   - rows: `[labels.count, width]`, the last column constant.
  ///   - penalty: of half the squares of all weights but those of the last column.
  init(rows: [Double], labels: [Int], width: Int, classes: Int, penalty: Double) {
    self.rows = rows
    self.labels = labels
    self.width = width
    self.classes = classes
    self.penalty = penalty
  }

  /// The loss at `weights` `[width, classes]`, and its derivative.
  func evaluate(_ weights: [Double]) -> (loss: Double, gradient: [Double]) {
    let count = labels.count
    var scores = DenseProducts.product(rows, count, width, weights, classes)
    var loss = 0.0
    for row in 0..<count { loss += Self.softmax(&scores, row * classes..<(row + 1) * classes, label: labels[row]) }
    var gradient = DenseProducts.turnedProduct(rows, count, width, scores, classes)
    for place in gradient.indices { gradient[place] /= Double(count) }
    loss /= Double(count)
    for place in 0..<(width - 1) * classes {
      gradient[place] += penalty * weights[place]
      loss += penalty / 2 * weights[place] * weights[place]
    }
    return (loss, gradient)
  }

  /// Turns a row of scores into probabilities less 1 at the label; returns the cross entropy.
  private static func softmax(_ scores: inout [Double], _ row: Range<Int>, label: Int) -> Double {
    let top = scores[row].max() ?? 0
    let right = scores[row.lowerBound + label]
    var sum = 0.0
    for place in row {
      scores[place] = exp(scores[place] - top)
      sum += scores[place]
    }
    for place in row { scores[place] /= sum }
    scores[row.lowerBound + label] -= 1
    return log(sum) + top - right
  }

  /// The weights where the loss is least, from zeros.
  func minimum(iterations: Int) throws -> (weights: [Double], iterations: Int) {
    let size = width * classes
    guard let variables = lbfgs_malloc(Int32(size)) else {
      throw EvaluationError("There is no memory for a probe of \(size) weights.")
    }
    defer { lbfgs_free(variables) }
    variables.update(repeating: 0, count: size)
    var parameters = lbfgs_parameter_t()
    lbfgs_parameter_init(&parameters)
    parameters.max_iterations = Int32(clamping: iterations)
    parameters.epsilon = 1e-6
    let status = withExtendedLifetime(self) {
      lbfgs(
        Int32(size), variables, nil,
        { context, weights, gradient, count, _ in
          guard let context, let weights, let gradient else { return 0 }
          let loss = Unmanaged<LogisticLoss>.fromOpaque(context).takeUnretainedValue()
          let found = loss.evaluate(Array(UnsafeBufferPointer(start: weights, count: Int(count))))
          gradient.update(from: found.gradient, count: Int(count))
          return found.loss
        },
        { context, _, _, _, _, _, _, step, _, _ in
          if let context { Unmanaged<LogisticLoss>.fromOpaque(context).takeUnretainedValue().steps = Int(step) }
          return 0
        }, Unmanaged.passUnretained(self).toOpaque(), &parameters)
    }
    // Rounding ends the line search near the minimum, and many steps are no error either.
    let fine = [LBFGS_SUCCESS, LBFGS_STOP, LBFGS_ALREADY_MINIMIZED, LBFGSERR_MAXIMUMITERATION, LBFGSERR_ROUNDING_ERROR]
      .map { Int32(truncatingIfNeeded: $0) }
    let weights = Array(UnsafeBufferPointer(start: variables, count: size))
    guard fine.contains(status) || (status < 0 && steps > 0), weights.allSatisfy(\.isFinite) else {
      throw EvaluationError("The linear probe could not be fitted (L-BFGS says \(status)); choose a larger penalty.")
    }
    return (weights, steps)
  }
}

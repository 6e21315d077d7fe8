import Autograd
import Tensors

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// The same loss of similarities that are there as whole squares: those of tokens, which differ in the two directions.
extension SoftmaxLoss {
  /// Lower than any logit, and still a number.
  private static let noLogit: Float = -1e30

  /// - Parameters:
  ///   - images: float32 `[pairs, pairs]`, what every image finds in every text; the logit scale is still to come.
  ///   - texts: the same of texts in images.
  ///   - isScaled: false takes the similarities as logits, without a temperature.
  func evaluate(
    images: Variable, texts: Variable, _ input: ObjectiveInput, isScaled: Bool = true, on tape: Tape
  ) throws -> ObjectiveResult {
    let count = input.pairs
    let factor = isScaled ? try tape.exponential(input.logScale) : nil
    let own = try tape.backend.integers(count) { (0..<Int32(count)).map { $0 }[...] }
    let groups = try groups(input, on: tape)
    func direction(_ similarities: Variable) throws -> (loss: Variable, accuracy: Double?) {
      var logits = try factor.map { try tape.scale(similarities, by: $0) } ?? similarities
      if let mask = groups.mask { logits = try tape.add(logits, mask) }
      let loss =
        try groups.targets.map { try tape.softmaxCrossEntropy(logits, distributions: $0) }
        ?? tape.softmaxCrossEntropy(logits, targets: own)
      guard logits.value.hasValues else { return (loss, nil) }
      return (loss, try logits.value.ownColumnAccuracy())
    }
    let (toTexts, toImages) = (try direction(images), try direction(texts))
    let sum = try tape.add(toTexts.loss, toImages.loss)
    var metrics: [(name: String, value: Double)] = []
    if let imageAccuracy = toTexts.accuracy, let textAccuracy = toImages.accuracy {
      metrics = [("i2t_accuracy", imageAccuracy), ("t2i_accuracy", textAccuracy)]
      if isScaled { metrics.append(("logit_scale", try input.logScale.value.withFloats { Double(exp($0[0])) })) }
    }
    return ObjectiveResult(loss: try tape.scale(sum, by: directions.factor / 2), metrics: metrics)
  }

  /// What duplicates and smoothing make of a square: what is added to logits, and what they aim at where that is not the diagonal.
  private func groups(_ input: ObjectiveInput, on tape: Tape) throws -> (mask: Variable?, targets: Tensor?) {
    let count = input.pairs
    let shape = Shape([count, count])
    let needsTargets = labelSmoothing > 0 || duplicates == .positive
    let mask = duplicates == .masked ? try tape.backend.empty(shape, .float32) : nil
    let targets = needsTargets ? try tape.backend.empty(shape, .float32) : nil
    let ids = (mask ?? targets)?.hasValues == true ? input.duplicateIds : []
    func isOther(_ row: Int, _ column: Int) -> Bool { row != column && ids[row] == ids[column] }
    try mask?.writeFloats { values in
      for row in 0..<count {
        for column in 0..<count { values[row * count + column] = isOther(row, column) ? Self.noLogit : 0 }
      }
    }
    try targets?.writeFloats { values in
      for row in 0..<count {
        let group = (0..<count).count { isOther(row, $0) }
        let present = duplicates == .masked ? count - group : count
        let right = duplicates == .positive ? group + 1 : 1
        for column in 0..<count {
          let isOther = isOther(row, column)
          let isRight = column == row || (isOther && duplicates == .positive)
          let takesPart = !(isOther && duplicates == .masked)
          values[row * count + column] = Float(
            (isRight ? (1 - labelSmoothing) / Double(right) : 0) + (takesPart ? labelSmoothing / Double(present) : 0))
        }
      }
    }
    return (mask.map { Variable($0) }, targets)
  }
}

/// Pairs beside the diagonal that are positives too, as corrections to a loss that took them for negatives.
///
/// Either loss is linear in the logits of its positives, so making a negative a positive changes it by a factor times that
/// logit: the few pairs concerned are put right after the block's derivatives are made.
struct ExtraPositives {
  /// For each pair of a group of several, all pairs of the group, itself included.
  private let members: [Int: [Int]]
  private let count: Int

  /// Nil where every group has one pair.
  init?(_ duplicateIds: Tensor) {
    count = duplicateIds.count
    let numbers = UnsafeBufferPointer(start: duplicateIds.integers, count: count)
    var pairs: [Int32: [Int]] = [:]
    for (pair, group) in numbers.enumerated() { pairs[group, default: []].append(pair) }
    var members: [Int: [Int]] = [:]
    for group in pairs.values where group.count > 1 { for pair in group { members[pair] = group } }
    guard !members.isEmpty else { return nil }
    self.members = members
  }

  /// What corrections add to the loss and to its derivatives by the logarithm of the scale and by the bias.
  struct Sums {
    var loss = 0.0
    var logitScaleGradient = 0.0
    var biasGradient = 0.0
  }

  /// One entry of the square: its place in a block, and the derivative of the loss by its logit.
  typealias Correction = (place: Int, gradient: Float)

  /// The corrections of a block of rows, and what they add.
  ///
  /// - Parameters:
  ///   - similarities: `[block, count]`, before the derivatives take their place.
  ///   - weight: the derivative of the loss by the logit of entry (row, column) of a group, beyond what it was as a negative.
  func corrections(
    _ similarities: UnsafeMutablePointer<Float>, _ block: Range<Int>, scale: Float, bias: Float,
    weight: (_ isDiagonal: Bool, _ groupSize: Int) -> Float
  ) -> (list: [Correction], sums: Sums) {
    var list: [Correction] = []
    var sums = Sums()
    for row in block {
      guard let group = members[row] else { continue }
      for column in group {
        let gradient = weight(row == column, group.count)
        guard gradient != 0 else { continue }
        let place = (row - block.lowerBound) * count + column
        let logit = Double(similarities[place] * scale)
        sums.loss += Double(gradient) * (logit + Double(bias))
        sums.logitScaleGradient += Double(gradient) * logit
        sums.biasGradient += Double(gradient)
        list.append((place, gradient))
      }
    }
    return (list, sums)
  }
}

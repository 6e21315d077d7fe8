import Autograd
import Tensors

/// How the losses of the two directions, image to text and text to image, become one.
public enum DirectionReduction: String, Sendable, Hashable, CaseIterable {
  /// Their mean (CLIP, UniCL).
  case mean
  /// Their sum, twice as much (ALIGN, OTTER).
  case sum

  var factor: Float { self == .mean ? 1 : 2 }
}

/// Label smoothing (Szegedy et al. 2016) of a contrastive softmax loss, added to the loss that was made without it.
///
/// The right texts of an image keep `1 - smoothing` of what they had, and all texts that take part share the rest; images of a
/// text likewise. Cross-entropy is linear in the logits of its targets, so what smoothing adds is a weighted sum of all
/// similarities, of which sums of rows are enough: the square of similarities is not needed.
struct LabelSmoothing {
  private let smoothing: Double
  private let duplicates: DuplicateRule
  private let pairs: Int
  /// Where each pair's group stands among the groups, int32 `[pairs]`.
  private let groups: Tensor
  private let groupCount: Int
  /// How many pairs each pair's group has, `[pairs]`; 1 where that is not known.
  private let sizes: [Float]

  /// - Parameters:
  ///   - smoothing: share of the targets that is spread, 0…1.
  ///   - duplicateIds: int32 `[pairs]`, equal for the pairs of a group.
  init(_ smoothing: Double, duplicates: DuplicateRule, duplicateIds: Tensor, backend: any Backend) throws {
    self.smoothing = smoothing
    self.duplicates = duplicates
    pairs = duplicateIds.count
    guard duplicateIds.hasValues else {
      (groups, groupCount, sizes) = (duplicateIds, pairs, [])
      return
    }
    let ids = try duplicateIds.withIntegers { Array($0) }
    var places: [Int32: Int32] = [:]
    for id in ids where places[id] == nil { places[id] = Int32(places.count) }
    let groupOf = ids.map { places[$0] ?? 0 }
    var counts = [Float](repeating: 0, count: places.count)
    for group in groupOf { counts[Int(group)] += 1 }
    groups = try backend.tensor(groupOf, [pairs])
    groupCount = places.count
    sizes = groupOf.map { counts[Int($0)] }
  }

  /// What smoothing adds to the mean of both directions, float32 `[1]`.
  ///
  /// With weights q of the targets and u of the texts that take part, it is smoothing · Σ (q - u) · logit / pairs, where u is the mean
  /// of both directions.
  ///
  /// - Parameters:
  ///   - images: unit rows, float32 `[pairs, width]`.
  ///   - texts: the same of texts.
  ///   - logScale: logarithm of the logit scale, `[1]`.
  func addition(images: Variable, texts: Variable, logScale: Variable, on tape: Tape) throws -> Variable {
    /// Sums of rows over each pair's group, at each pair.
    func ofGroup(_ rows: Variable) throws -> Variable {
      try tape.pickRows(tape.scatterRows(rows, into: groupCount, at: groups), rows: groups)
    }
    /// The sum of all rows, at each pair.
    let first = try tape.backend.zeros([pairs], .int32)
    func ofAll(_ rows: Variable) throws -> Variable {
      try tape.pickRows(tape.scatterRows(rows, into: 1, at: first), rows: first)
    }
    func weighted(_ rows: Variable, _ weight: (_ size: Float) -> Float) throws -> Variable {
      let weights = try tape.backend.empty([pairs], .float32)
      try weights.writeFloats { _ = $0.update(fromContentsOf: sizes.map(weight)) }
      return try tape.multiply(rows, by: Variable(weights), per: .row)
    }
    var targets = texts
    let spread: Variable
    switch duplicates {
    case .negative, .positive:
      if duplicates == .positive { targets = try weighted(ofGroup(texts)) { 1 / $0 } }
      spread = try tape.scale(ofAll(texts), by: 1 / Float(pairs))
    case .masked:
      // Of a group only the pair itself takes part.
      func half(_ size: Float) -> Float { 0.5 / (Float(pairs) - size + 1) }
      func present(_ rows: Variable) throws -> Variable {
        try tape.add(tape.add(ofAll(rows), tape.scale(ofGroup(rows), by: -1)), rows)
      }
      spread = try tape.add(weighted(present(texts), half), present(weighted(texts, half)))
    }
    let difference = try tape.add(targets, tape.scale(spread, by: -1))
    let total = try tape.sum(tape.multiply(images, by: difference))
    return try tape.scale(
      tape.scale(total, by: tape.exponential(logScale)), by: Float(smoothing) / Float(pairs))
  }
}

import Autograd
import Corpora
import Tensors

/// Contrast of a batch with a teacher's keys: those of the batch itself, and behind them those of a queue. What ALBEF and UniVLC have
/// in common; they differ in the targets.
final class QueuedContrast: Objective {
  enum Targets: Hashable {
    /// The pair itself, and a share α of what the teacher says (momentum distillation, Li et al. 2021), which rises from 0 over the
    /// first steps.
    case distilled(share: Double, rampSteps: Int)
    /// All pairs with the same label, whose sum is 1 or which count 1 each.
    case labels(LabelReduction)
  }

  private let targets: Targets
  private let queue: MomentumQueue
  /// Updates that were made.
  private var steps = 0
  /// The keys of the latest batch, which the queue takes when the step is made.
  private var latest: (images: Tensor, texts: Tensor, labels: [UInt64?])?

  init(_ targets: Targets, queue: MomentumQueue) {
    self.targets = targets
    self.queue = queue
  }

  static let requests: [ViewRequest] =
    .pairs + [ViewRequest(.image, by: .teacher), ViewRequest(.text, by: .teacher)]

  var requests: [ViewRequest] { Self.requests }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    let student = (image: try input.embedding(.image), text: try input.embedding(.text))
    let teacher = (
      image: try input.embedding(.image, by: .teacher), text: try input.embedding(.text, by: .teacher)
    )
    let keys = (
      image: try queue.keys(behind: teacher.image, .image, on: tape),
      text: try queue.keys(behind: teacher.text, .text, on: tape)
    )
    let labels = teacher.image.value.hasValues ? input.facts.map(\.label) : []
    latest = (teacher.image.value, teacher.text.value, labels)
    let scale = try tape.exponential(input.logScale)
    let sides = try [(student.image, teacher.image, keys.text), (student.text, teacher.text, keys.image)].map {
      query, taught, keys in
      let logits = try tape.scale(tape.matrixProduct(query, transposed: keys), by: scale)
      let target = try distributions(taught, keys, input, labels, on: tape)
      return (loss: try tape.softmaxCrossEntropy(logits, distributions: target), logits: logits)
    }
    var metrics: [(name: String, value: Double)] = []
    if scale.value.hasValues {
      for (name, side) in zip(["i2t", "t2i"], sides) {
        metrics.append(("\(name)_accuracy", try side.logits.value.ownColumnAccuracy()))
      }
      metrics.append(("logit_scale", Double(try scale.value.floatArray()[0])))
    }
    return ObjectiveResult(
      loss: try tape.scale(tape.add(sides[0].loss, sides[1].loss), by: 0.5), metrics: metrics)
  }

  /// The targets of one direction, float32 `[pairs, keys]`, constant.
  private func distributions(
    _ taught: Variable, _ keys: Variable, _ input: ObjectiveInput, _ labels: [UInt64?], on tape: Tape
  ) throws -> Tensor {
    let (pairs, count) = (input.pairs, keys.value.shape.rows)
    switch targets {
    case .labels(let reduction):
      let out = try tape.backend.zeros([pairs, count], .float32)
      let all = labels + queue.heldLabels
      try out.writeFloats { values in
        for pair in 0..<pairs {
          let positives = (0..<count).filter { key in
            key == pair || labels[pair] != nil && all[key] == labels[pair]
          }
          let weight = reduction == .mean ? 1 / Float(positives.count) : 1
          for key in positives { values[pair * count + key] = weight }
        }
      }
      return out
    case .distilled(let share, let rampSteps):
      let share = rampSteps > 0 ? share * min(1, Double(steps) / Double(rampSteps)) : share
      // Constants alone: nothing is recorded.
      let scale = try tape.exponential(Variable(input.logScale.value))
      let soft = try tape.exponential(
        tape.logSoftmax(tape.scale(tape.matrixProduct(taught, transposed: keys), by: scale)))
      let out = try tape.scale(soft, by: Float(share)).value
      try out.writeFloats { values in
        for pair in 0..<pairs { values[pair * count + pair] += Float(1 - share) }
      }
      return out
    }
  }

  func stepped() throws {
    steps += 1
    if let latest { try queue.push(latest.images, latest.texts, labels: latest.labels) }
    latest = nil
  }

  private static let stepsName = "steps"

  var state: [ArrayEntry] {
    // The shapes of what the queue writes are its own.
    ((try? queue.state) ?? []) + [ArrayEntry(name: Self.stepsName, wholeNumber: steps)]
  }

  func restore(_ state: [ArrayEntry]) throws {
    guard let saved = try state.named(Self.stepsName).integers().first else {
      throw ObjectiveError("the saved objective's '\(Self.stepsName)' is no number; it is damaged")
    }
    try queue.restore(state)
    steps = saved
    latest = nil
  }
}

/// How the several positives of a pair count.
public enum LabelReduction: String, Sendable, Hashable, CaseIterable {
  /// Their mean, so that each pair counts alike.
  case mean
  /// Their sum, so that pairs of frequent labels count more.
  case sum
}

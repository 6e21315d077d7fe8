import JSON

@testable import Files
@testable import Runtime
@testable import Tensors
@testable import Training

struct PowerCut: Error {}

/// A disk that stops working before one of its steps, and stays so.
final class FailingDisk: @unchecked Sendable {
  private var left: Int

  init(stepsBefore: Int) { left = stepsBefore }

  var hasFailed: Bool { left < 0 }

  var disk: Disk {
    Disk { _, _ in
      self.left -= 1
      if self.left < 0 { throw PowerCut() }
    }
  }
}

/// A checkpoint whose every value depends on the step.
func sampleContent(step: Int) throws -> CheckpointContent {
  var generator = SeededGenerator(seed: UInt64(step))
  let weights = (0..<12).map { _ in generator.uniform() }
  let bits = (0..<40).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  let next = Int(truncatingIfNeeded: generator.next() >> 1)
  return CheckpointContent(
    step: step, elapsedSeconds: Double(step) * 0.1 + 1.0 / 3,
    parameters: [
      try ArrayEntry(name: "encoder/kernel", shape: [3, 4], floats: weights),
      try ArrayEntry(name: "t", shape: [], floats: [-0.0]),
      try ArrayEntry(name: "nan", shape: [2], floats: [.nan, .infinity]),
    ],
    optimizer: [
      ArrayEntry(name: "adamw/updates", wholeNumber: step),
      try ArrayEntry(name: "adamw/first/encoder/kernel", shape: [4, 5], element: .bfloat16, bytes: bits),
    ],
    generators: ["corpus": generator, "photos": SeededGenerator(state: .max), "zero": SeededGenerator(state: 0)],
    loader: ["epoch": .integer(step), "order": [3, 1, 2], "language": "zh\n\"中文\""],
    counts: ["pairs": .integer(64 * step)],
    recipe: ["model": ["width": 192], "rate": .number(1e-3)],
    rendererContract: ["version": 1, "fonts": [["file": "a.ttf", "hash": "0123"]], "next": .integer(next)],
    corpus: ["kind": "pairs", "parts": [["records": .integer(step)]]],
    teacher: ["run": "runs/teacher"], entities: ["objective": .string(String(step, radix: 16))],
    metrics: ["recall": ["composition": 61.5]])
}

/// Whether two checkpoints are the same to the bit.
func same(_ one: CheckpointContent, _ other: CheckpointContent) throws -> Bool {
  func bytes(_ arrays: [ArrayEntry]) throws -> [String: [UInt8]] {
    try Dictionary(
      uniqueKeysWithValues: arrays.map { ("\($0.name) \($0.shape) \($0.element)", try $0.withBytes { Array($0) }) })
  }
  return try one.step == other.step && one.elapsedSeconds.bitPattern == other.elapsedSeconds.bitPattern
    && bytes(one.parameters) == bytes(other.parameters) && bytes(one.optimizer) == bytes(other.optimizer)
    && one.generators == other.generators && one.loader == other.loader && one.counts == other.counts
    && one.recipe == other.recipe
    && one.rendererContract == other.rendererContract && one.corpus == other.corpus && one.teacher == other.teacher
    && one.entities == other.entities && one.metrics == other.metrics
}

import Foundation
import TestSupport
import Testing

/// One variable makes this machine stand for a lesser one, whole: our loops and oneDNN.
@Suite("On every processor")
struct ProcessorTests {
  let world: SmallWorld

  init() throws { world = try SmallWorld() }

  static let precisions = [
    ("bfloat16", "bfloat16 (widened to float32 in blocks: this processor has no bfloat16 product)"),
    ("float32", "float32"), ("bfloat16x3", "float32 (bfloat16x3 multiplies exactly here: this processor has no AMX)"),
    ("automatic", "float32 (automatic: the fastest on this processor)"),
  ]

  @Test("every precision trains without bfloat16, and the plan says how it is multiplied", arguments: precisions)
  func precision(word: String, explained: String) throws {
    for level in ["0", "1", "2"] {
      let words = world.training("run-\(word)-\(level)", ["--set", "training.precision=\(word)"])
      let lesser = ["CLIPPO_CPU_LEVEL": level]
      let plan = try BuiltCommand.train.run(words + ["--dry-run"], home: world.home, environment: lesser)
      #expect(plan.code == 0, "\(plan.errors)")
      // A level that this machine lacks is not taken.
      guard plan.output.contains(", by CLIPPO_CPU_LEVEL: ") else { continue }
      #expect(plan.output.contains("precision    \(explained)\n"), "\(plan.output)")
      #expect(plan.output.contains("processor    level \(level) of 0 to "), "\(plan.output)")
      let run = try BuiltCommand.train.run(words, home: world.home, environment: lesser)
      #expect(run.code == 0, "\(run.errors)")
    }
  }

  @Test("losses in bfloat16 are those of a processor that multiplies it, to its precision")
  func losses() throws {
    func losses(_ environment: [String: String], _ name: String) throws -> [Double] {
      let words = world.training(name, ["--set", "training.precision=bfloat16", "--set", "training.steps=8"])
      let run = try BuiltCommand.train.run(words, home: world.home, environment: environment)
      #expect(run.code == 0, "\(run.errors)")
      let log = try String(contentsOfFile: world.folder.file(name) + "/metrics.jsonl", encoding: .utf8)
      return log.split(separator: "\n").compactMap { line in
        let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return entry?["loss"] as? Double
      }
    }
    let (widened, own) = (try losses(["CLIPPO_CPU_LEVEL": "1"], "widened"), try losses([:], "own"))
    #expect(widened.count == own.count && widened.count >= 1)
    for (one, other) in zip(widened, own) { #expect(abs(one - other) < Rounding.bfloat16.walk(of: 16) * other) }
  }

  @Test("a level that does not exist is refused in a sentence", arguments: ["6", "avx2", "-1", "11"])
  func unknownLevel(word: String) throws {
    let result = try BuiltCommand.train.run(
      world.training("run") + ["--dry-run"], home: world.home, environment: ["CLIPPO_CPU_LEVEL": word])
    #expect(result.code == 1 && result.errors.contains("CLIPPO_CPU_LEVEL"), "\(result.code) \(result.errors)")
    #expect(result.errors.contains("1 (AVX2 and FMA)"), "\(result.errors)")
  }
}

import Autograd
import Corpora
import Models
import Objectives
import Runtime
import Schema
import Tensors
import Testing

@testable import Training

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// A loss of closed-form inputs, with the lengths of its gradients.
struct GoldenLoss: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: any ObjectiveKind
  let logScale: Double
  var bias: Double?
  var labels: [UInt64?]?
  let loss: Double
  /// By the images and by the texts before they are brought to unit length.
  let gradients: (images: Double, texts: Double)
  let logScaleGradient: Double
  var biasGradient: Double?
  /// The loss by its equation, in double.
  let equation: @Sendable (_ images: [[Double]], _ texts: [[Double]], _ logScale: Double, _ bias: Double) -> Double

  var testDescription: String { name }

  /// Four pairs of width 8.
  static let images = (0..<4).map { i in (0..<8).map { j in sin(0.7 * Double(i + 1) * Double(j + 1)) } }
  static let texts = (0..<4).map { i in (0..<8).map { j in cos(0.45 * Double(i + 1) * Double(j + 2)) } }
  /// Second captions, or images seen again: like the images, but not the same.
  static let seconds: [[Double]] = (0..<4).map { i in
    (0..<8).map { j -> Double in
      let own: Double = sin(0.33 * Double(i + 2) * Double(j + 1))
      return own + 0.5 * images[i][j]
    }
  }

  // The lengths were found twice: with automatic differentiation in double, and the losses of CLIP and SigLIP with open_clip
  // on the same inputs.
  static let all = [
    GoldenLoss(
      name: "CLIP", kind: CLIPWithoutDuplicates.kind, logScale: log(1 / 0.07), loss: 1.486_181_82,
      gradients: (2.683_799_71, 2.622_535_03), logScaleGradient: 1.015_867_08,
      equation: crossEntropy { $0 == $1 ? 1 : 0 }),
    GoldenLoss(
      name: "ALIGN", kind: ALIGN(), logScale: log(1 / 0.07), loss: 3.706_956_85,
      gradients: (4.924_806_83, 4.807_605_29), logScaleGradient: 2.766_327_37,
      equation: { 2 * crossEntropy { ($0 == $1 ? 0.9 : 0) + 0.025 }($0, $1, $2, $3) }),
    GoldenLoss(
      name: "UniCL", kind: UniCL(), logScale: log(1 / 0.07), labels: [0, 5, 5, 1], loss: 3.498_789_46,
      gradients: (2.249_360_18, 2.262_349_30), logScaleGradient: 3.028_474_72,
      equation: crossEntropy { row, column in
        [1, 2].contains(row) ? [1, 2].contains(column) ? 0.5 : 0 : row == column ? 1 : 0
      }),
    GoldenLoss(
      name: "NLIP's targets", kind: FixedNoise(), logScale: log(1 / 0.07), loss: 2.685_052_10,
      gradients: (2.369_010_89, 2.299_444_05), logScaleGradient: 2.214_737_36,
      equation: { images, texts, logScale, bias in
        let noise = FixedNoise.noise.map { 0.5 * $0 }
        return crossEntropy { $0 == $1 ? 1 - noise[$0] : noise[$0] / 3 }(images, texts, logScale, bias)
      }),
    GoldenLoss(
      name: "SigLIP", kind: SigmoidContrastive(), logScale: log(10), bias: -10, loss: 7.622_423_20,
      gradients: (2.158_294_28, 2.288_903_82), logScaleGradient: -2.339_548_08, biasGradient: -0.992_287_68,
      equation: { images, texts, logScale, bias in
        let (x, t) = (unit(images), unit(texts))
        var sum = 0.0
        for (i, image) in x.enumerated() {
          for (j, text) in t.enumerated() {
            let logit = exp(logScale) * dot(image, text) + bias
            sum += log1p(exp(i == j ? -logit : logit))
          }
        }
        return sum / Double(x.count)
      }),
  ]

  private enum CLIPWithoutDuplicates { static let kind = SoftmaxContrastive() }

  /// The mean of both directions, towards targets that are the same in both.
  static func crossEntropy(
    _ target: @escaping @Sendable (_ row: Int, _ column: Int) -> Double
  ) -> @Sendable ([[Double]], [[Double]], Double, Double) -> Double {
    { images, texts, logScale, _ in
      let (x, t) = (unit(images), unit(texts))
      func direction(_ rows: [[Double]], _ columns: [[Double]]) -> Double {
        let losses = rows.indices.map { i in
          let logits = columns.map { exp(logScale) * dot(rows[i], $0) }
          let sum = log(logits.reduce(0) { $0 + exp($1) })
          return logits.indices.reduce(0) { $0 + target(i, $1) * (sum - logits[$1]) }
        }
        return losses.reduce(0, +) / Double(losses.count)
      }
      return (direction(x, t) + direction(t, x)) / 2
    }
  }

  static func unit(_ rows: [[Double]]) -> [[Double]] {
    rows.map { row in
      let length = dot(row, row).squareRoot()
      return row.map { $0 / length }
    }
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// NLIP's targets for noise that is known.
private struct FixedNoise: ObjectiveKind, Objective {
  static let names = ["fixedNoise"]
  static let noise = [0.1, 0.9, 0.5, 0]
  static var fields: [RecipeField<FixedNoise>] { [] }

  var logits: LogitSettings { LogitSettings(scale: 10) }
  var requests: [ViewRequest] { .pairs }

  func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
    try NoiseSmoothing(strength: 0.5).evaluate(input, noise: { Self.noise }, on: tape)
  }
}

@Suite("Objectives on closed-form embeddings, the whole way that training goes")
struct GoldenObjectiveTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  @Test("the equations in double have the golden losses and gradients", arguments: GoldenLoss.all)
  func equations(_ golden: GoldenLoss) {
    let (images, texts) = (GoldenLoss.images, GoldenLoss.texts)
    let bias = golden.bias ?? 0
    #expect(
      abs(golden.equation(images, texts, golden.logScale, bias) - golden.loss) < 1e-8 * max(1, golden.loss) + 5e-9)
    let loss = golden.equation
    let byImages = CentralDifference.length(images) { loss($0, texts, golden.logScale, bias) }
    let byTexts = CentralDifference.length(texts) { loss(images, $0, golden.logScale, bias) }
    #expect(abs(byImages - golden.gradients.images) < 1e-5)
    #expect(abs(byTexts - golden.gradients.texts) < 1e-5)
    let slope = CentralDifference.slope { loss(images, texts, golden.logScale + $0, bias) }
    #expect(abs(slope - golden.logScaleGradient) < 1e-5)
  }

  @Test("a batch in chunks of one sequence, of three and of all has them too", arguments: GoldenLoss.all, [1, 3, .max])
  func chunks(_ golden: GoldenLoss, tokens: Int) throws {
    let tower = try LookupTower(
      GoldenLoss.images + GoldenLoss.texts, logScale: golden.logScale, logitBias: golden.bias, backend: backend)
    let ones = [Int](repeating: 1, count: 4)
    let objective = try PreparedObjective(ObjectiveSettings(golden.kind), for: tower, backend: backend)
    let result = try CachedForward(
      tower: tower, objective: objective.objective, plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(LookupTower.batch(images: ones, texts: ones, labels: golden.labels))
    #expect(abs(result.loss - golden.loss) < 1e-6 * max(1, golden.loss))
    #expect(abs(try tower.gradientLength(0..<4) - golden.gradients.images) < 1e-4)
    #expect(abs(try tower.gradientLength(4..<8) - golden.gradients.texts) < 1e-4)
    #expect(abs(try tower.logScaleGradient() - golden.logScaleGradient) < 1e-4)
    if let bias = golden.biasGradient {
      #expect(abs(Double(try #require(tower.logitBias?.gradient).floatArray()[0]) - bias) < 1e-4)
    }
  }
}

extension TrainingPlan {
  /// One step in float32, whose chunks keep nothing.
  static func oneStep(chunkTokens: Int) -> TrainingPlan {
    var plan = TrainingPlan(
      length: .steps(1), schedule: .constant(warmUp: 0), clip: nil, activation: .float32, evaluateEvery: 1e9,
      checkpointEvery: 1e9)
    plan.chunkTokens = chunkTokens
    plan.activationBytes = 0
    return plan
  }
}

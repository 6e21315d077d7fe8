import Autograd
import Corpora
import Models
import Runtime
import Tensors
import Testing

@testable import Objectives
@testable import Training

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// Losses of images and two captions of each, on closed-form inputs.
struct SecondCaptionGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: any ObjectiveKind
  let loss: Double
  /// Lengths of the gradients by images, captions and second captions before they are brought to unit length.
  let gradients: [Double]
  let logScaleGradient: Double
  /// The loss by its equation, in double; gates are those of the rows that are given last.
  let equation: @Sendable (_ rows: [[[Double]]], _ logScale: Double, _ gated: [[[Double]]]) -> Double

  var testDescription: String { name }

  static let view = BatchView.caption(CaptionChoice(role: .synthetic, language: .same))
  static let otherLanguage = BatchView.caption(CaptionChoice(language: .other, isAnother: false))

  static let rows = [GoldenLoss.images, GoldenLoss.texts, GoldenLoss.seconds]

  static let all = [
    SecondCaptionGolden(
      name: "ALIP, the first step", kind: ALIP(), loss: 0.031_301_46,
      gradients: [0.021_589_46, 0.012_036_32, 0.026_602_55], logScaleGradient: 0.025_370_14,
      equation: { rows, logScale, gated in
        let (x, t, c) = (unit(rows[0]), unit(rows[1]), unit(rows[2]))
        let weights: [(sample: Double, text: Double, second: Double)] = gates(gated)
        let text = losses(x, t, logScale).enumerated().map { $1 * weights[$0].sample * weights[$0].text }
        let second = losses(x, c, logScale).enumerated().map { $1 * weights[$0].sample * weights[$0].second }
        return (text.reduce(0, +) + second.reduce(0, +)) / 4
      }),
    SecondCaptionGolden(
      name: "UniX2", kind: UniX2(), loss: 4.022_703_16, gradients: [0.797_209_82, 1.488_133_16, 1.319_183_97],
      logScaleGradient: 3.723_088_92,
      equation: { rows, logScale, _ in
        let rows = rows.map(unit)
        let sums = [(0, 1), (0, 2), (1, 2)].map { losses(rows[$0.0], rows[$0.1], logScale).reduce(0, +) }
        return sums.reduce(0, +) / 12
      }),
  ]

  static func unit(_ rows: [[Double]]) -> [[Double]] { GoldenLoss.unit(rows) }

  /// The weights of ALIP's first step by their definition.
  static func gates(_ rows: [[[Double]]]) -> [(sample: Double, text: Double, second: Double)] {
    let (x, t, c) = (unit(rows[0]), unit(rows[1]), unit(rows[2]))
    let similarities: [[Double]] = [(t, c), (x, t), (x, c)].map { pair in
      zip(pair.0, pair.1).map { GoldenLoss.dot($0, $1) }
    }
    let means: [Double] = similarities.map { 0.99 + 0.01 * $0.reduce(0, +) / 4 }
    return (0..<4).map { i in
      let open: [Double] = (0..<3).map { exp(2 * (similarities[$0][i] - means[$0])) }
      return open[0] < 1 ? (open[0], open[1], open[2]) : (1, 1, 1)
    }
  }

  /// The mean of both directions for each pair.
  static func losses(_ a: [[Double]], _ b: [[Double]], _ logScale: Double) -> [Double] {
    func direction(_ a: [[Double]], _ b: [[Double]]) -> [Double] {
      a.indices.map { i in
        let logits = b.map { exp(logScale) * GoldenLoss.dot(a[i], $0) }
        return log(logits.reduce(0) { $0 + exp($1) }) - logits[i]
      }
    }
    return zip(direction(a, b), direction(b, a)).map { ($0 + $1) / 2 }
  }

  /// A batch of sequences of one patch: images, captions, second captions.
  ///
  /// - Parameter absent: pairs that have no second caption.
  static func batch(_ view: BatchView, absent: Set<Int> = []) -> TrainingBatch {
    LookupTower.batch(
      [.image: [0, 1, 2, 3], .text: [4, 5, 6, 7], view: (0..<4).map { absent.contains($0) ? -1 : Int32(8 + $0) }],
      facts: (0..<4).map { RecordFacts(record: .init(part: 0, record: $0), caption: "\($0)") })
  }
}

@Suite("Objectives of two captions, the whole way that training goes")
struct GoldenSecondCaptionTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  @Test("the equations in double have the golden losses and gradients", arguments: SecondCaptionGolden.all)
  func equations(_ golden: SecondCaptionGolden) {
    let rows = SecondCaptionGolden.rows
    let logScale: Double = log(1 / 0.07)
    func loss(_ changed: [[[Double]]], _ logScale: Double) -> Double { golden.equation(changed, logScale, rows) }
    #expect(abs(loss(rows, logScale) - golden.loss) < 1e-8)
    for part in 0..<3 {
      let length = CentralDifference.length(rows[part]) { moved in
        var changed = rows
        changed[part] = moved
        return loss(changed, logScale)
      }
      #expect(abs(length - golden.gradients[part]) < 1e-5)
    }
    let slope = CentralDifference.slope { loss(rows, logScale + $0) }
    #expect(abs(slope - golden.logScaleGradient) < 1e-5)
  }

  private func run(
    _ kind: any ObjectiveKind, tokens: Int = .max, absent: Set<Int> = []
  ) throws -> (loss: Double, gradient: [Double], logScale: Double) {
    let tower = try LookupTower(SecondCaptionGolden.rows.flatMap { $0 }, logScale: log(1 / 0.07), backend: backend)
    let objective = try PreparedObjective(ObjectiveSettings(kind), for: tower, backend: backend)
    let view = kind is ALIP ? SecondCaptionGolden.view : SecondCaptionGolden.otherLanguage
    let result = try CachedForward(
      tower: tower, objective: objective.objective, plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(SecondCaptionGolden.batch(view, absent: absent))
    return (
      result.loss, try tower.gradient(), try tower.logScaleGradient()
    )
  }

  @Test(
    "a batch in chunks of one sequence, of three and of all has them too", arguments: SecondCaptionGolden.all,
    [1, 3, .max])
  func chunks(_ golden: SecondCaptionGolden, tokens: Int) throws {
    let found = try run(golden.kind, tokens: tokens)
    #expect(abs(found.loss - golden.loss) < 1e-6 * max(1, golden.loss))
    for part in 0..<3 {
      let length = found.gradient[part * 32..<(part + 1) * 32].reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(length - golden.gradients[part]) < 1e-4)
    }
    #expect(abs(found.logScale - golden.logScaleGradient) < 1e-4)
  }

  @Test("a pair that lacks the second caption is not compared by it, and where all lack it one loss is left")
  func missing() throws {
    let rows = SecondCaptionGolden.rows.map(GoldenLoss.unit)
    func mean(_ a: [[Double]], _ b: [[Double]], _ pairs: [Int]) -> Double {
      let losses = SecondCaptionGolden.losses(pairs.map { a[$0] }, pairs.map { b[$0] }, log(1 / 0.07))
      return losses.reduce(0, +) / Double(losses.count)
    }
    let (whole, part) = ([0, 1, 2, 3], [0, 1, 3])
    let three = (mean(rows[0], rows[1], whole) + mean(rows[0], rows[2], part) + mean(rows[1], rows[2], part)) / 3
    let found = try run(UniX2(), absent: [2])
    #expect(abs(found.loss - three) < 1e-5 && found.gradient[80..<88].allSatisfy { $0 == 0 })
    for kind in [UniX2(), ALIP()] as [any ObjectiveKind] {
      let none = try run(kind, absent: Set(whole))
      // ALIP trusts what it cannot judge, and takes the mean.
      #expect(abs(none.loss - mean(rows[0], rows[1], whole)) < 1e-5)
      #expect(none.gradient[64...].allSatisfy { $0 == 0 } && none.gradient[..<64].contains { abs($0) > 0.01 })
    }
    let gates = try run(ALIP(), absent: [2])
    #expect(gates.gradient[80..<88].allSatisfy { $0 == 0 } && gates.gradient[48..<56].contains { abs($0) > 1e-3 })
  }
}

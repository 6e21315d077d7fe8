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

/// A loss of closed-form inputs that learns from a teacher, a queue or further views, with the lengths of its gradients.
struct TaughtLoss: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: any ObjectiveKind
  var logScale = log(1 / 0.07)
  /// What the two sides are, before they are brought to unit length.
  var sides = (first: GoldenLoss.images, second: GoldenLoss.texts)
  var views: [BatchView] = [.image, .text]
  /// What the teacher makes of both; nil where it is the student.
  var taught: (images: [[Double]], texts: [[Double]])?
  /// Keys of the queue, and their labels.
  var queue: (images: [[Double]], texts: [[Double]], labels: [UInt64?])?
  var labels: [UInt64?]?
  let loss: Double
  var gradients: (first: Double, second: Double)?
  var logScaleGradient: Double?
  /// By a number among the objective's own parameters.
  var headGradient: (name: String, value: Double)?
  /// The loss by its equation, in double, of unit rows and the two scales. What the teacher says is constant.
  let equation: @Sendable (_ first: [[Double]], _ second: [[Double]], _ scale: Double, _ own: Double) -> Double

  var testDescription: String { name }

  private static let x: [[Double]] = GoldenLoss.unit(GoldenLoss.images)
  private static let t: [[Double]] = GoldenLoss.unit(GoldenLoss.texts)

  private static func momentum(_ rows: [[Double]]) -> [[Double]] {
    let others: [[Double]] = GoldenLoss.unit(GoldenLoss.seconds)
    let sums: [[Double]] = rows.indices.map { i in rows[i].indices.map { j in rows[i][j] + 0.3 * others[i][j] } }
    return GoldenLoss.unit(sums)
  }

  static let momentumImages: [[Double]] = momentum(x)
  static let momentumTexts: [[Double]] = momentum(t)
  static let queueImages: [[Double]] = GoldenLoss.unit(GoldenLoss.seconds.reversed())
  static let queueTexts: [[Double]] = GoldenLoss.unit(GoldenLoss.images.reversed())

  static func cosines(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in b.map { GoldenLoss.dot(row, $0) } }
  }
  static func transposed(_ a: [[Double]]) -> [[Double]] {
    a[0].indices.map { column in a.map { $0[column] } }
  }
  static func logSoftmax(_ row: [Double]) -> [Double] {
    let largest = row.max() ?? 0
    let sum = largest + log(row.reduce(0) { $0 + exp($1 - largest) })
    return row.map { $0 - sum }
  }
  /// The mean of rows of −Σ q · log softmax(scale · cosines).
  static func crossEntropy(_ cosines: [[Double]], _ scale: Double, _ targets: [[Double]]) -> Double {
    var sum = 0.0
    for (row, target) in zip(cosines, targets) { sum -= GoldenLoss.dot(logSoftmax(row.map { scale * $0 }), target) }
    return sum / Double(cosines.count)
  }
  static let identity: [[Double]] = (0..<4).map { row in (0..<4).map { $0 == row ? 1 : 0 } }

  /// OTTER's soft targets by the plain algorithm, one side.
  static func transport(
    _ images: [[Double]], _ texts: [[Double]], _ between: [[Double]], epsilon: Double = 0.15
  ) -> [[Double]] {
    let count = images.count
    var plan: [[Double]] = images.indices.map { i in
      images.indices.map { j -> Double in
        guard i != j else { return 0 }
        let within: Double = GoldenLoss.dot(images[i], images[j]) + GoldenLoss.dot(texts[i], texts[j])
        return exp((within + between[i][j]) / epsilon)
      }
    }
    func normalizeRows() {
      plan = plan.map { row in
        let sum = row.reduce(0, +) * Double(count)
        return row.map { $0 / sum }
      }
    }
    for _ in 0..<5 {
      for _ in 0..<2 {
        normalizeRows()
        plan = transposed(plan)
      }
    }
    normalizeRows()
    return plan.map { $0.map { $0 * Double(count) } }
  }

  private static let toTexts: [[Double]] = transport(x, t, cosines(x, t))
  private static let toImages: [[Double]] = transport(x, t, transposed(cosines(x, t)))

  private static func queued(
    _ targets: @escaping @Sendable (_ taught: [[Double]], _ keys: [[Double]]) -> [[Double]]
  ) -> @Sendable ([[Double]], [[Double]], Double, Double) -> Double {
    let (images, texts) = (momentumImages + queueImages, momentumTexts + queueTexts)
    let (toTexts, toImages) = (targets(momentumImages, texts), targets(momentumTexts, images))
    return { first, second, scale, _ in
      (crossEntropy(cosines(first, texts), scale, toTexts) + crossEntropy(cosines(second, images), scale, toImages)) / 2
    }
  }

  private static let batchLabels: [UInt64?] = [0, 5, 5, 1]
  private static let queueLabels: [UInt64?] = [5, 7, 0, 9]

  private static func labeled(_ reduction: LabelReduction)
    -> @Sendable ([[Double]], [[Double]], Double, Double) -> Double
  {
    queued { _, _ in
      batchLabels.map { label -> [Double] in
        let row: [Double] = (batchLabels + queueLabels).map { $0 == label ? 1 : 0 }
        let count: Double = reduction == .sum ? 1 : row.reduce(0, +)
        return row.map { $0 / count }
      }
    }
  }

  private static func univlc(_ positives: LabelReduction) -> UniVLC {
    var kind = UniVLC()
    (kind.queueSize, kind.positives) = (4, positives)
    return kind
  }

  static let all = [
    TaughtLoss(
      name: "OTTER", kind: OTTER(), logScale: 3.9, loss: 14.727_647_94, gradients: (12.990_503_04, 12.753_863_77),
      logScaleGradient: 4.236_613_68, headGradient: ("objective/softLogScale", 10.733_888_82),
      equation: { first, second, scale, own in
        let sides = [cosines(first, second), transposed(cosines(first, second))]
        let contrast: Double = crossEntropy(sides[0], scale, identity) + crossEntropy(sides[1], scale, identity)
        var divergence = 0.0
        for (side, targets) in zip(sides, [toTexts, toImages]) {
          for value in targets.joined() where value > 0 { divergence += value * log(value) / 4 }
          divergence += crossEntropy(side, own, targets)
        }
        return 0.5 * contrast + 0.5 * divergence
      }),
    TaughtLoss(
      name: "OTTER, smoothed",
      kind: {
        var kind = OTTER()
        kind.targets = .smoothing
        return kind
      }(), logScale: 3.9, loss: 12.120_400_20,
      equation: { first, second, scale, _ in
        let targets: [[Double]] = identity.map { row in row.map { $0 == 1 ? 0.9 : 0.1 / 3 } }
        return crossEntropy(cosines(first, second), scale, targets)
          + crossEntropy(transposed(cosines(first, second)), scale, targets)
      }),
    TaughtLoss(
      name: "ALBEF",
      kind: {
        var kind = ALBEF()
        kind.queueSize = 4
        return kind
      }(), taught: (momentumImages, momentumTexts), queue: (queueImages, queueTexts, [nil, nil, nil, nil]),
      loss: 3.910_720_78,
      gradients: (0.878_041_80, 0.960_606_25),
      equation: queued { taught, keys in
        cosines(taught, keys).enumerated().map { pair, row -> [Double] in
          var target: [Double] = logSoftmax(row.map { $0 / 0.07 }).map { 0.4 * exp($0) }
          target[pair] += 0.6
          return target
        }
      }),
    TaughtLoss(
      name: "UniVLC, sum", kind: univlc(.sum), taught: (momentumImages, momentumTexts),
      queue: (queueImages, queueTexts, queueLabels),
      labels: batchLabels, loss: 20.240_166_10, gradients: (2.134_243_80, 2.982_196_65), equation: labeled(.sum)),
    TaughtLoss(
      name: "UniVLC, mean", kind: univlc(.mean), taught: (momentumImages, momentumTexts),
      queue: (queueImages, queueTexts, queueLabels),
      labels: batchLabels, loss: 8.815_650_93, gradients: (1.130_226_17, 1.447_626_90), equation: labeled(.mean)),
    TaughtLoss(
      name: "SLIP",
      kind: {
        var kind = SLIP()
        (kind.contrast, kind.hiddenWidth) = (0, 0)
        return kind
      }(), sides: (GoldenLoss.images, GoldenLoss.seconds), views: [.imageAgain(1), .imageAgain(2)], loss: 1.202_837_08,
      gradients: (1.119_031_85, 1.281_097_39), logScaleGradient: 0,
      equation: { first, second, _, _ in
        let targets: [[Double]] = identity.map { $0 + [0, 0, 0, 0] }
        func side(_ own: [[Double]], _ other: [[Double]]) -> Double {
          var rows: [[Double]] = cosines(own, other + own)
          for row in rows.indices { rows[row][4 + row] = -1e9 }
          return crossEntropy(rows, 10, targets)
        }
        return (side(first, second) + side(second, first)) / 2
      }),
  ]
}

@Suite("Objectives with teachers, queues and further views on closed-form embeddings, the whole way that training goes")
struct GoldenTeacherTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  @Test("the equations in double have the golden losses and gradients", arguments: TaughtLoss.all)
  func equations(_ golden: TaughtLoss) {
    let (first, second) = golden.sides
    let scale = exp(golden.logScale)
    func loss(_ first: [[Double]], _ second: [[Double]], _ scale: Double, _ own: Double) -> Double {
      golden.equation(GoldenLoss.unit(first), GoldenLoss.unit(second), scale, own)
    }
    #expect(abs(loss(first, second, scale, scale) - golden.loss) < 1e-8 * max(1, golden.loss) + 5e-9)
    if let gradients = golden.gradients {
      let byFirst = CentralDifference.length(first) { loss($0, second, scale, scale) }
      let bySecond = CentralDifference.length(second) { loss(first, $0, scale, scale) }
      #expect(abs(byFirst - gradients.first) < 1e-5)
      #expect(abs(bySecond - gradients.second) < 1e-5)
    }
    if let expected = golden.logScaleGradient {
      let slope = CentralDifference.slope { loss(first, second, scale * exp($0), scale) }
      #expect(abs(slope - expected) < 1e-5)
    }
    if let expected = golden.headGradient {
      let slope = CentralDifference.slope { loss(first, second, scale, scale * exp($0)) }
      #expect(abs(slope - expected.value) < 1e-5)
    }
  }

  /// A tower that makes the sides of the student, and an average of it that makes those of the teacher.
  private func parts(_ golden: TaughtLoss) throws -> (LookupTower, ExponentialMovingAverage) {
    let rows = golden.sides.first + golden.sides.second
    let tower = try LookupTower(rows, logScale: golden.logScale, backend: backend)
    func set(_ rows: [[Double]]) throws {
      try tower.table.value.withFloats { _ = $0.update(fromContentsOf: rows.joined().map { Float($0) }) }
    }
    if let taught = golden.taught { try set(taught.images + taught.texts) }
    let average = try ExponentialMovingAverage(
      of: tower.parameters, decay: 0.9, backend: backend, pool: backend.pool)
    try set(rows)
    return (tower, average)
  }

  @Test("a batch in chunks of one sequence, of three and of all has them too", arguments: TaughtLoss.all, [1, 3, .max])
  func chunks(_ golden: TaughtLoss, tokens: Int) throws {
    let (tower, average) = try parts(golden)
    let prepared = try PreparedObjective(ObjectiveSettings(golden.kind), for: tower, backend: backend)
    if let queue = golden.queue {
      try prepared.objective.restore([
        ArrayEntry(name: "queue/images", shape: [4, 8], floats: queue.images.joined().map { Float($0) }),
        ArrayEntry(name: "queue/texts", shape: [4, 8], floats: queue.texts.joined().map { Float($0) }),
        ArrayEntry(
          name: "queue/labels", shape: [4, 2],
          integers: queue.labels.flatMap { [$0 == nil ? 0 : 1, Int64($0 ?? 0)] }),
        ArrayEntry(name: "queue/place", shape: [2], integers: [4, 0]), ArrayEntry(name: "steps", wholeNumber: 3),
      ])
    }
    let batch = LookupTower.batch(
      [golden.views[0]: [0, 1, 2, 3], golden.views[1]: [4, 5, 6, 7]],
      facts: (0..<4).map { RecordFacts(label: golden.labels?[$0]) })
    let before = try tower.table.value.floatArray()
    let result = try CachedForward(
      tower: tower, objective: prepared.objective, plan: .oneStep(chunkTokens: tokens), backend: backend,
      teacher: .average(average)
    ).accumulate(batch)
    #expect(abs(result.loss - golden.loss) < 1e-6 * max(1, golden.loss), "\(result.loss)")
    #expect(try tower.table.value.floatArray() == before)
    if let gradients = golden.gradients {
      #expect(abs(try tower.gradientLength(0..<4) - gradients.first) < 1e-4)
      #expect(abs(try tower.gradientLength(4..<8) - gradients.second) < 1e-4)
    }
    if let expected = golden.logScaleGradient { #expect(abs(try tower.logScaleGradient() - expected) < 1e-4) }
    if let expected = golden.headGradient {
      let head = try #require(prepared.heads[expected.name]?.variable.gradient)
      #expect(abs(Double(try head.floatArray()[0]) - expected.value) < 1e-4)
    }
  }
}

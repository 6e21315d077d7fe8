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

/// A token-wise loss of closed-form states, with the lengths of its gradients: three images of four tokens, three texts of three, two and
/// one token, of width 6.
struct GoldenTokenLoss: Sendable, CustomTestStringConvertible {
  let name: String
  let kind: any ObjectiveKind
  /// Tokens of zeros behind texts that are shorter than the longest.
  let padsWithZeros: Bool
  /// The sum over a sequence's own tokens without a temperature, instead of the mean with one.
  var isSum = false
  let loss: Double
  /// By the tokens at unit length, which are brought to it once more.
  let gradients: (images: Double, texts: Double)
  let logScaleGradient: Double

  var testDescription: String { name }

  static let lengths = [3, 2, 1]

  static let images = (1...3).map { i in
    GoldenLoss.unit((1...4).map { p in (1...6).map { k in imageValue(Double(i), Double(p), Double(k)) } })
  }

  static let texts = (1...3).map { i in
    GoldenLoss.unit((1...lengths[i - 1]).map { q in (1...6).map { k in textValue(Double(i), Double(q), Double(k)) } })
  }

  private static func imageValue(_ i: Double, _ p: Double, _ k: Double) -> Double {
    sin(0.7 * i * k + 0.9 * p * (k + 1))
  }

  private static func textValue(_ i: Double, _ q: Double, _ k: Double) -> Double {
    cos(0.45 * i * (k + 1) - 0.8 * q * k)
  }

  /// Similarities were found with the public code of Wukong, for the strict rows with a mask of pads added to it, and of BagFormer;
  /// gradients with automatic differentiation in double.
  static let all = [
    GoldenTokenLoss(
      name: "FILIP", kind: filip(.strict), padsWithZeros: false,
      loss: 4.205_889_70, gradients: (5.078_570_56, 4.907_498_41), logScaleGradient: 3.629_856_15),
    GoldenTokenLoss(
      name: "FILIP with zeros for pads",
      kind: filip(.zero), padsWithZeros: true,
      loss: 3.532_796_79, gradients: (4.963_178_37, 4.747_477_03), logScaleGradient: 2.901_959_11),
    GoldenTokenLoss(
      name: "Wukong without reduction",
      kind: wukong, padsWithZeros: false,
      loss: 4.205_889_70, gradients: (5.078_570_56, 4.907_498_41), logScaleGradient: 3.629_856_15),
    GoldenTokenLoss(
      name: "BagFormer's bags", kind: bags,
      padsWithZeros: true, isSum: true, loss: 1.542_651_43, gradients: (0.746_594_17, 0.797_223_03),
      logScaleGradient: 0),
  ]

  /// States are compared as they are.
  private static func filip(_ padding: TokenPadding) -> FILIP {
    var kind = FILIP()
    kind.late = LateInteraction(embedding: nil, padding: padding)
    return kind
  }

  private static var wukong: Wukong {
    var kind = Wukong()
    kind.late.embedding = nil
    kind.reducedTokens = nil
    return kind
  }

  private static var bags: BagFormer {
    var kind = BagFormer()
    kind.late.embedding = nil
    kind.pooledWeight = 0
    return kind
  }

  /// The loss by its equation, in double.
  func equation(_ images: [[[Double]]], _ texts: [[[Double]]], _ logScale: Double) -> Double {
    let (images, texts) = (images.map(GoldenLoss.unit), texts.map(GoldenLoss.unit))
    /// What the tokens of one find in those of the other.
    func found(_ own: [[Double]], _ other: [[Double]], floor: Bool) -> Double {
      let sum = own.reduce(0) { sum, token in
        let best = other.map { GoldenLoss.dot(token, $0) }.max() ?? 0
        return sum + (floor ? max(0, best) : best)
      }
      return isSum ? sum : sum / Double(own.count)
    }
    func loss(_ logits: [[Double]]) -> Double {
      let losses = logits.enumerated().map { row, logits in
        log(logits.reduce(0.0) { sum, logit in sum + exp(logit) }) - logits[row]
      }
      return losses.reduce(0, +) / Double(losses.count)
    }
    let scale = isSum ? 1 : exp(logScale)
    let toTexts = images.map { image in
      texts.map { scale * found(image, $0, floor: padsWithZeros && $0.count < 3) }
    }
    let toImages = texts.map { text in images.map { scale * found(text, $0, floor: false) } }
    return (loss(toTexts) + loss(toImages)) / 2
  }
}

@Suite("Token-wise objectives on closed-form states, the whole way that training goes")
struct GoldenTokenTests {
  let backend: CPUBackend
  private let logScale = log(1 / 0.07)

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  @Test("the equations in double have the golden losses and gradients", arguments: GoldenTokenLoss.all)
  func equations(_ golden: GoldenTokenLoss) {
    let (images, texts) = (GoldenTokenLoss.images, GoldenTokenLoss.texts)
    #expect(abs(golden.equation(images, texts, logScale) - golden.loss) < 1e-8 * golden.loss + 5e-9)
    let step = 1e-5
    func length(_ sequences: [[[Double]]], _ loss: ([[[Double]]]) -> Double) -> Double {
      var sum = 0.0
      for i in sequences.indices {
        for p in sequences[i].indices {
          for k in sequences[i][p].indices {
            var (up, down) = (sequences, sequences)
            up[i][p][k] += step
            down[i][p][k] -= step
            let slope = (loss(up) - loss(down)) / (2 * step)
            sum += slope * slope
          }
        }
      }
      return sum.squareRoot()
    }
    #expect(abs(length(images) { golden.equation($0, texts, logScale) } - golden.gradients.images) < 1e-5)
    #expect(abs(length(texts) { golden.equation(images, $0, logScale) } - golden.gradients.texts) < 1e-5)
    let slope =
      (golden.equation(images, texts, logScale + step) - golden.equation(images, texts, logScale - step)) / (2 * step)
    #expect(abs(slope - golden.logScaleGradient) < 1e-5)
  }

  @Test(
    "a batch in chunks of one sequence, of five tokens and of all has them too", arguments: GoldenTokenLoss.all,
    [1, 5, .max])
  func chunks(_ golden: GoldenTokenLoss, tokens: Int) throws {
    let rows = (GoldenTokenLoss.images + GoldenTokenLoss.texts).flatMap { $0 }
    let tower = try LookupTower(rows, logScale: logScale, backend: backend)
    let objective = try PreparedObjective(ObjectiveSettings(golden.kind), for: tower, backend: backend)
    // Words of one letter, and of each a patch.
    let facts = GoldenTokenLoss.lengths.map { length in
      var facts = RecordFacts(caption: ["a", "b", "c"].prefix(length).joined(separator: " "))
      facts.layout = (0..<length).map { 2 * $0..<2 * $0 + 1 }
      return facts
    }
    let result = try CachedForward(
      tower: tower, objective: objective.objective, plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(LookupTower.batch(images: [4, 4, 4], texts: GoldenTokenLoss.lengths, facts: facts))
    #expect(abs(result.loss - golden.loss) < 1e-6 * max(1, golden.loss))
    let gradient = try #require(tower.table.gradient).floatArray().map { Double($0) }
    func length(_ rows: Range<Int>) -> Double {
      gradient[rows.lowerBound * 6..<rows.upperBound * 6].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    #expect(abs(length(0..<12) - golden.gradients.images) < 1e-4)
    #expect(abs(length(12..<18) - golden.gradients.texts) < 1e-4)
    let logScaleGradient = try tower.logScale.gradient?.floatArray()[0] ?? 0
    #expect(abs(Double(logScaleGradient) - golden.logScaleGradient) < 1e-4)
  }
}

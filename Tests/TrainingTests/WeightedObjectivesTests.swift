import Autograd
import Corpora
import Models
@testable import Objectives
import Runtime
import Tensors
import Testing

@testable import Training

#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

@Suite("Weighted terms and bounds of the logit scale")
struct WeightedObjectivesTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  private func run(_ settings: ObjectiveSettings) throws -> (loss: Double, gradient: [Float], metrics: [String]) {
    let tower = try LookupTower(GoldenLoss.images + GoldenLoss.texts, logScale: log(1 / 0.07), backend: backend)
    let objective = try PreparedObjective(settings, for: tower, backend: backend)
    let ones = [Int](repeating: 1, count: 4)
    let result = try CachedForward(
      tower: tower, objective: objective.objective, plan: .oneStep(chunkTokens: 3), backend: backend
    ).accumulate(LookupTower.batch(images: ones, texts: ones, labels: [0, 5, 5, 1]))
    return (result.loss, try #require(tower.table.gradient).floatArray(), result.metrics.map(\.name))
  }

  @Test func theSumIsThatOfItsTerms() throws {
    var terms = WeightedObjectives()
    for (weight, objective) in [(0.25, ObjectiveSettings(ALIGN())), (2, ObjectiveSettings(UniCL()))] {
      var term = WeightedObjectives.Term()
      (term.weight, term.objective) = (weight, objective)
      terms.terms.append(term)
    }
    let sum = try run(ObjectiveSettings(terms))
    let (align, unicl) = (try run(ObjectiveSettings(ALIGN())), try run(ObjectiveSettings(UniCL())))
    #expect(abs(sum.loss - (0.25 * align.loss + 2 * unicl.loss)) < 1e-5)
    for index in sum.gradient.indices {
      #expect(abs(sum.gradient[index] - (0.25 * align.gradient[index] + 2 * unicl.gradient[index])) < 1e-5)
    }
    #expect(sum.metrics.contains("align_loss") && sum.metrics.contains("unicl_t2i_accuracy"))
  }

  @Test func theScaleStaysWithinItsBounds() throws {
    let tower = try LookupTower(GoldenLoss.images, logScale: log(10), backend: backend)
    for (smallest, largest, expected) in [(nil, 8, 8), (12, nil, 12), (1, 100, 10)] as [(Double?, Double?, Double)] {
      try tower.logScale.value.withFloats { $0[0] = Float(log(10.0)) }
      var settings = SoftmaxContrastive()
      settings.scale.smallest = smallest
      settings.scale.largest = largest
      try PreparedObjective(ObjectiveSettings(settings), for: tower, backend: backend).clampLogitScale(of: tower)
      #expect(abs(try tower.logitScale() - expected) < 1e-5)
    }
  }
}

import Autograd
import Corpora
import Images
import Models
import Objectives
import Runtime
import Tensors
import Testing
import TextRendering

@testable import Training

@Suite("Gradients of views beside an image and its caption")
struct FurtherViewGradientTests {
  typealias TowerKind = CachedForwardTests.TowerKind

  let squares: SquaresCorpus
  let backend: CPUBackend

  init() throws {
    squares = try SquaresCorpus()
    backend = try CPUBackend(pool: try ThreadPool(threads: 2))
  }

  /// The cosines of a caption to itself drawn again and to the image, and of the image to itself, unlike weights for each.
  private struct FourViews: Objective {
    var views: [BatchView] = [.image, .text, .imageAgain(1), .textAgain(1)]

    var requests: [ViewRequest] { (views + views.prefix(1)).map { ViewRequest($0) } }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      let rows = try views.map { try input.embedding($0) }
      let products = try zip(rows, rows.dropFirst()).enumerated().map { number, pair in
        try tape.scale(tape.sum(tape.multiply(pair.0, by: pair.1)), by: Float(number + 1))
      }
      return ObjectiveResult(loss: try products.dropFirst().reduce(products[0]) { try tape.add($0, $1) }, metrics: [])
    }
  }

  private func batch(_ kind: TowerKind) throws -> TrainingBatch {
    var options = kind.options
    options.views = Set(FourViews().views)
    options.photo.furtherAugmentation = .warp(PhotoAugmentation())
    return try BatchLoader(
      corpus: squares.corpus, options: options, pool: backend.pool, makeReader: { kind.reader }
    ).next()
  }

  @Test("in chunks of one, of a few and of all are those of the whole", arguments: TowerKind.allCases, [1, 7, 12])
  func chunks(kind: TowerKind, tokens: Int) throws {
    let batch = try batch(kind)
    func run(_ tokens: Int) throws -> (loss: Double, gradients: [[Float]]) {
      let tower = try kind.tower(on: backend)
      let result = try CachedForward(
        tower: tower, objective: FourViews(), plan: .oneStep(chunkTokens: tokens), backend: backend
      ).accumulate(batch)
      return (
        result.loss, try tower.parameters.parameters.map { try #require($0.variable.gradient).floatArray() }
      )
    }
    let (whole, parts) = (try run(.max), try run(tokens))
    #expect(abs(whole.loss - parts.loss) < 1e-4 && whole.gradients.contains { $0.contains { abs($0) > 0.01 } })
    for (left, right) in zip(whole.gradients, parts.gradients) {
      let largest = max(1e-2, left.map(abs).max() ?? 0)
      #expect(zip(left, right).allSatisfy { abs($0 - $1) < 2e-4 * largest })
    }
  }

  @Test("A plan counts what the processor computes, once for equal requests", arguments: TowerKind.allCases)
  func counted(kind: TowerKind) throws {
    let profile = Profile()
    let processor = try CPUBackend(pool: backend.pool, profile: profile)
    let batch = try batch(kind)
    let (real, device) = (try kind.tower(on: processor), CountingBackend(workers: 2))
    let plan = TrainingPlan.oneStep(chunkTokens: 9)
    profile.reset()
    _ = try CachedForward(tower: real, objective: FourViews(), plan: plan, backend: processor).accumulate(batch)
    let outline = BatchOutline(batch)
    let counted = try CachedForward(
      tower: kind.tower(on: device), objective: FourViews(), plan: plan, backend: device)
    let before = device.operations
    _ = try counted.accumulate(outline)
    let operations = profile.totals.reduce(0) { $0 + $1.operations }
    #expect(outline.pairs == 8 && outline.chunks(tokens: 9) == batch.chunks(tokens: 9))
    for view in FourViews().views { #expect(outline.places(of: view) == batch.places(of: view)) }
    #expect(operations > 0 && abs(device.operations - before - operations) < 1e-9 * operations)
  }

  @Test("An outline of views that come again and again knows where each stands")
  func places() {
    let views: [BatchView] = [.text, .imageAgain(1), .textAgain(1)]
    let shared = BatchOutline(patches: [4, 2, 4, 3], times: 3, views: views)
    #expect(shared.pairs == 3 && shared.places(of: .textAgain(1)) == [3, 7, 11])
    #expect(shared.places(of: .image) == [0, 4, 8])
    let apart = BatchOutline(patches: [4, 4], pages: [2, 3], times: 3, views: views)
    #expect(apart.pairs == 3 && apart.places(of: .imageAgain(1)) == [1, 3, 5])
    #expect(apart.places(of: .text) == [6, 8, 10] && apart.places(of: .textAgain(1)) == [7, 9, 11])
    let known = BatchOutline(patches: [4], tokens: [2, 3], times: 2, images: .known, views: views)
    #expect(known.pairs == 2 && known.places(of: .image) == [6, 7] && known.places(of: .textAgain(1)) == [3, 5])
    #expect(known.shows(.image) && !known.shows(.imageAgain(2)) && !known.hasGaps)
  }

  /// Pairs 1 and 3 lack the third view.
  private static let gaps =
    [BatchView.image: [0, 1, 2, 3], .text: [4, 5, 6, 7], .textAgain(1): [8, -1, 9, -1]]
    as [BatchView: [Int32]]

  private static func batchWithGaps() -> TrainingBatch {
    let count = 10
    return TrainingBatch(
      pixels: [UInt8](repeating: 0, count: 3 * count), rows: [UInt16](repeating: 0, count: count),
      columns: (0..<UInt16(count)).map { $0 }, offsets: (0...Int32(count)).map { $0 }, patchWidth: 3, views: gaps,
      facts: (0..<4).map { _ in RecordFacts() }, duplicateIds: [0, 1, 2, 3], truncation: TextTruncation())
  }

  private final class Seen: Objective {
    var rows: [[Float]] = []
    var shows: [Bool] = []
    var offsets: [Int32] = []
    let hasStates: Bool

    init(states: Bool) { hasStates = states }

    var requests: [ViewRequest] {
      [ViewRequest(.image), ViewRequest(.textAgain(1))] + (hasStates ? [ViewRequest(.textAgain(1), .states)] : [])
    }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      shows = input.shows(.textAgain(1))
      let (images, texts) = (try input.embedding(.image), try input.embedding(.textAgain(1)))
      let values = try texts.value.floatArray()
      rows = (0..<4).map { Array(values[8 * $0..<8 * $0 + 8]) }
      if hasStates { offsets = try input.states(.textAgain(1)).offsets }
      return ObjectiveResult(loss: try tape.sum(tape.multiply(images, by: texts)), metrics: [])
    }
  }

  @Test(
    "A pair that lacks a view has zeros there and gives no gradient, and the objective knows", arguments: [1, 3, .max],
    [false, true])
  func gaps(tokens: Int, states: Bool) throws {
    let table = GoldenLoss.images + GoldenLoss.texts + Array(GoldenLoss.images.reversed().prefix(2))
    let tower = try LookupTower(table, logScale: 0, backend: backend)
    let objective = Seen(states: states)
    let result = try CachedForward(
      tower: tower, objective: objective, plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(Self.batchWithGaps())
    let rows = GoldenLoss.unit(table)
    #expect(objective.shows == [true, false, true, false])
    for (pair, row) in [(0, 8), (2, 9)] {
      #expect(zip(objective.rows[pair], rows[row]).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }
    #expect(objective.rows[1] == [Float](repeating: 0, count: 8) && objective.rows[3] == objective.rows[1])
    if states { #expect(objective.offsets == [0, 1, 1, 2, 2]) }
    let expected = GoldenLoss.dot(rows[0], rows[8]) + GoldenLoss.dot(rows[2], rows[9])
    #expect(abs(result.loss - expected) < 1e-6)
    let gradient = try #require(tower.table.gradient).floatArray()
    let moved = (0..<10).filter { row in gradient[8 * row..<8 * row + 8].contains { $0 != 0 } }
    #expect(moved == [0, 2, 8, 9])
  }

  @Test("A view that the batch does not show is named")
  func missing() throws {
    let tower = try LookupTower(GoldenLoss.images + GoldenLoss.texts, logScale: 0, backend: backend)
    let ones = [Int](repeating: 1, count: 4)
    let error = #expect(throws: TrainingError.self) {
      try CachedForward(
        tower: tower, objective: Seen(states: false), plan: .oneStep(chunkTokens: 9), backend: backend
      ).accumulate(LookupTower.batch(images: ones, texts: ones))
    }
    #expect(error?.description.contains("the view 'text again 1', which the batch does not show") == true)
  }
}

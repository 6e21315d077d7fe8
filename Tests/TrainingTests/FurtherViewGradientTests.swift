import Autograd
import Corpora
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

  /// Of each side, how alike the pooled vectors are of what is shown twice; beside the embeddings', or alone.
  private struct PooledViews: Objective {
    let embeddings: FourViews?

    var requests: [ViewRequest] { (embeddings?.requests ?? []) + FourViews().views.map { ViewRequest($0, .pooled) } }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      let sides: [(BatchView, BatchView, Float)] = [(.image, .imageAgain(1), 0.02), (.text, .textAgain(1), 0.05)]
      var terms = try sides.map { one, other, weight in
        try tape.scale(tape.sum(tape.multiply(input.pooled(one), by: input.pooled(other))), by: weight)
      }
      if let embeddings { terms.append(try embeddings.evaluate(input, on: tape).loss) }
      return ObjectiveResult(loss: try terms.dropFirst().reduce(terms[0]) { try tape.add($0, $1) }, metrics: [])
    }
  }

  private func batch(_ kind: TowerKind) throws -> TrainingBatch {
    try kind.loader(squares, showing: Set(FourViews().views), pool: backend.pool).next()
  }

  /// Loss of a batch and gradients by name.
  private func run(
    _ objective: any Objective, _ batch: TrainingBatch, _ kind: TowerKind, tokens: Int
  ) throws -> (loss: Double, gradients: [String: [Float]]) {
    let tower = try kind.tower(on: backend)
    let result = try CachedForward(
      tower: tower, objective: objective, plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(batch)
    let gradients = try tower.parameters.parameters.map { ($0.name, try #require($0.variable.gradient).floatArray()) }
    return (result.loss, Dictionary(uniqueKeysWithValues: gradients))
  }

  /// Holds the gradients of a batch in chunks against those of the whole, which it returns.
  private func compare(
    _ objective: any Objective, _ kind: TowerKind, tokens: Int
  ) throws -> [String: [Float]] {
    let batch = try batch(kind)
    let whole = try run(objective, batch, kind, tokens: .max)
    let parts = try run(objective, batch, kind, tokens: tokens)
    #expect(abs(whole.loss - parts.loss) < 1e-4 && whole.gradients.values.contains { $0.contains { abs($0) > 0.01 } })
    for (name, left) in whole.gradients {
      let largest = max(1e-2, left.map(abs).max() ?? 0)
      #expect(zip(left, parts.gradients[name] ?? []).allSatisfy { abs($0 - $1) < 2e-4 * largest }, "\(name)")
    }
    return whole.gradients
  }

  @Test("in chunks of one, of a few and of all are those of the whole", arguments: TowerKind.allCases, [1, 7, 12])
  func chunks(kind: TowerKind, tokens: Int) throws { _ = try compare(FourViews(), kind, tokens: tokens) }

  @Test(
    "by pooled vectors are those of the whole too, are added to those by embeddings, and leave the last layer alone",
    arguments: TowerKind.allCases, [1, 7, 12])
  func pooled(kind: TowerKind, tokens: Int) throws {
    let both = try compare(PooledViews(embeddings: FourViews()), kind, tokens: tokens)
    let alone = try compare(PooledViews(embeddings: nil), kind, tokens: tokens)
    let embeddings = try compare(FourViews(), kind, tokens: tokens)
    for (name, sum) in both {
      let parts = zip(try #require(alone[name]), try #require(embeddings[name])).map { $0 + $1 }
      let largest = max(1e-2, sum.map(abs).max() ?? 0)
      #expect(zip(sum, parts).allSatisfy { abs($0 - $1) < 2e-4 * largest }, "\(name)")
    }
    let heads = alone.filter { $0.key.contains("/head/") }
    #expect(!heads.isEmpty && heads.values.allSatisfy { $0.allSatisfy { $0 == 0 } })
    let blocks = alone.filter { $0.key.contains("/block0/") && $0.key.hasSuffix("kernel") }
    #expect(!blocks.isEmpty && blocks.values.allSatisfy { $0.contains { $0 != 0 } })
  }

  @Test(
    "A plan counts what the processor computes, once for equal requests", arguments: TowerKind.allCases, [false, true])
  func counted(kind: TowerKind, isPooled: Bool) throws {
    let objective: any Objective = isPooled ? PooledViews(embeddings: FourViews()) : FourViews()
    let profile = Profile()
    let processor = try CPUBackend(pool: backend.pool, profile: profile)
    let batch = try batch(kind)
    let (real, device) = (try kind.tower(on: processor), CountingBackend(workers: 2))
    let plan = TrainingPlan.oneStep(chunkTokens: 9)
    profile.reset()
    _ = try CachedForward(tower: real, objective: objective, plan: plan, backend: processor).accumulate(batch)
    let outline = BatchOutline(batch)
    let counted = try CachedForward(
      tower: kind.tower(on: device), objective: objective, plan: plan, backend: device)
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

  private final class Seen: Objective {
    var rows: [[Float]] = []
    var shows: [Bool] = []
    var offsets: [Int32] = []
    private let output: ViewRequest.Output

    /// - Parameter output: that is asked for; with states the embeddings are asked for too.
    init(_ output: ViewRequest.Output = .embedding) { self.output = output }

    var requests: [ViewRequest] {
      [ViewRequest(.image), ViewRequest(.textAgain(1), output == .pooled ? .pooled : .embedding)]
        + (output == .states ? [ViewRequest(.textAgain(1), .states)] : [])
    }

    func evaluate(_ input: ObjectiveInput, on tape: Tape) throws -> ObjectiveResult {
      shows = input.shows(.textAgain(1))
      let images = try input.embedding(.image)
      let texts = try output == .pooled ? input.pooled(.textAgain(1)) : input.embedding(.textAgain(1))
      let values = try texts.value.floatArray()
      rows = (0..<4).map { Array(values[8 * $0..<8 * $0 + 8]) }
      if output == .states { offsets = try input.states(.textAgain(1)).offsets }
      return ObjectiveResult(loss: try tape.sum(tape.multiply(images, by: texts)), metrics: [])
    }
  }

  @Test(
    "A pair that lacks a view has zeros there and gives no gradient, and the objective knows", arguments: [1, 3, .max],
    [ViewRequest.Output.embedding, .states, .pooled])
  func gaps(tokens: Int, output: ViewRequest.Output) throws {
    let table = GoldenLoss.images + GoldenLoss.texts + Array(GoldenLoss.images.reversed().prefix(2))
    let tower = try LookupTower(table, logScale: 0, backend: backend)
    let objective = Seen(output)
    let result = try CachedForward(
      tower: tower, objective: objective, plan: .oneStep(chunkTokens: tokens), backend: backend
    ).accumulate(LookupTower.batch(Self.gaps))
    let rows = GoldenLoss.unit(table)
    #expect(objective.shows == [true, false, true, false])
    for (pair, row) in [(0, 8), (2, 9)] {
      #expect(zip(objective.rows[pair], rows[row]).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }
    #expect(objective.rows[1] == [Float](repeating: 0, count: 8) && objective.rows[3] == objective.rows[1])
    if output == .states { #expect(objective.offsets == [0, 1, 1, 2, 2]) }
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
        tower: tower, objective: Seen(), plan: .oneStep(chunkTokens: 9), backend: backend
      ).accumulate(LookupTower.batch(images: ones, texts: ones))
    }
    #expect(error?.description.contains("the view 'text again 1', which the batch does not show") == true)
  }
}

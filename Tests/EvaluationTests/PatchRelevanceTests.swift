import Images
import Models
import Runtime
import Tensors
import Testing

@testable import Evaluation
@testable import Reports

@Suite("What patches add to a score")
struct PatchRelevanceTests {
  private let embedder: TowerEmbedder

  init() throws {
    let backend = try CPUBackend(pool: ThreadPool(threads: 1))
    let configuration = TowerConfiguration(
      width: 32, depth: 2, heads: 2, patch: 4, embedding: 16, gridRows: 4, gridColumns: 4)
    embedder = TowerEmbedder(
      tower: try SharedTower(configuration: configuration, backend: backend, seed: 3), backend: backend,
      activation: .float32)
  }

  /// Patches in a row, each of one value.
  private func page(_ values: [UInt8]) -> PatchSequence {
    PatchSequence(
      patchSize: 4, rows: values.map { _ in 0 }, columns: (0..<UInt16(values.count)).map { $0 },
      pixels: values.flatMap { [UInt8](repeating: $0, count: 48) })
  }

  private func vector(_ page: PatchSequence) throws -> [Float] {
    Array(try embedder.embed([page], as: .text, ids: ["p"])[0])
  }

  @Test("it is what the cosine falls by when the model reads the page without the patch, in its place")
  func leavesOut() throws {
    let whole = page([0, 120, 250])
    // The second patch is gone and the third stays where it was.
    let rest = PatchSequence(
      patchSize: 4, rows: [0, 0], columns: [0, 2],
      pixels: [UInt8](repeating: 0, count: 48) + [UInt8](repeating: 250, count: 48))
    let queried = try vector(page([9, 200]))
    let relevance = try PatchRelevance.of([page([7]), whole], embedder: embedder)[1]
    func cosine(_ one: [Float]) -> Float { zip(one, queried).reduce(0) { $0 + $1.0 * $1.1 } }
    let expected = try cosine(vector(whole)) - cosine(vector(rest))
    #expect(abs(expected) > 1e-4)
    #expect(abs(relevance.falls(from: queried)[1] - expected) < 1e-5)
    #expect(abs(relevance.cosine(with: queried) - (try cosine(vector(whole)))) < 1e-5)
  }

  @Test("shades run from nothing to one; a single patch is all there is")
  func shades() throws {
    let queried = try vector(page([9, 200]))
    let relevance = try PatchRelevance.of([page([0, 120, 250, 30]), page([7])], embedder: embedder)
    let (falls, shades) = (relevance[0].falls(from: queried), relevance[0].shades(for: queried))
    #expect(shades.count == 4 && shades.max() == 1 && shades.allSatisfy { (0...1).contains($0) })
    for (fall, shade) in zip(falls, shades) { #expect((fall > 0) == (shade > 0)) }
    #expect(relevance[1].falls(from: queried) == [relevance[1].cosine(with: queried)])
    #expect(try PatchRelevance.of([], embedder: embedder).isEmpty)
    #expect(throws: EvaluationError.self) { try PatchRelevance.of([page([])], embedder: embedder) }
  }

  @Test("a shade colors paper and leaves ink and other patches alone")
  func colors() {
    let plain = PageImage(page([127, 127, 0])).image
    let shaded = PageImage(page([127, 127, 0]), shades: [1, 0, 1]).image
    let half = PageImage(page([127, 127, 0]), shades: [0.5, 0, 1]).image
    #expect(Array(shaded.pixels[0..<3]) == [255, 191, 63])
    #expect(Array(half.pixels[0..<3]) == [191, 159, 95])
    for patch in 1..<3 {
      #expect(shaded.pixels[patch * 12..<patch * 12 + 12] == plain.pixels[patch * 12..<patch * 12 + 12])
    }
  }
}

import Autograd
import Runtime
import Tensors
import Testing

@testable import Models

@Suite("Packing leaves out what a mask would hide")
struct PackingTests {
  let backend: CPUBackend
  let configuration = TowerConfiguration(
    width: 32, depth: 2, heads: 2, patch: 4, embedding: 16, gridRows: 6, gridColumns: 7)

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  /// An image or page as a grid of patches, some of which count.
  struct Grid {
    let rows: Int
    let columns: Int
    let visible: [Bool]
    let pixels: [[UInt8]]

    init(rows: Int, columns: Int, share: Float, patchWidth: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      self.rows = rows
      self.columns = columns
      var visible = (0..<rows * columns).map { _ in generator.uniform(0, 1) < share }
      visible[0] = true
      self.visible = visible
      pixels = (0..<rows * columns).map { _ in
        (0..<patchWidth).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      }
    }

    var tokens: [Int] { visible.indices.filter { visible[$0] } }
  }

  /// Pages with blank patches, photos with patches left out, and photos of three sizes, all in one batch.
  @Test func everySequenceOfAMixedBatchEqualsItsMaskedSelf() throws {
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 3)
    let grids = [(6, 7, 1), (2, 7, 0.4), (6, 6, 0.5), (3, 4, 1), (1, 5, 0.7), (6, 7, 0.1)].enumerated().map {
      Grid(
        rows: $1.0, columns: $1.1, share: $1.2, patchWidth: configuration.patchWidth, seed: UInt64($0))
    }
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let input = try PatchInput(
      pixels: grids.flatMap { grid in grid.tokens.flatMap { grid.pixels[$0] } },
      rows: grids.flatMap { grid in grid.tokens.map { UInt16($0 / grid.columns) } },
      columns: grids.flatMap { grid in grid.tokens.map { UInt16($0 % grid.columns) } },
      offsets: grids.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1.tokens.count)) },
      configuration: configuration, on: tape)
    let packed = try tower.embed(input, on: tape).value.floatArray()
    let reference = MaskedReference(tower: tower)
    for (index, grid) in grids.enumerated() {
      let expected = try reference.embedding(
        grid.pixels.map { $0.map { Double($0) / 127.5 - 1 } },
        positionIds: grid.visible.indices.map { $0 / grid.columns * configuration.gridColumns + $0 % grid.columns },
        visible: grid.visible)
      let found = packed[index * configuration.embedding..<(index + 1) * configuration.embedding]
      let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 1
      #expect(worst < Tolerance.embedding, "sequence \(index)")
    }
  }
}

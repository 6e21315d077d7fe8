import Autograd
import Runtime
import Tensors
import Testing

@testable import Models

@Suite("The vision transformer over packed patches")
struct VisionTransformerTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  static func configuration(pooling: TowerConfiguration.Pooling) -> TowerConfiguration {
    TowerConfiguration(
      width: 32, depth: 2, heads: 2, patch: 4, pooling: pooling, embedding: 16, gridRows: 4, gridColumns: 5)
  }

  /// Patches of sequences of the given lengths, at seeded places, from a generator that does not see the packing.
  func input(_ lengths: [Int], _ configuration: TowerConfiguration, on tape: Tape, seed: UInt64 = 3) throws
    -> PatchInput
  {
    var generator = SeededGenerator(seed: seed)
    var pixels: [UInt8] = []
    var rows: [UInt16] = []
    var columns: [UInt16] = []
    var offsets: [Int32] = [0]
    for length in lengths {
      for token in 0..<length {
        rows.append(UInt16(token / 5))
        columns.append(UInt16(token % 5))
        pixels += (0..<configuration.patchWidth).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      }
      offsets.append(Int32(rows.count))
    }
    return try PatchInput(
      pixels: pixels, rows: rows, columns: columns, offsets: offsets, configuration: configuration, on: tape)
  }

  @Test(arguments: TowerConfiguration.Pooling.allCases)
  func aSequenceIsEmbeddedAlikeAloneAndInABatch(pooling: TowerConfiguration.Pooling) throws {
    let configuration = Self.configuration(pooling: pooling)
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 1)
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let alone = try tower.embed(input([7], configuration, on: tape), on: tape).value.floatArray()
    let together = try tower.embed(input([7, 1, 20, 3], configuration, on: tape), on: tape).value.floatArray()
    for (left, right) in zip(alone, together) { #expect(Double(abs(left - right)) < Tolerance.embedding) }
  }

  @Test func embeddingsHaveUnitLength() throws {
    let configuration = Self.configuration(pooling: .map)
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 1)
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let values = try tower.embed(input([4, 9], configuration, on: tape), on: tape).value.floatArray()
    for row in 0..<2 {
      let length = values[row * 16..<(row + 1) * 16].reduce(0) { $0 + $1 * $1 }
      #expect(Double(abs(length - 1)) < Tolerance.embedding)
    }
  }

  @Test(
    "What the last layer gets becomes the embedding through that layer", arguments: TowerConfiguration.Pooling.allCases)
  func pooled(pooling: TowerConfiguration.Pooling) throws {
    let configuration = Self.configuration(pooling: pooling)
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 1)
    let tape = Tape(backend: backend, activation: .float32, isRecording: false)
    let features = try tower.pooled(input([7, 1, 20], configuration, on: tape), as: .image, on: tape)
    #expect(features.value.shape.axes == [3, configuration.width])
    let kernel = try #require(tower.parameters["encoder/head/kernel"]).value.floatArray()
    let bias = try #require(tower.parameters["encoder/head/bias"]).value.floatArray()
    let (values, width) = (try features.value.floatArray(), configuration.width)
    let embedded = try tower.embed(input([7, 1, 20], configuration, on: tape), on: tape).value.floatArray()
    for row in 0..<3 {
      let made = bias.indices.map { column in
        (0..<width).reduce(bias[column]) { $0 + values[row * width + $1] * kernel[$1 * bias.count + column] }
      }
      let length = made.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for column in bias.indices {
        let difference = abs(made[column] / length - embedded[row * bias.count + column])
        #expect(Double(difference) < Tolerance.embedding)
      }
    }
  }

  @Test func bfloat16AgreesWithFloat32ToItsPrecision() throws {
    let configuration = Self.configuration(pooling: .mean)
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 1)
    func embeddings(_ activation: ElementType) throws -> [Float] {
      let tape = Tape(backend: backend, activation: activation, isRecording: false)
      return try tower.embed(input([7, 20], configuration, on: tape), on: tape).value.floatArray()
    }
    for (left, right) in zip(try embeddings(.float32), try embeddings(.bfloat16)) {
      #expect(Double(abs(left - right)) < Tolerance.bfloat16)
    }
  }

  @Test func theSameSeedMakesTheSameTowerAndAnotherSeedAnother() throws {
    func first(_ seed: UInt64) throws -> [Float] {
      let tower = try SharedTower(
        configuration: Self.configuration(pooling: .mean), backend: backend, seed: seed)
      return try #require(tower.parameters["encoder/block0/attention/qkv/kernel"]).value.floatArray()
    }
    #expect(try first(5) == first(5))
    #expect(try first(5) != first(6))
  }

  @Test func aPatchOutsideTheGridIsRefused() throws {
    let configuration = Self.configuration(pooling: .mean)
    let tape = Tape(backend: backend, activation: .float32)
    let error = #expect(throws: TensorError.self) {
      try PatchInput(
        pixels: Array(repeating: 0, count: configuration.patchWidth), rows: [4], columns: [0], offsets: [0, 1],
        configuration: configuration, on: tape)
    }
    #expect(error?.description.contains("outside the 4 x 5 grid") == true)
  }
}

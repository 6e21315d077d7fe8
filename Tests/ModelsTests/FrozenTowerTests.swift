import Autograd
import Runtime
import Tensors
import Testing

@testable import Models

@Suite("Frozen parameters of towers")
struct FrozenTowerTests {
  let backend: CPUBackend
  let plain = TowerConfiguration(
    width: 32, depth: 2, heads: 2, patch: 4, pooling: .map, embedding: 16, gridRows: 3, gridColumns: 3)

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 2)) }

  /// What the patches of both modalities leave in a tower's parameters, where some of them are frozen.
  private func gradients(
    _ tower: some Tower, _ recomputation: ActivationCheckpointing = .normsAndActivations,
    activation: ElementType = .float32, freezing isFrozen: (String) -> Bool
  ) throws -> [String: [Float]] {
    tower.parameters.freeze { isFrozen($0.name) }
    for modality in Modality.allCases {
      let tape = Tape(backend: backend, activation: activation, recomputation: recomputation)
      let input = try PatchMaker(backend: backend).input([5, 9, 2], tower.vision(for: modality), on: tape)
      let out = try tower.embed(input, as: modality, on: tape)
      try tape.backward(from: out, gradient: backend.tensor((0..<48).map { Float($0 % 7) - 3 }, [3, 16]))
    }
    let found = try tower.parameters.parameters.compactMap { parameter in
      try parameter.variable.gradient.map { (parameter.name, try $0.floatArray()) }
    }
    return Dictionary(uniqueKeysWithValues: found)
  }

  @Test("Whichever one is frozen, the others get the gradients that they always get", arguments: [true, false])
  func eachAlone(isCLIP: Bool) throws {
    let configuration = isCLIP ? plain.withCLIPArchitecture() : plain
    func tower() throws -> SharedTower { try SharedTower(configuration: configuration, backend: backend, seed: 4) }
    let names = try tower().parameters.parameters.map(\.name)
    for recomputation in ActivationCheckpointing.allCases {
      let whole = try gradients(tower(), recomputation) { _ in false }
      #expect(whole.count == names.count)
      for name in names {
        var expected = whole
        expected[name] = nil
        let isRight = try gradients(tower(), recomputation) { $0 == name } == expected
        #expect(isRight, "\(name) frozen, \(recomputation) computed again")
      }
    }
  }

  @Test("A locked image tower, and locked first layers", arguments: [ElementType.float32, .bfloat16])
  func prefixes(activation: ElementType) throws {
    func towers() throws -> TwinPageTowers {
      try TwinPageTowers(image: plain, page: plain.withCLIPArchitecture(), backend: backend, seed: 5)
    }
    for recomputation in ActivationCheckpointing.allCases {
      let whole = try gradients(towers(), recomputation, activation: activation) { _ in false }
      for prefixes in [["image/"], ["text/"], ["image/embedding", "image/positions", "image/block0"]] {
        func isFrozen(_ name: String) -> Bool { prefixes.contains { name.hasPrefix($0) } }
        let part = try gradients(towers(), recomputation, activation: activation, freezing: isFrozen)
        let isRight = part == whole.filter { !isFrozen($0.key) }
        #expect(isRight, "\(prefixes)")
        #expect(part.count < whole.count)
      }
    }
  }

  @Test("A tower that is frozen as a whole records nothing and keeps nothing", arguments: Modality.allCases)
  func nothingIsKept(modality: Modality) throws {
    let tower = try TwinPageTowers(image: plain, page: plain.withCLIPArchitecture(), backend: backend, seed: 5)
    func kept(isRecording: Bool, _ recomputation: ActivationCheckpointing = .none) throws -> (bytes: Int, entries: Int)
    {
      let before = backend.usedBytes
      let tape = Tape(
        backend: backend, activation: .bfloat16, isRecording: isRecording, recomputation: recomputation)
      let input = try PatchMaker(backend: backend).input([5, 9, 2], tower.vision(for: modality), on: tape)
      let out = try tower.embed(input, as: modality, on: tape)
      #expect(out.needsGradient == tower.parameters.trainable.contains { $0.name.hasSuffix("head/kernel") })
      return withExtendedLifetime((tape, input, out)) { (backend.usedBytes - before, tape.recordedOperations) }
    }
    _ = try kept(isRecording: true)
    let quiet = try kept(isRecording: false)
    let trained = try kept(isRecording: true)
    #expect(trained.bytes > quiet.bytes && trained.entries > 10)
    let (size, before) = (tower.parameters.count, backend.usedBytes)
    tower.parameters.freeze { $0.name.hasPrefix("image/") || $0.name.hasPrefix("text/") }
    // The gradients' buffers are gone.
    #expect(before - backend.usedBytes >= 4 * (size - 1))
    #expect(tower.parameters.trainable.map(\.name) == ["logScale"] && tower.parameters.count == size)
    for recomputation in ActivationCheckpointing.allCases {
      let frozen = try kept(isRecording: true, recomputation)
      #expect(frozen == quiet)
      #expect(frozen.entries == 0)
    }
    tower.parameters.zeroGradients()
    #expect(tower.parameters["image/head/kernel"]?.isFrozen == true && tower.parameters["logScale"]?.isFrozen == false)
  }
}

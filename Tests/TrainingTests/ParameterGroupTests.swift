import Autograd
import Corpora
import Files
import Models
import Runtime
import TestSupport
import Tensors
import Testing

@testable import Training

@Suite("Groups of parameters, and embeddings of images that are known")
struct ParameterGroupTests {
  let backend: CPUBackend

  init() throws { backend = try CPUBackend(pool: try ThreadPool(threads: 1)) }

  private func tower() throws -> SharedTower {
    try SharedTower(
      configuration: TowerConfiguration(width: 16, depth: 2, heads: 2, patch: 4, embedding: 8), backend: backend,
      seed: 1)
  }

  private func group(_ parameters: String, frozen: Bool = false, factor: Double = 1) -> ParameterGroup {
    var group = ParameterGroup()
    (group.parameters, group.frozen, group.learningRateFactor) = (parameters, frozen, factor)
    return group
  }

  @Test("the first group of a name is the one that counts")
  func first() throws {
    let store = try tower().parameters
    try [group("encoder/block0/", factor: 3), group("encoder/", frozen: true)].apply(to: store)
    for parameter in store.parameters {
      let isFirst = parameter.name.hasPrefix("encoder/block0/")
      #expect(parameter.isFrozen == (parameter.name.hasPrefix("encoder/") && !isFirst), "\(parameter.name)")
      #expect(parameter.learningRateFactor == (isFirst ? 3 : 1), "\(parameter.name)")
    }
  }

  @Test("a group that would do nothing is refused, and so is a model of which nothing is trained")
  func refused() throws {
    func complaint(_ groups: [ParameterGroup]) throws -> String {
      let store = try tower().parameters
      do { try groups.apply(to: store) } catch { return "\(error)" }
      return ""
    }
    #expect(try complaint([group("towers/")]).contains("no parameter's name begins with 'towers/'"))
    #expect(
      try complaint([group("encoder/"), group("encoder/block0/", frozen: true)]).contains(
        "'encoder/block0/' belong to a group before it"))
    #expect(try complaint([group("encoder/", frozen: true)]).contains("every layer is frozen"))
    #expect(try complaint([group("encoder/block", frozen: true)]).isEmpty)
  }

  @Test("known embeddings are read back to the bit; a damaged file and one of other images are made anew")
  func embeddings() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("images.safetensors")
    let images = (0..<5).map { (number: RecordFacts.Number(part: 1, record: 2 * $0), hash: UInt64($0) << 40) }
    let rows = (0..<15).map { Float($0) / 7 }
    try ImageEmbeddings.write(images, rows: rows, width: 3, source: "a", to: path)
    #expect(try ImageEmbeddings(at: path, source: "b", counts: [0, 10]) == nil)
    #expect(try ImageEmbeddings(at: folder.file("none"), source: "a", counts: [0, 10]) == nil)
    let found = try #require(try ImageEmbeddings(at: path, source: "a", counts: [0, 10]))
    #expect(found.known.hash(of: images[3].number) == 3 << 40 && found.known.hash(of: .init(part: 0, record: 0)) == nil)
    let out = try backend.zeros([2, 3], .float32)
    try found.copy([images[4].number, images[1].number], into: out)
    #expect(try out.floatArray() == Array(rows[12..<15] + rows[3..<6]))
    #expect(throws: TrainingError.self) { try found.copy([.init(part: 1, record: 1)], into: out.rows(0..<1)) }

    var bytes = try FileBytes(path: path).withBytes { Array($0) }
    bytes[bytes.count - 9] ^= 1
    try AtomicFile.write(bytes, to: path)
    #expect(throws: TrainingError.self) { try ImageEmbeddings(at: path, source: "a", counts: [0, 10]) }
  }
}

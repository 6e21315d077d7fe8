import Evaluation
import Pretrained
import Runtime
import Tensors
import TestSupport
import Testing

@Suite("The model equals big_vision's on recorded arrays")
struct GoldenModelTests {
  static func recorded(_ name: String) throws -> [String: WeightArray] {
    let path = Fixture.path("\(name).npz")
    return try WeightArray.byName(NumpyArchive(path: path).arrays())
  }

  @Test(arguments: ["one_tower_map", "one_tower_gap"], [1, 2, 3])
  func embeddingsLossAndEveryGradientAgree(name: String, threads: Int) throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: threads))
    let comparison = try GoldenComparison(Self.recorded(name), backend: backend)
    #expect(comparison.rows.count > 20)
    for row in comparison.rows {
      let tolerance = row.name.hasPrefix("gradient") ? 1e-4 : 1e-5
      #expect(row.relativeError < tolerance, "\(row.name)")
    }
  }
}

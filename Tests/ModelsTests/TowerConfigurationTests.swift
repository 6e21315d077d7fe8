import Runtime
import Tensors
import Testing

@testable import Models

@Suite("Tower configurations")
struct TowerConfigurationTests {
  @Test func theStoreCountsWhatTheFormulaCounts() throws {
    let configuration = TowerConfiguration(
      width: 32, depth: 2, heads: 2, mlp: 80, patch: 4, pooling: .map, embedding: 16, gridRows: 4, gridColumns: 4)
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1))
    let tower = try SharedTower(configuration: configuration, backend: backend, seed: 0)
    let block = 4 * 32 * 32 + 9 * 32 + 2 * 32 * 80 + 80
    let map = 32 + 4 * 32 * 32 + 7 * 32 + 2 * 32 * 80 + 80
    let ends = 48 * 32 + 32 + 16 * 32 + 2 * 32 + 32 * 16 + 16 + 1
    #expect(tower.parameters.count == 2 * block + map + ends)
  }

  @Test(arguments: [
    (TowerConfiguration(width: 0, depth: 1, heads: 1, embedding: 8), "model.width"),
    (TowerConfiguration(width: 8, depth: 1, heads: 3, embedding: 8), "model.heads"),
    (TowerConfiguration(width: 8, depth: 1, heads: 1, patch: 0, embedding: 8), "model.patch"),
  ])
  func impossibleNumbersAreNamed(configuration: TowerConfiguration, field: String) {
    let error = #expect(throws: TensorError.self) { try configuration.validate() }
    #expect(error?.description.hasPrefix(field) == true)
  }

  @Test func weightDecayReachesKernelsOnly() throws {
    let backend = try CPUBackend(pool: try ThreadPool(threads: 1))
    let tower = try SharedTower(
      configuration: TowerConfiguration(width: 8, depth: 1, heads: 1, patch: 2, pooling: .map, embedding: 8),
      backend: backend, seed: 0)
    for parameter in tower.parameters.parameters {
      #expect(parameter.decays == parameter.name.hasSuffix("/kernel"), "\(parameter.name)")
    }
  }
}

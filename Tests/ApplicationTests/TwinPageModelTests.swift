import FoundationEssentials
import JSON
import TestSupport
import Testing

@testable import Application
@testable import Models
@testable import Recipes

@Suite("Models with a tower for pages")
struct TwinPageModelTests {
  private func model(_ page: String, folder: TemporaryFolder) throws -> RunModel {
    let text = #"{"model": {"tower": "twinPages", "variant": "mu", "page": \#(page)}}"#
    let recipe = try Recipe(json: JSONValue(parsing: text))
    return try RunModel(
      recipe, readers: CaptionReaders(recipe, in: RunFolder(path: folder.path)), in: ComputeContext(threads: 1))
  }

  @Test("The page tower begins as a clone of the image tower where the recipe says so", arguments: [true, false])
  func clone(isClone: Bool) throws {
    let folder = try TemporaryFolder()
    let model = try model(#"{"initializeFromImageTower": \#(isClone)}"#, folder: folder)
    let kernels = try ["image", "text"].map {
      try #require(model.tower.parameters["\($0)/embedding/kernel"]).value.floatArray()
    }
    #expect((kernels[0] == kernels[1]) == isClone)
    #expect(model.readers.tokenizer == nil && model.tower is TwinPageTowers)
  }

  @Test("Captions are drawn in patches of the page tower, and photos are cut into those of the image tower")
  func patches() throws {
    let folder = try TemporaryFolder()
    let model = try model(#"{"patch": 8, "width": 16}"#, folder: folder)
    let read = try model.readers.make().read("好", language: "zh", seed: nil)
    #expect(read.sequence.patches?.patchSize == 8 && model.recipe.photoPreparation.patchSize == 16)
    let table = try model.embedder.embed([read.sequence], ids: ["好"])
    #expect(table.count == 1 && table.width == model.recipe.model.embedding)
    #expect(try model.readers.rendererContract != .null)
    let other = try self.model(#"{"patch": 16, "width": 16}"#, folder: folder)
    #expect(try model.readers.rendererContract != other.readers.rendererContract)
  }
}

import FoundationEssentials
import JSON
import Recipes
import Schema
import Testing

@Suite("Overrides")
struct RecipeOverrideTests {
  private func resolve(_ texts: [String], over document: String = "{}") throws -> Recipe {
    try Recipe.resolve(
      try JSONValue(parsing: document), source: "test.json",
      overrides: try texts.map { try RecipeOverride(parsing: $0) })
  }

  @Test(
    "a field takes the value of its type",
    arguments: [
      ("model.width=384", "model.width", "384"),
      ("image.augmentation.grayscale=0", "image.augmentation.grayscale", "0"),
      ("model.pooling=map", "model.pooling", "\"map\""),
      ("rendering.keepBlankPatches=true", "rendering.keepBlankPatches", "true"),
      ("corpus.folder=a=b", "corpus.folder", "\"a=b\""), ("corpus.folder=null", "corpus.folder", "null"),
      ("optimizer.learningRate=3e-4", "optimizer.learningRate", "0.0003"), ("name=zh-large", "name", "\"zh-large\""),
      (#"languages=["zh","en"]"#, "languages", #"["zh","en"]"#), ("model.variant=Ti", "model.depth", "12"),
    ])
  func fields(text: String, path: String, json: String) throws {
    let value = try path.split(separator: ".").reduce(resolve([text]).json) { document, name in
      try #require(document[String(name)])
    }
    #expect(value.compactText == json)
  }

  @Test("later overrides win, and nothing else changes")
  func order() throws {
    let recipe = try resolve(
      ["training.batch=8", "training.batch=16"], over: #"{"training": {"batch": 4, "steps": 7}}"#)
    var expected = Recipe()
    expected.training.batch = 16
    expected.training.steps = 7
    #expect(recipe == expected)
  }

  @Test("another kind drops the old kind's fields and keeps those given beside it, in either order")
  func kinds() throws {
    let document = Recipe().json.compactText
    for texts in [["schedule.kind=rsqrt", "schedule.cooldown=0.3"], ["schedule.cooldown=0.3", "schedule.kind=rsqrt"]] {
      guard case .reciprocalSquareRoot(let schedule) = try resolve(texts, over: document).schedule else {
        Issue.record("the kind did not change")
        continue
      }
      #expect(schedule.coolDown == 0.3)
      #expect(schedule.warmUp == 0.1)
    }
  }

  @Test("naming the kind that is there already changes nothing")
  func sameKind() throws {
    let recipe = try resolve(["schedule.kind=cosine"], over: #"{"schedule": {"kind": "cosine", "floor": 0.5}}"#)
    guard case .cosine(let schedule) = recipe.schedule else {
      Issue.record("the kind changed")
      return
    }
    #expect(schedule.floor == 0.5)
  }

  @Test("a variant takes the place of the numbers in the file")
  func variant() throws {
    let model = try resolve(["model.variant=S"], over: Recipe().json.compactText).model
    #expect([model.width, model.depth, model.heads, model.mlp] == [384, 12, 6, 1536])
  }

  @Test(
    "a wrong override is named as one",
    arguments: [
      ("model.widht=3", "--set: model.widht: there is no such field; did you mean width?"),
      ("model.width=wide", "--set: model.width: should be a whole number, not \"wide\""),
      ("model.width=0", "--set: model.width: 0 is out of range; allowed: 8 to 16384"),
      ("model=3", "--set: model: should be an object, not a number"),
      ("model.width.more=3", "--set: model.width: should be a whole number, not an object"),
      ("model.width", "--set: 'model.width' does not have the form section.field=value"),
      ("=3", "--set: '=3' does not have the form section.field=value"),
      ("model..width=3", "--set: 'model..width=3' does not have the form section.field=value"),
      (
        "image.imageSize=240",
        "--set: image.imageSize: 240 pixels are 15 × 15 patches, more than the model's grid of 14 × 14"
      ),
      ("rendering.rows=3", "test.json: rendering.columns: 99 is more than model.gridColumns, 14"),
    ])
  func complaints(text: String, sentence: String) throws {
    let document = text == "rendering.rows=3" ? #"{"rendering": {"columns": 99}}"# : "{}"
    let error = #expect(throws: RecipeError.self) { try resolve([text], over: document) }
    #expect(error?.description == sentence)
  }

  @Test("a file's mistakes are named with the file")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "clippo-recipes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "recipe.json").path
    try Data(#"{"model": {"heds": 3}}"#.utf8).write(to: URL(filePath: file))
    let field = #expect(throws: RecipeError.self) { try Recipe.load(file: file) }
    #expect(field?.description == "\(file): model.heds: there is no such field; did you mean heads?")
    try Data("{\"model\": }".utf8).write(to: URL(filePath: file))
    let syntax = #expect(throws: JSONError.self) { try Recipe.load(file: file) }
    #expect(syntax?.description.hasPrefix("\(file):1:11: ") == true)
    #expect(throws: CocoaError.self) { try Recipe.load(file: folder.appending(path: "none.json").path) }
  }
}

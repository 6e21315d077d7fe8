import FoundationEssentials
import JSON
import Testing

@testable import Recipes
@testable import Schema

@Suite("Keys of recipes of version 1")
struct FormerKeysTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  private func fixture(_ name: String) -> String { Self.fixtures.appending(path: name).path }

  @Test("a recipe of version 1 with every field written out is the default recipe")
  func wholeRecipe() throws {
    #expect(try Recipe.load(file: fixture("recipe-1.json")) == Recipe())
  }

  @Test("a comparison of version 1 is read with its models, budget and settings")
  func comparison() throws {
    let comparison = try ComparisonRecipe.load(file: fixture("comparison-1.json"))
    #expect(comparison.models.map(\.name) == ["pixels", "tokens", "twin"] && comparison.equalize == .steps)
    let recipe = try Recipe.resolve(comparison.recipe.json, source: "recipe")
    #expect(recipe.image.imageSize == 96 && recipe.image.cacheSize == 112 && recipe.training.emaDecay == 0.998)
    guard case .crop(let crop) = recipe.image.augmentation else {
      Issue.record("another augmentation")
      return
    }
    #expect(crop.flipProbability == 0.5 && crop.colorJitterProbability == 0.5)
  }

  @Test("every former key leads to a field that there is, and every former word to one of its values")
  func rows() throws {
    for row in FormerKeys.rows where row.path.first != "arms" && row.path.first != "match" {
      let names = FormerKeys.current(row.path, .null).names
      #expect(names.last == row.name)
      #expect(try Self.hasField(names), "\(names.joined(separator: ".")) is no field")
    }
  }

  @Test(
    "words of version 1 are those of today",
    arguments: [
      (#"{"training": {"recompute": "cheap"}}"#, "training.activationCheckpointing", "normsAndActivations"),
      (#"{"training": {"recompute": "block"}}"#, "training.activationCheckpointing", "block"),
      (#"{"objective": {"duplicates": "ignore"}}"#, "objective.duplicatePairs", "negative"),
      (#"{"objective": {"duplicates": "positive"}}"#, "objective.duplicatePairs", "positive"),
      (#"{"page": {"emoji": "ink"}}"#, "rendering.emoji", "foreground"),
      (#"{"photo": {"augmentation": {"kind": "warp"}}}"#, "image.augmentation.kind", "affine"),
      (#"{"model": {"tower": "twin", "style": "plain", "text": {"style": "bert"}}}"#, "model.architecture", "vit"),
      // A section under its new name may still hold old keys.
      (#"{"image": {"augmentation": {"kind": "warp"}}}"#, "image.augmentation.kind", "affine"),
    ])
  func words(text: String, path: String, word: String) throws {
    var value = try Recipe(json: JSONValue(parsing: text)).json
    for name in path.split(separator: ".") { value = value[String(name)] ?? .null }
    #expect(value.stringValue == word)
  }

  @Test("--set takes either name")
  func overrides() throws {
    let former = try RecipeOverride(parsing: "photo.augmentation.mirrored=0.5")
    #expect(try former == RecipeOverride(parsing: "image.augmentation.flipProbability=0.5"))
    #expect(
      try RecipeOverride(parsing: "training.recompute=cheap")
        == RecipeOverride(parsing: "training.activationCheckpointing=normsAndActivations"))
  }

  @Test("what was replaced is said once for each key, and nothing is said of a recipe of today")
  func changes() throws {
    var changes: [String] = []
    let document = try JSONValue(
      parsing: #"{"name": "x", "photo": {"share": 1}, "training": {"keep": "best", "steps": 3}}"#)
    _ = FormerKeys.current(document) { changes.append($0) }
    #expect(
      changes == [
        "photo is image", "image.share is image.patchKeepRate", "training.keep is training.selectCheckpoint",
      ])
    changes = []
    _ = FormerKeys.current(Recipe().json) { changes.append($0) }
    #expect(changes.isEmpty)
  }

  @Test(
    "a field that stands there under both names is refused, where neither would be lost without a word",
    arguments: [
      (#"{"photo": {"side": 96}, "image": {"imageSize": 64}}"#, "image"),
      (#"{"image": {"side": 96, "imageSize": 64}}"#, "image.imageSize"),
      (#"{"objective": {"temperature": 5, "logitScale": 7}}"#, "objective.logitScale"),
    ])
  func twice(text: String, path: String) throws {
    let json = try JSONValue(parsing: text)
    let error = #expect(throws: RecipeError.self) { try Recipe(json: json) }
    #expect(error?.path == path && error?.problem.contains("stands here twice") == true, "\(String(describing: error))")
  }

  @Test("a recipe of a later version is refused")
  func later() {
    let error = #expect(throws: RecipeError.self) { try Recipe(json: ["version": 3]) }
    #expect(error?.description.hasPrefix("version: 3 is no version that this program reads") == true)
  }

  /// Whether some kind of every section on the way has the field.
  private static func hasField(_ names: [String]) throws -> Bool {
    let kinds: [[String: String]] = [
      [:], ["corpus": "pairs"], ["image.augmentation": "crop"], ["model.text.tokenizer": "sentencePiece"],
    ]
    return try kinds.contains { chosen in
      var document: JSONValue = [:]
      for (path, kind) in chosen {
        document = nested(path.split(separator: ".").map(String.init), ["kind": .string(kind)])
      }
      if chosen["corpus"] != nil {
        document = ["corpus": ["kind": "pairs", "training": [["path": "x"]], "evaluation": [["path": "x"]]]]
      }
      var value = try Recipe(json: document).json
      for name in names {
        if let first = value.arrayValue?.first { value = first }
        guard let next = value[name] else { return false }
        value = next
      }
      return true
    }
  }

  private static func nested(_ names: [String], _ value: JSONValue) -> JSONValue {
    names.reversed().reduce(value) { .object([JSONMember($1, $0)]) }
  }
}

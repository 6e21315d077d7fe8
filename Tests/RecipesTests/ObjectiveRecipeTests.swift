import FoundationEssentials
import JSON
import Objectives
import Recipes
import Schema
import Testing

@Suite("Objectives in a recipe")
struct ObjectiveRecipeTests {
  private func recipe(_ objective: JSONValue) throws -> Recipe { try Recipe(json: ["objective": objective]) }

  @Test(
    "are known by the names of their papers",
    arguments: [
      ("clip", "softmaxContrastive"), ("clippo", "softmaxContrastive"), ("siglip", "sigmoidContrastive"),
      ("florence", "unicl"), ("align", "align"), ("unicl", "unicl"),
    ])
  func names(word: String, written: String) throws {
    let json = try recipe(["kind": .string(word)]).json
    #expect(json["objective"]?["kind"] == .string(written))
    #expect(try Recipe(json: json).json == json)
  }

  @Test("every kind, and every other word for it, has its row and its section on the page of objectives")
  func page() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/objectives.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    for kind in ObjectiveSettings.kinds {
      let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(kind.name)` |") }
      #expect(row != nil, "docs/objectives.md has no row of \(kind.name)")
      for word in kind.otherNames { #expect(row?.contains("`\(word)`") == true, "\(kind.name) is also called \(word)") }
      let section = page.split(separator: "\n").first { $0.hasPrefix("## ") && $0.contains("`\(kind.name)`") }
      #expect(section != nil, "docs/objectives.md has no section of \(kind.name)")
    }
    #expect(ObjectiveSettings.kinds.count > 6)
  }

  @Test("a list of weighted terms is read and written")
  func weighted() throws {
    let terms: JSONValue = [
      ["weight": 0.5, "objective": ["kind": "align", "labelSmoothing": 0.2]], ["objective": ["kind": "unicl"]],
    ]
    let recipe = try recipe(["kind": "weighted", "terms": terms])
    #expect(recipe.objective.initialLogitScale == 1 && recipe.objective.requirements.labels)
    let written = recipe.json["objective"]?["terms"]?.arrayValue ?? []
    #expect(written.count == 2 && written[0]["weight"] == 0.5 && written[0]["objective"]?["labelSmoothing"] == 0.2)
    #expect(written[1]["weight"] == 1 && written[1]["objective"]?["kind"] == "unicl")
    #expect(try Recipe(json: recipe.json).json == recipe.json)
  }

  @Test(
    "what cannot be is refused with its place",
    arguments: [
      (["kind": "clop"], "objective.kind: 'clop'"),
      (["maxLogitScale": 5], "objective.maxLogitScale: 5 is less than logitScale, 10"),
      (["minLogitScale": 20], "objective.minLogitScale: 20 is more than logitScale, 10"),
      (["maxLogitScale": 1e9], "objective.maxLogitScale: 1000000000 is out of range"),
      (["labelSmoothing": 1], "objective.labelSmoothing: 1 is out of range"),
      (["directions": "both"], "objective.directions: 'both'"),
      (["kind": "align", "bias": 1], "objective.bias: only kind sigmoidContrastive has this field"),
      (["kind": "weighted"], "objective.terms: names no objective"),
      (
        ["kind": "weighted", "terms": [["objective": ["kind": "clip"]], ["objective": ["kind": "siglip"]]]],
        "terms[1] learns a bias"
      ),
      (["kind": "weighted", "terms": [["weight": 0]]], "objective.terms: weighs every objective with 0"),
      (
        ["kind": "weighted", "terms": [["objective": ["kind": "distillation"]]]],
        "objective.terms[0].objective.teacher: names no run"
      ),
      (
        [
          "kind": "weighted",
          "terms": [
            ["objective": ["kind": "distillation", "teacher": "a"]],
            ["objective": ["kind": "distillation", "teacher": "b"]],
          ],
        ], "objective.terms[1].objective.teacher: is another than that of objective.terms[0].objective"
      ),
      (
        ["kind": "weighted", "terms": [["objective": ["kind": "clip"]], ["objective": ["kind": "lit"]]]],
        "objective.terms[1].objective.kind: lit locks the image tower"
      ),
      (["kind": "weighted", "terms": [["weight": -1]]], "objective.terms[0].weight: -1 is out of range"),
    ] as [(JSONValue, String)])
  func refused(objective: JSONValue, says: String) {
    let error = #expect(throws: RecipeError.self) { try recipe(objective) }
    let text = error?.description ?? ""
    #expect(text.contains(says), "\(text)")
  }
}

import JSON
import Objectives
import Schema
import Training

/// Everything that decides what a run does: the decoded, checked form of a recipe file.
///
/// The defaults are the recipe `configs/emoji.json`, which `clippo-train --show-recipe` writes anew when they change.
public struct Recipe: RecipeSection {
  /// What the recipe is for, the command that runs it and what to expect; for people alone.
  public var description = ""
  /// The version of the fields' names; earlier ones are read under the names of today (`FormerKeys`).
  public var version = FormerKeys.version
  /// A short name; run folders are named after it.
  public var name = "emoji"
  /// Seed of every random choice: weights, order, augmentation, splits.
  public var seed = 0
  /// Caption languages as BCP 47 tags: "zh", "zh-Hant".
  public var languages = ["zh"]
  public var corpus = CorpusRecipe.emoji(EmojiCorpusRecipe())
  public var image = ImageRecipe()
  public var rendering = RenderingRecipe()
  public var model = ModelRecipe()
  public var objective = ObjectiveSettings()
  public var optimizer = OptimizerSettings.adamw(AdamW.Settings())
  public var schedule = Schedule.cosine(Schedule.Cosine())
  public var training = TrainingRecipe()

  public init() {}

  package static var fields: [RecipeField<Recipe>] {
    [
      .value("description", \.description), .value("version", \.version), .value("name", \.name),
      .value("seed", \.seed, in: 0...Int.max), .value("languages", \.languages),
      .choice("corpus", \.corpus), .section("image", \.image), .section("rendering", \.rendering),
      .section("model", \.model),
      .choice("objective", \.objective), .choice("optimizer", \.optimizer), .choice("schedule", \.schedule),
      .section("training", \.training),
    ]
  }
}

extension Recipe {
  /// Reads a recipe; fields that are not given keep their defaults. Throws `RecipeError`, whose source is still unknown.
  public init(json: JSONValue) throws {
    self.init()
    try update(from: FormerKeys.current(json), at: .root)
    version = FormerKeys.version
  }

  /// The resolved recipe, every field written out: what a checkpoint keeps.
  public var json: JSONValue { .object(Self.fields.map { JSONMember($0.name, $0.write(self)) }) }
}

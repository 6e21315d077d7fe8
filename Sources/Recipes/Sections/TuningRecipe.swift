import Schema

/// Settings that every model of a comparison tries in short runs before its training, so that none is held back by settings
/// that suit another.
public struct TuningRecipe: RecipeSection {
  /// What is tried, one run each, as with `--set`: `optimizer.learningRate=0.0005`. None tries nothing.
  public var settings: [String] = []
  /// Length of such a run as a share of the model's training.
  public var share = 0.25
  /// Fields of the short runs alone, as with `--set`: another split, so that nothing is chosen on the queries that are
  /// reported.
  public var set: [String] = []

  public init() {}

  package static var fields: [RecipeField<TuningRecipe>] {
    [.value("settings", \.settings), .value("share", \.share, in: 0.01...1), .value("set", \.set)]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard Set(settings).count == settings.count else {
      throw path.field("settings").error("names a setting twice")
    }
    for setting in settings + set { _ = try RecipeOverride(parsing: setting) }
  }
}

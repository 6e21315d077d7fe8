import FoundationEssentials
import JSON
import Schema

extension Recipe {
  /// Reads a recipe file and applies overrides; without a file the defaults are the base.
  ///
  /// Throws `JSONError` for text that is not JSON, `RecipeError` for a field that is wrong, and the file system's errors.
  public static func load(file: String?, overrides: [RecipeOverride] = []) throws -> Recipe {
    guard let file else { return try resolve(.object([]), source: "recipe", overrides: overrides) }
    let document = try JSONValue(parsing: try Data(contentsOf: URL(filePath: file)), source: file)
    FormerKeys.note(document, source: file)
    return try resolve(document, source: file, overrides: overrides)
  }

  /// A recipe from a document, such as the one a checkpoint keeps, with overrides applied.
  ///
  /// `source` begins the sentence about a field that is wrong; where an override set it, its option does.
  public static func resolve(
    _ document: JSONValue, source: String, overrides: [RecipeOverride] = []
  ) throws -> Recipe {
    do {
      return try Recipe(json: RecipeOverride.apply(overrides, to: FormerKeys.current(document)))
    } catch var error as RecipeError {
      let override = overrides.last { $0.decides(error.path) }
      error.source = override?.option ?? source
      throw error
    }
  }
}

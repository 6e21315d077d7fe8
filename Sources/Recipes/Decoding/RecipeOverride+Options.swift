import JSON
import Schema

extension RecipeOverride {
  /// What the options of a command change in a recipe: the common fields by options of their own, any field by `fields`.
  ///
  /// A number of steps alone, or a number of seconds alone, is the only end of the run; both together end it at whichever
  /// comes first.
  ///
  /// Throws when an element of `fields` does not have the form `section.field=value`.
  public static func all(
    languages: [String]? = nil, data: String? = nil, steps: Int? = nil, seconds: Double? = nil, threads: Int? = nil,
    seed: Int? = nil, fields: [String] = []
  ) throws(RecipeError) -> [RecipeOverride] {
    var overrides: [RecipeOverride] = []
    func change(_ option: String, _ path: String, _ value: JSONValue?) {
      if let value { overrides.append(RecipeOverride(option: option, path, value)) }
    }
    change("--lang", "languages", languages?.json)
    change("--data", "corpus.folder", data?.json)
    change("--threads", "training.threads", threads?.json)
    change("--seed", "seed", seed?.json)
    change("--steps", "training.steps", steps?.json ?? seconds.map { _ in .integer(0) })
    change("--seconds", "training.seconds", seconds?.json ?? steps.map { _ in .integer(0) })
    for field in fields { overrides.append(try RecipeOverride(parsing: field)) }
    return overrides
  }
}

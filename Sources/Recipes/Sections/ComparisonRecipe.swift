import FoundationEssentials
import JSON
import Schema

/// Models that are to be trained alike and compared.
public struct ComparisonRecipe: RecipeSection {
  /// What the comparison is for, the command that runs it and what to expect; for people alone.
  public var description = ""
  /// The version of the fields' names; earlier ones are read under the names of today (`FormerKeys`).
  public var version = FormerKeys.version
  public var name = "compare"
  /// What all of them have in common, over the default recipe.
  public var recipe = RecipeDocument()
  public var models = ComparedModelRecipe.usual
  /// Each model is trained once with every seed, but for models that have seeds of their own.
  public var seeds = [0]
  public var equalize = EqualizedBudget.steps
  public var tuning = TuningRecipe()
  /// Languages that training holds nothing of, asked at the end.
  public var unseen: [String] = []

  public init() {}

  package static var fields: [RecipeField<ComparisonRecipe>] {
    [
      .value("description", \.description), .value("version", \.version, in: 1...FormerKeys.version),
      .value("name", \.name), .value("recipe", \.recipe), .sections("models", \.models), .value("seeds", \.seeds),
      .value("equalize", \.equalize), .section("tuning", \.tuning), .value("unseen", \.unseen),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard !models.isEmpty else { throw path.field("models").error("names no model; leave it out for the usual three") }
    var seen: Set<String> = []
    for model in models {
      guard seen.insert(model.name).inserted else { throw path.field("models").error("names '\(model.name)' twice") }
    }
    try Self.check(seeds, at: path)
  }

  fileprivate static func check(_ seeds: [Int], at path: RecipePath) throws(RecipeError) {
    guard !seeds.isEmpty, Set(seeds).count == seeds.count, seeds.allSatisfy({ $0 >= 0 }) else {
      throw path.field("seeds").error("should list one or more different whole numbers from 0 on")
    }
  }

  /// Reads a comparison, or an ordinary recipe, whose usual three models are then compared.
  ///
  /// Throws `JSONError` for text that is not JSON, `RecipeError` for a field that is wrong, and the file system's errors.
  public static func load(file: String) throws -> ComparisonRecipe {
    let given = try JSONValue(parsing: try Data(contentsOf: URL(filePath: file)), source: file)
    FormerKeys.note(given, source: file)
    let document = FormerKeys.current(given)
    var comparison = ComparisonRecipe()
    let isComparison = ["recipe", "models", "seeds", "equalize", "tuning", "unseen"].contains { document[$0] != nil }
    guard isComparison else {
      comparison.recipe.json = document
      comparison.name = document["name"]?.stringValue ?? comparison.name
      return comparison
    }
    do { try comparison.update(from: document, at: .root) } catch var error {
      error.source = file
      throw error
    }
    return comparison
  }
}

/// One of the models.
public struct ComparedModelRecipe: RecipeSection {
  public var name = ""
  /// Fields of the recipe that are its own, as with `--set`: `model.tower=twin`.
  public var set: [String] = []
  /// Seeds that it is trained with; nil takes those of the comparison.
  public var seeds: [Int]?

  public init() {}

  init(_ name: String, _ set: [String] = []) {
    self.name = name
    self.set = set
  }

  package static var fields: [RecipeField<ComparedModelRecipe>] {
    [.value("name", \.name), .value("set", \.set), .value("seeds", \.seeds)]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    let isPlain = name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789-_".unicodeScalars.contains($0)
    }
    guard !name.isEmpty, isPlain else {
      throw path.field("name").error("'\(name)' cannot name a folder; use letters, digits, - and _")
    }
    if let seeds { try ComparisonRecipe.check(seeds, at: path) }
  }

  /// The question that people bring.
  static let usual = [
    ComparedModelRecipe("pixels"), ComparedModelRecipe("tokens", ["model.tower=sharedTokens"]),
    ComparedModelRecipe("twin", ["model.tower=twin"]),
  ]
}

/// What the models have equally much of.
public enum EqualizedBudget: String, RecipeWord {
  case steps
  /// Floating-point operations, by the batches that each model really gets.
  case flops
  case seconds
}

/// A recipe that is not read yet.
public struct RecipeDocument: Sendable, Equatable, RecipeValue {
  public var json: JSONValue = .object([])

  public init() {}

  package init(json: JSONValue, at path: RecipePath) throws(RecipeError) {
    _ = try json.members(at: path)
    self.json = json
  }
}

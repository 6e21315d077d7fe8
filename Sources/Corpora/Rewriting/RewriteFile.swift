import Schema

/// A file with another caption for every row of a source, a line each, as LaCLIP keeps its rewrites (Fan et al. 2023).
public struct RewriteFile: RecipeSection {
  /// Text, packed or not; relative to the corpus' folder.
  public var path = ""
  /// Language of the lines; nil takes that of the caption that a line stands for.
  public var language: String?
  /// How the lines came about.
  public var role = CaptionRole.rewrite
  /// Words and characters of scripts without spaces, together, that a line must have to be used; see `CaptionUnits`.
  public var minUnits = 2

  public init() {}

  public init(path: String) { self.path = path }

  package static var fields: [RecipeField<RewriteFile>] {
    [
      .value("path", \.path), .value("language", \.language), .value("role", \.role),
      .value("minUnits", \.minUnits, in: 0...1000),
    ]
  }

  package func validate(at path: RecipePath) throws(RecipeError) {
    guard !self.path.isEmpty else {
      throw path.field("path").error("is missing; name a file with a line for every row")
    }
  }
}
